"""What can be asked about the ledger's own keys."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class RotateLedgerKey(Command, frozen=True, kw_only=True):
    """Record that the ledger is signed with other keys from now on. The result is the statement's name.

    statement: the words that retire the old keys and name the new ones (`ledger.rotation.Statement`). The private keys
    lie in files; the checkpoint that follows is signed with both and ends the change.
    """

    statement: str
