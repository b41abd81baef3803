"""What those who run the house decide about other servers. Each is carried out by `handlers/deciding.py`."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.context import Command


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is to hold for a server. state: open, limited, suspended or allowed; host also for all names below it."""

    host: str
    state: str
    rejects_media: bool = False
    reason: str = ""


class DecideServer(Command, frozen=True, kw_only=True):
    """Say on what terms the house talks with a server. budget: most deliveries in five minutes, None for the usual.

    Suspended: nothing comes in or goes out, its accounts are not shown, follows both ways end. Limited: its posts reach
    those who follow their authors and nobody else. Allowed: talked with where FEDERATION is `allowlist`.
    """

    host: str
    state: str
    rejects_media: bool = False
    budget: int | None = None
    reason: str = ""


class ImportServers(Command, frozen=True, kw_only=True):
    """Decide about many servers at once, as a list that was looked through says. The result is how many changed."""

    terms: tuple[Terms, ...]


class SettleServer(Command, frozen=True, kw_only=True):
    """Bring accounts of a server in line with what was decided, some at a time. Result: `after` for the next turn."""

    host: str
    after: int = 0


class FollowRelay(Command, frozen=True, kw_only=True):
    """Ask a relay to pass on public posts: those of others to us, and ours to them. The result is its id.

    account_id: the relay's own account, which was fetched from its server.
    """

    account_id: int


class LeaveRelay(Command, frozen=True, kw_only=True):
    """Ask a relay for nothing more."""

    relay_id: int


class AnswerRelay(Command, frozen=True, kw_only=True):
    """A relay's own answer, as itself: from now on it passes posts on, or it does not."""

    relay_id: int
    is_accepted: bool
