"""What can be asked about who speaks for a body: its administrators, its voices, their seats; and about leavers."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class AppointBodyAdmin(Command, frozen=True, kw_only=True):
    """Let a member look after a body and its teams: voices, seats, and the tokens of their apps."""

    body_id: int
    member_id: int


class DismissBodyAdmin(Command, frozen=True, kw_only=True):
    """A member no longer looks after a body."""

    body_id: int
    member_id: int


class ChangeSeat(Command, frozen=True, kw_only=True):
    """Change what a seat allows, until when it holds (None: until it is taken away), or how its words are signed."""

    member_id: int
    account_id: int
    powers: tuple[str, ...]
    expires_at: int | None = None
    signed_name: str = ""


class DescribeVoice(Command, frozen=True, kw_only=True):
    """What a voice says of itself. words: (language, purpose, hours). sign_off: none, initials, name."""

    account_id: int
    words: tuple[tuple[str, str, str], ...]
    sign_off: str = "none"


class RemoveLeaver(Command, frozen=True, kw_only=True):
    """End at once all that a member who leaves can do here; what they wrote stays.

    body_id: only what they do for this body and its teams. None: everything. stays_member: they may sign in again, as
    themselves; else never. is_told: they are told otherwise, so no mail says that they left.
    """

    member_id: int
    body_id: int | None = None
    stays_member: bool = False
    is_told: bool = False
