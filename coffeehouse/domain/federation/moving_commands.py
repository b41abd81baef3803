"""Accounts that move, between servers and to the end; and pictures of accounts elsewhere, as commands."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class KeepPicture(Command, frozen=True, kw_only=True):
    """Show a picture of an account elsewhere, as it was fetched. part: avatar, header; url: where from."""

    account_id: int
    part: str
    url: str
    data: bytes


class ForgetActor(Command, frozen=True, kw_only=True):
    """Forget an account elsewhere: its server says that it is no more. Its posts go after it, a few at a time."""

    account_id: int


class ForgetPosts(Command, frozen=True, kw_only=True):
    """Remove the next posts of an account elsewhere that was forgotten."""

    account_id: int


class ReceiveMove(Command, frozen=True, kw_only=True):
    """Keep that an account elsewhere moved to another, which says that it is the same person's."""

    account_id: int
    target_id: int


class SetAliases(Command, frozen=True, kw_only=True):
    """Say which accounts elsewhere are one's own too, by their identities: they may be moved here. All of them."""

    uris: tuple[str, ...]


class MoveAway(Command, frozen=True, kw_only=True):
    """Say that one moved to another account, which names this one as its own; followers follow it. None: not moved."""

    target_id: int | None
