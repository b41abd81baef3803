"""Deliveries that wait for somebody else's answer: kept until the worker deals with them, so many and no more.

taking → keep → federation_arrival → lease → delivery.arrivals → finish
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.federation.proving import Signer
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures.request import Incoming

UNPROVEN, WAITING = "unproven", "waiting"
# Of one host, of one sender for all the hosts it names, and in all. Whoever sends more is asked to come back. A host's
# proven deliveries, and the unproven that each address sends in its name, are counted apart: nobody fills the places
# of a server by naming it.
MOST_OF_HOST = 2_000
MOST_OF_PEER = 12_000
MOST = 30_000
# So often the large numbers are counted.
COUNTED_FOR = 1.0
LEASE = 2 * clock.MINUTE
FIRST_PAUSE, LONGEST_PAUSE = 30 * clock.SECOND, 30 * clock.MINUTE
MOST_ATTEMPTS = 6
# What only has to wait for its turn, since its server says more than is taken of one, waits longer; not for ever.
MOST_TURNS = 100


class Arrival(NamedTuple):
    """A delivery that is kept. request: of what is unproven, with its body; body: the activity that is proven."""

    id: int
    host: str
    state: str
    request: str
    body: str
    signer_id: int | None
    attempts: int

    def incoming(self) -> Incoming:
        """The request as it came."""
        return msgspec.json.decode(self.request, type=Incoming)


def keep_unproven(host: str, incoming: Incoming) -> bool:
    """Keep a request whose key has to be fetched first; whether there was room."""
    needed = tuple((name, value) for name, value in incoming.headers if name != "cookie")
    kept = msgspec.structs.replace(incoming, headers=needed)
    return _keep(host, UNPROVEN, request=msgspec.json.encode(kept).decode(), peer=incoming.peer or UNPROVEN)


def keep_waiting(signer: Signer, document: Mapping[str, Any]) -> bool:
    """Keep a proven activity that needs something fetched first; whether there was room."""
    return _keep(signer.host, WAITING, body=msgspec.json.encode(document).decode(), signer_id=signer.account_id)


def _keep(
    host: str, state: str, *, request: str = "", body: str = "", signer_id: int | None = None, peer: str = ""
) -> bool:
    """peer: who sends what is unproven, empty for what is proven."""
    if _is_full(host, peer):
        return False
    now = clock.now_ms()
    with write():
        last = sql.value("SELECT MAX(id) FROM federation_arrival") or 0
        sql.execute(
            "INSERT INTO federation_arrival (id, host, peer, state, request, body, signer_id, arrived_at, run_at,"
            " leased_until, attempts, last_error) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, 0, '')",
            (max(now << 16, last + 1), host, peer, state, request, body, signer_id, now, now),
        )
    return True


class _Counted:
    """How many were kept a moment ago, by who sent them. A count runs through all of them, so not each keeps it new."""

    at = float("-inf")
    of_peer: Mapping[str, int] = {}  # replaced, never changed


def _is_full(host: str, peer: str) -> bool:
    """Whether no more is kept of this host by this sender, of the sender, or at all."""
    statement = "SELECT COUNT(*) FROM federation_arrival WHERE peer = %s AND host = %s"
    if sql.value(statement, (peer, host)) >= MOST_OF_HOST:
        return True
    if not 0 <= time.monotonic() - _Counted.at < COUNTED_FOR:
        _Counted.of_peer = dict(sql.rows("SELECT peer, COUNT(*) FROM federation_arrival GROUP BY peer"))
        _Counted.at = time.monotonic()
    of_all = sum(_Counted.of_peer.values())
    return of_all >= MOST or (bool(peer) and _Counted.of_peer.get(peer, 0) >= MOST_OF_PEER)


def lease(busy: Sequence[str], limit: int) -> list[Arrival]:
    """Take what is due of one host nobody is busy with, in the order it came; the host that waits longest first."""
    now = clock.now_ms()
    others = f" AND host NOT IN ({sql.marks(len(busy))})" if busy else ""
    due = f"run_at <= %s AND leased_until < %s{others} ORDER BY run_at, id LIMIT 1"
    host = sql.value(f"SELECT host FROM federation_arrival WHERE {due}", (now, now, *busy))  # noqa: S608  # only marks
    if host is None:
        return []
    with write():
        found = sql.rows(
            "UPDATE federation_arrival SET leased_until = %s, attempts = attempts + 1 WHERE id IN (SELECT id FROM"
            " federation_arrival WHERE host = %s AND run_at <= %s AND leased_until < %s ORDER BY run_at, id"
            " LIMIT CAST(%s AS BIGINT)) RETURNING id, host, state, request, body, signer_id, attempts",
            (now + LEASE, host, now, now, limit),
        )
    return [Arrival(*row) for row in sorted(found)]


def next_due() -> int | None:
    """When the next becomes due, ms; None when nothing waits."""
    found = sql.value("SELECT MIN(run_at) FROM federation_arrival WHERE leased_until < %s", (clock.now_ms(),))
    return None if found is None else int(found)


def finish(done: Sequence[Arrival], later: Sequence[tuple[Arrival, str, int]]) -> None:
    """Forget what is done or given up; put the rest off: (which, why, for how long in ms; 0 for the usual pause)."""
    if not done and not later:
        return
    now = clock.now_ms()
    with write():
        if done:
            ids = [arrival.id for arrival in done]
            sql.execute(f"DELETE FROM federation_arrival WHERE id IN ({sql.marks(len(ids))})", ids)  # noqa: S608
        for arrival, why, wait in later:
            sql.execute(
                "UPDATE federation_arrival SET leased_until = 0, last_error = %s, run_at = %s WHERE id = %s",
                (why[:500], now + (wait or pause(arrival.attempts)), arrival.id),
            )


def pause(attempts: int) -> int:
    """How long to wait after so many attempts, ms."""
    return min(FIRST_PAUSE << 2 * (attempts - 1), LONGEST_PAUSE)
