"""What other servers tell of things that are not here."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class WithdrawObject(Command, frozen=True, kw_only=True):
    """Keep that something elsewhere was deleted or undone though it never came: arriving late, it is not taken.

    uri: its identity, on the server of the one who says so.
    """

    uri: str
