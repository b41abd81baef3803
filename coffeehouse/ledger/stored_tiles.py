"""The tree as the database holds it: how far it reaches, and a `TileTree` over its rows."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.ledger.tiles import WIDTH, TileTree
from coffeehouse.ledger.tree import HASH_SIZE


def integrated_size() -> int:
    """How many entries the tiles hold."""
    last = sql.row("SELECT position, hashes FROM ledger_tile WHERE level = 0 ORDER BY position DESC LIMIT 1")
    return 0 if last is None else last[0] * WIDTH + len(last[1]) // HASH_SIZE


def read_tile(level: int, position: int) -> bytes:
    """The hashes of a tile; none where there is no such tile."""
    found = sql.value("SELECT hashes FROM ledger_tile WHERE level = %s AND position = %s", (level, position))
    return b"" if found is None else bytes(found)


def tree_of(size: int) -> TileTree:
    """The tree of the first `size` entries."""
    return TileTree(size, read_tile)
