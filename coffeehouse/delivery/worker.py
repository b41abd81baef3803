"""The worker's loop: one process that does outbox jobs as they are committed and duties as their time comes.

Idle it costs one pragma each POLL seconds on SQLite; on PostgreSQL a commit wakes it (LISTEN). Jobs that wait for other
machines are done beside it, by the threads of `outside`; long ones by `workshop`.
"""

from __future__ import annotations

import threading

import structlog
from django.db import DatabaseError, connection

from coffeehouse.database import sql
from coffeehouse.database.waking import PostgresWakeups
from coffeehouse.delivery import arrivals, deliveries, jobs, leases, outside, sending, workshop
from coffeehouse.delivery.changes import Changes
from coffeehouse.delivery.periodic import Periodic, duties
from coffeehouse.kernel import clock

log = structlog.get_logger("coffeehouse.worker")

POLL = 0.2
# The longest sleep on PostgreSQL: by then duties of the clock and a stop that was asked for are looked at.
LONGEST_SLEEP = 1.0
# What is committed in a burst is found by one look.
GATHER = 0.02
# A lease that ran out, or a clock that jumped, is noticed at least this often without any commit.
LOOK_ANYWAY = 30 * clock.SECOND
AFTER_TROUBLE = 2.0
INSIDE = leases.Lane(jobs.OUTSIDE + jobs.SLOW)


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. What is leased by then is finished first."""
    deliveries.register_all()
    outside.start(stop)
    arrivals.start(stop)
    workshop.start(stop)
    sender = sending.start(stop)
    rounds = Rounds(duties())
    wakeups = PostgresWakeups() if sql.is_postgres() else None
    while not stop.is_set():
        try:
            rounds.once(stop)
            if wakeups is None:
                stop.wait(POLL)
            elif wakeups.wait(LONGEST_SLEEP):
                stop.wait(GATHER)
        except DatabaseError as error:
            log.error("database_trouble", error=str(error), again_in_seconds=AFTER_TROUBLE)
            connection.close()
            stop.wait(AFTER_TROUBLE)
    sender.join(sending.LAST_ANSWERS + sending.AFTER_TROUBLE)


class Rounds:
    """One worker's memory between looks at the outbox."""

    def __init__(self, clockwork: list[Periodic]) -> None:
        self.clockwork = clockwork
        self.changes = Changes()
        self.look_at = 0

    def once(self, stop: threading.Event) -> None:
        """Look for what is due and do all of it."""
        changed = self.changes.happened()
        if changed or clock.now_ms() >= self.look_at:
            drain(stop, INSIDE)
            soonest = leases.next_due(INSIDE)
            latest = clock.now_ms() + LOOK_ANYWAY
            self.look_at = latest if soonest is None else min(soonest, latest)
        for duty in self.clockwork:
            duty.run_if_due(changed=changed)


def drain(stop: threading.Event | None = None, lane: leases.Lane = leases.EVERY) -> int:
    """Do due jobs, a lease at a time, until there are none or `stop` is set; how many were tried."""
    tried = 0
    while not (stop and stop.is_set()):
        leased = leases.take(lane)
        if not leased:
            break
        tried += len(leased)
        _do(leased)
    return tried


def _do(leased: list[leases.Leased]) -> None:
    done: list[leases.Leased] = []
    failed: list[tuple[leases.Leased, str]] = []
    for job in leased:
        error = jobs.attempt(job.kind, job.payload, job.id, job.attempts)
        if error is None:
            done.append(job)
        else:
            failed.append((job, error))
            log.warning("job_failed", kind=job.kind, id=job.id, attempt=job.attempts, error=error)
    leases.finish(done, failed)
