"""The command about the ledger's keys."""

from __future__ import annotations

from coffeehouse.domain.records import key_commands
from coffeehouse.domain.records.handlers import keys
from coffeehouse.engine.commands import register
from coffeehouse.ledger.rotation import KIND


def fill() -> None:
    """Register it."""
    register(
        key_commands.RotateLedgerKey,
        kind=KIND,
        sentence="The house retired the keys that sign its ledger and put new ones in their place ({object}).",
        handler=keys.apply_rotate_ledger_key,
        scope="web",
    )
