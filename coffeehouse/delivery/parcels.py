"""Taking deliveries to other servers off the queue, and giving back what became of them: the database side of sending.

A server's deliveries are leased together, in the order of their ids; of one sender never one past another that is still
to be tried again, so that a Delete does not overtake its Create.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.domain.federation.queries.deliveries import PARKED
from coffeehouse.kernel import clock

LEASE = 5 * clock.MINUTE
# Deliveries of one server that are taken at a time, and rows that are looked at to find servers.
BATCH = 20
WINDOW = 2_000

DUE = (
    "SELECT host FROM federation_delivery WHERE run_at <= %s AND leased_until < %s AND dead_at IS NULL{busy}"
    " ORDER BY run_at LIMIT %s"
)
TAKE = """
UPDATE federation_delivery SET leased_until = %s WHERE id IN (
    SELECT q.id FROM (
        SELECT d.id, ROW_NUMBER() OVER (PARTITION BY d.host ORDER BY d.id) AS place FROM federation_delivery d
        WHERE d.host IN ({hosts}) AND d.dead_at IS NULL AND d.run_at <= %s AND d.leased_until < %s AND NOT EXISTS (
            SELECT 1 FROM federation_delivery e WHERE e.host = d.host AND e.sender_id = d.sender_id AND e.id < d.id
            AND e.dead_at IS NULL AND (e.run_at > %s OR e.leased_until >= %s)
        )
    ) q WHERE q.place <= %s
) RETURNING id, outgoing_id, sender_id, host, inbox, attempts
"""
FAILING = (
    "SELECT s.host FROM federation_server s WHERE s.failures > 0 AND s.retry_at <= %s AND s.dead_at IS NULL AND EXISTS"
    " (SELECT 1 FROM federation_delivery d WHERE d.host = s.host AND d.dead_at IS NULL AND d.leased_until < %s)"
    " ORDER BY s.retry_at LIMIT %s"
)
DOCUMENTS = "SELECT id, about, body FROM federation_outgoing WHERE id IN ({})"
SERVERS = "SELECT host, signs, failures FROM federation_server WHERE host IN ({})"
GIVE_BACK = "UPDATE federation_delivery SET leased_until = 0 WHERE id IN ({})"


class Parcel(msgspec.Struct, frozen=True):
    """One delivery. attempt counts the one that is about to be made."""

    id: int
    outgoing_id: int
    sender_id: int
    host: str
    inbox: str
    attempt: int
    about: str
    body: bytes


class Batch(msgspec.Struct):
    """What is taken for one server. signs: the form of signature it is tried with; is_sure: it took that before.

    is_second: the other form was tried a moment ago.
    """

    host: str
    parcels: list[Parcel]
    signs: str = "cavage"
    is_sure: bool = False
    is_failing: bool = False
    is_second: bool = False


def due_hosts(busy: Collection[str]) -> list[str]:
    """Servers with something due that nobody is busy with, in the order of their waiting."""
    now = clock.now_ms()
    without = f" AND host NOT IN ({sql.marks(len(busy))})" if busy else ""
    found = sql.rows(DUE.format(busy=without), (now, now, *busy, WINDOW))
    return list(dict.fromkeys(row[0] for row in found))


def failing_due(most: int) -> list[str]:
    """Servers that did not answer and are to be tried again, the longest due first."""
    now = clock.now_ms()
    return [row[0] for row in sql.rows(FAILING, (now, now, most))]


def take(hosts: Sequence[str], *, is_parked: bool = False) -> list[Batch]:
    """Lease what is due for these servers, a batch of each; with `is_parked` also what waits for the server itself."""
    if not hosts:
        return []
    now = clock.now_ms()
    due = PARKED if is_parked else now
    statement = TAKE.format(hosts=sql.marks(len(hosts)))
    with write():
        found = sql.rows(statement, (now + LEASE, *hosts, due, now, due, now, BATCH))
    bodies = _bodies({row[1] for row in found})
    known = _known(hosts)
    batches: dict[str, Batch] = {}
    for row in sorted(found):
        about, body = bodies.get(row[1], ("", b""))
        signs, failures = known.get(row[3], ("", 0))
        batch = batches.setdefault(row[3], Batch(row[3], [], signs or "cavage", bool(signs), failures > 0))
        batch.parcels.append(Parcel(row[0], row[1], row[2], row[3], row[4], row[5] + 1, about, body))
    return list(batches.values())


def _bodies(outgoing: set[int]) -> dict[int, tuple[str, bytes]]:
    if not outgoing:
        return {}
    found = sql.rows(DOCUMENTS.format(sql.marks(len(outgoing))), list(outgoing))
    return {row[0]: (row[1], row[2].encode()) for row in found}


def _known(hosts: Sequence[str]) -> dict[str, tuple[str, int]]:
    found = sql.rows(SERVERS.format(sql.marks(len(hosts))), hosts)
    return {row[0]: (row[1], row[2]) for row in found}


def give_back(parcels: Sequence[Parcel]) -> None:
    """End the lease of what was not tried."""
    if not parcels:
        return
    with write():
        sql.execute(GIVE_BACK.format(sql.marks(len(parcels))), [parcel.id for parcel in parcels])
