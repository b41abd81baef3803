"""What can be asked about held commands."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class ReleaseHeld(Command, frozen=True, kw_only=True):
    """Somebody has looked and lets it happen. `content_hash`: of exactly the words that were looked at."""

    held_id: int
    content_hash: str


class RefuseHeld(Command, frozen=True, kw_only=True):
    """Somebody has looked and refuses, with a reason the author is told."""

    held_id: int
    reason: str


class WithdrawHeld(Command, frozen=True, kw_only=True):
    """The author takes back what waits."""

    held_id: int
