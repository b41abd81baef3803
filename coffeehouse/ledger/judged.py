"""Entries with their payloads in order of time, for those who look at many: a replay of policy."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import json

from coffeehouse.database import sql

BATCH = 2_000
# Acts of one millisecond, with much to spare.
MOST_AT_ONCE = 500


def size() -> int:
    """How many entries there are."""
    return int(sql.value("SELECT size FROM ledger_head WHERE id = 1") or 0)


def first_since(time_at: int) -> int:
    """The sequence of the first entry at or after a time; the ledger's size when there is none. Entries are in order
    of time, so this halves what is left at every look."""
    low, high = 0, size()
    while low < high:
        middle = (low + high) // 2
        at = sql.value("SELECT time_at FROM ledger_entry WHERE sequence = %s", (middle,))
        if at is not None and at < time_at:
            low = middle + 1
        else:
            high = middle
    return low


def entries_from(sequence: int) -> Iterator[tuple[int, int, str, str | None]]:
    """(sequence, time, object, payload or None when erased) of every entry from here on, in batches."""
    while True:
        found = sql.rows(
            "SELECT e.sequence, e.time_at, e.object, v.payload FROM ledger_entry e"
            " JOIN ledger_vault v ON v.sequence = e.sequence WHERE e.sequence >= %s ORDER BY e.sequence LIMIT %s",
            (sequence, BATCH),
        )
        yield from found
        if len(found) < BATCH:
            return
        sequence = found[-1][0] + 1


def act_that_wrote(table: str, row_id: int, time_at: int) -> int | None:
    """The sequence of the entry of this time that tells of a row in its states; None where that was erased."""
    first = first_since(time_at)
    found = sql.rows(
        "SELECT e.sequence, v.payload FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence"
        " WHERE e.sequence >= %s AND e.sequence < %s AND e.time_at = %s ORDER BY e.sequence",
        (first, first + MOST_AT_ONCE, time_at),
    )
    for sequence, payload in found:
        states = json.decode(payload).get("states", ()) if payload else ()
        if any((state["table"], state["id"]) == (table, str(row_id)) for state in states):
            return int(sequence)
    return None
