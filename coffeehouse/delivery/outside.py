"""Jobs that wait for other machines: a few threads of the worker's process, so that a push service, a page or a mail
server that answers slowly holds up neither polls nor checkpoints.

One thread looks for what is due and gives out as many jobs as there are free hands; a job is leased only when it is
begun, for longer than its requests may take. What is under way when the house closes is left: its lease runs out and
the job is done again.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue

import structlog
from django.db import DatabaseError, connection

from coffeehouse.delivery import jobs, leases
from coffeehouse.delivery.changes import Changes
from coffeehouse.kernel import clock

log = structlog.get_logger("coffeehouse.worker")

HANDS = 6
POLL = 0.2
LOOK_ANYWAY = 30 * clock.SECOND
AFTER_TROUBLE = 2.0
LANE = leases.Lane(jobs.OUTSIDE, is_only=True, lease=5 * clock.MINUTE)


def start(stop: threading.Event) -> threading.Thread:
    """Begin. The threads end with the process; the one that looks also with `stop`."""
    thread = threading.Thread(target=Hands(stop).run, name="outside", daemon=True)
    thread.start()
    return thread


class Hands:
    """HANDS threads, begun when they are first needed, and the one that gives them work."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.queue: SimpleQueue[leases.Leased | None] = SimpleQueue()
        self.free = threading.Semaphore(HANDS)
        self.begun = 0

    def run(self) -> None:
        """Look for work until the house closes."""
        changes, look_at = Changes(), 0
        while not self.stop.is_set():
            try:
                if changes.happened() or clock.now_ms() >= look_at:
                    while self.give_out():
                        pass
                    soonest = leases.next_due(LANE)
                    latest = clock.now_ms() + LOOK_ANYWAY
                    look_at = latest if soonest is None else min(soonest, latest)
                self.stop.wait(POLL)
            except DatabaseError as error:
                log.error("database_trouble", error=str(error), again_in_seconds=AFTER_TROUBLE)
                connection.close()
                self.stop.wait(AFTER_TROUBLE)
        for _ in range(self.begun):
            self.queue.put(None)
        connection.close()

    def give_out(self) -> bool:
        """Lease as many due jobs as there are free hands; whether there may be more."""
        hands = 0
        while hands < HANDS and self.free.acquire(timeout=0 if hands else POLL):
            hands += 1
        leased = leases.take(LANE, hands) if hands and not self.stop.is_set() else []
        for _ in range(hands - len(leased)):
            self.free.release()
        for job in leased:
            self._hire()
            self.queue.put(job)
        return not self.stop.is_set() and (bool(leased) or not hands)

    def _hire(self) -> None:
        if self.begun < HANDS:
            self.begun += 1
            threading.Thread(target=self._work, name=f"outside-{self.begun}", daemon=True).start()

    def _work(self) -> None:
        while (job := self.queue.get()) is not None:
            try:
                self._do(job)
            except DatabaseError as error:
                # The lease runs out, and the job is done again.
                log.error("database_trouble", error=str(error), kind=job.kind, id=job.id)
                connection.close()
            finally:
                self.free.release()
        connection.close()

    def _do(self, job: leases.Leased) -> None:
        error = jobs.attempt(job.kind, job.payload, job.id, job.attempts)
        if error is None:
            leases.finish([job], [])
        else:
            log.warning("job_failed", kind=job.kind, id=job.id, attempt=job.attempts, error=error)
            leases.finish([], [(job, error)])
