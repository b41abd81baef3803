"""Leasing rows of the outbox: take due jobs for a while, then say done, again later, or given up.

A worker that dies leaves its lease to run out, and the job is done again: at least once, so deliveries are idempotent.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.delivery.receipts import AtHand, keep
from coffeehouse.kernel import clock

BATCH = 50
LEASE = 60 * clock.SECOND
MAX_ATTEMPTS = 12
FIRST_PAUSE = 5 * clock.SECOND
LONGEST_PAUSE = 6 * clock.HOUR

DUE = "SELECT 1 FROM engine_outbox WHERE run_at <= %s AND leased_until < %s AND dead_at IS NULL{kinds} LIMIT 1"
NEXT = "SELECT MIN(run_at) FROM engine_outbox WHERE dead_at IS NULL AND leased_until < %s{kinds}"
TAKE = """
UPDATE engine_outbox SET leased_until = %s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM engine_outbox WHERE run_at <= %s AND leased_until < %s AND dead_at IS NULL{kinds}
    ORDER BY run_at, id LIMIT %s{skip_locked}
)
RETURNING id, kind, payload, attempts
"""


class Lane(msgspec.Struct, frozen=True):
    """A part of the jobs: only those of `kinds`, or all but those. lease: for how long they are taken, ms."""

    kinds: tuple[str, ...] = ()
    is_only: bool = False
    lease: int = LEASE

    @property
    def clause(self) -> str:
        """The condition, with marks for the kinds."""
        if not self.kinds:
            return ""
        return f" AND kind {'' if self.is_only else 'NOT '}IN ({sql.marks(len(self.kinds))})"


EVERY = Lane()


class Leased(msgspec.Struct, frozen=True):
    """A job this worker holds. attempts counts this one."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def take(lane: Lane = EVERY, limit: int = BATCH) -> list[Leased]:
    """Lease up to `limit` due jobs, oldest first."""
    now = clock.now_ms()
    if sql.value(DUE.format(kinds=lane.clause), (now, now, *lane.kinds)) is None:
        return []
    skip_locked = " FOR UPDATE SKIP LOCKED" if sql.is_postgres() else ""
    statement = TAKE.format(kinds=lane.clause, skip_locked=skip_locked)
    with write():
        found = sql.rows(statement, (now + lane.lease, now, now, *lane.kinds, limit))
    # RETURNING has no order of its own; ids grow with time.
    return [Leased(row[0], row[1], msgspec.json.decode(row[2]), row[3]) for row in sorted(found)]


def next_due(lane: Lane = EVERY) -> int | None:
    """When the next job becomes due, ms; None when there is none."""
    found = sql.value(NEXT.format(kinds=lane.clause), (clock.now_ms(), *lane.kinds))
    return None if found is None else int(found)


def finish(done: Sequence[Leased], failed: Sequence[tuple[Leased, str]]) -> None:
    """Forget what is done; put what failed off, or mark it dead after MAX_ATTEMPTS."""
    if not done and not failed:
        return
    now = clock.now_ms()
    with write():
        for start in range(0, len(done), BATCH):
            ids = [job.id for job in done[start : start + BATCH]]
            sql.execute(f"DELETE FROM engine_outbox WHERE id IN ({sql.marks(len(ids))})", ids)  # noqa: S608  # only marks
        for job, error in failed:
            sql.execute(
                "UPDATE engine_outbox SET leased_until = 0, last_error = %s, run_at = %s, dead_at = %s WHERE id = %s",
                (error[:2000], now + pause(job.attempts), now if job.attempts >= MAX_ATTEMPTS else None, job.id),
            )
    for job, error in failed:
        if job.attempts >= MAX_ATTEMPTS:
            keep("job", "given_up", "outside", reply=error, job=AtHand(job.kind, job.id, job.attempts))


def pause(attempts: int) -> int:
    """How long to wait after the given number of attempts, ms: doubling, with jitter so that jobs spread out."""
    longest = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return int(longest * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, not a secret
