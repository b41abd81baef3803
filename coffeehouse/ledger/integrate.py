"""Integration: entries that were appended since the last time become leaves of the tree, written as tiles.

Run by the worker every second or so. Entries never change, so they are read and hashed without holding up writers;
only the few tile rows are written under the write lock.
"""

from __future__ import annotations

from collections.abc import Sequence

from coffeehouse.database import sql, transaction
from coffeehouse.ledger.stored_tiles import integrated_size, read_tile
from coffeehouse.ledger.tiles import TILE_BYTES, WIDTH, tile_root
from coffeehouse.ledger.tree import HASH_SIZE, leaf_hash

BATCH = 4096

_PUT = (
    "INSERT INTO ledger_tile (level, position, hashes) VALUES (%s, %s, %s)"
    " ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes"
)


class IntegrationError(Exception):
    """An entry is missing or was changed: the message names it. Nothing further is integrated until that is settled."""


def integrate(max_entries: int = 50_000) -> int:
    """Take up to `max_entries` new entries into the tree; how many it was."""
    done = 0
    while done < max_entries:
        took = _integrate_batch(min(BATCH, max_entries - done))
        done += took
        if took == 0:
            break
    return done


def _integrate_batch(limit: int) -> int:
    start = integrated_size()
    leaves = _new_leaves(start, limit)
    if not leaves:
        return 0
    with transaction.write():
        if integrated_size() != start:
            return 0  # another worker was faster; its work is as good as ours
        level, count, hashes = 0, start, leaves
        while hashes:
            hashes = _extend(level, count, hashes)
            level, count = level + 1, count // WIDTH
    return len(leaves)


def _new_leaves(start: int, limit: int) -> list[bytes]:
    """Leaf hashes from entry `start` on, recomputed: what was altered before it is integrated is found here."""
    found = sql.rows(
        "SELECT sequence, entry, leaf_hash FROM ledger_entry WHERE sequence >= %s ORDER BY sequence LIMIT %s",
        (start, limit),
    )
    leaves = []
    for expected, (sequence, entry, stored) in enumerate(found, start):
        leaf = leaf_hash(entry.encode())
        if sequence != expected or leaf != bytes(stored):
            raise IntegrationError(
                f"entry {expected} of the ledger is missing or was changed: run `coffeehouse verify`"
            )
        leaves.append(leaf)
    return leaves


def _extend(level: int, count: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Add hashes to a level that has `count` of them; the roots of the tiles that became full, for the level above."""
    position, width = divmod(count, WIDTH)
    data = (read_tile(level, position)[: width * HASH_SIZE] if width else b"") + b"".join(hashes)
    tiles = [data[at : at + TILE_BYTES] for at in range(0, len(data), TILE_BYTES)]
    sql.execute_many(_PUT, [(level, position + step, tile) for step, tile in enumerate(tiles)])
    return [tile_root(tile) for tile in tiles if len(tile) == TILE_BYTES]
