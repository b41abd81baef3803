"""Waits until other servers and members have been told that the house closed; does the telling, too.

The house may be running or not: jobs and deliveries are leased, so that its worker and this never do the same.
"""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, jobs, leases
from coffeehouse.delivery.sending import LAST_ANSWERS, Sending
from coffeehouse.kernel import clock
from coffeehouse.site.sunset.walking import Report

KINDS = ("federate", "mail_house_closed")
LANE = leases.Lane(KINDS, is_only=True)
AT_A_TIME = 5
PAUSE = 0.2
WAITING = "SELECT kind, COUNT(*) FROM engine_outbox WHERE kind IN ({}) GROUP BY kind"
# Of what has not arrived: the earliest moment at which it is tried again, 0 where somebody is at it.
NEXT_JOB = "SELECT MIN(run_at) FROM engine_outbox WHERE kind IN ({}) AND dead_at IS NULL"
NEXT_DELIVERY = (
    "SELECT MIN(CASE WHEN s.failures > 0 THEN s.retry_at ELSE d.run_at END) FROM federation_delivery d"
    " LEFT JOIN federation_server s ON s.host = d.host WHERE d.dead_at IS NULL AND s.dead_at IS NULL"
)


class Left(NamedTuple):
    """What has not arrived: mails, letters not yet written, and deliveries by server."""

    mails: int
    letters: int
    servers: dict[str, int]

    @property
    def total(self) -> int:
        """All of it."""
        return self.mails + self.letters + sum(self.servers.values())

    def lines(self) -> list[str]:
        """In words, for whoever runs the house."""
        said = [f"Not told yet: {host} ({count} deliveries)." for host, count in sorted(self.servers.items())]
        if self.letters:
            said.append(f"Not written yet: {self.letters} letters to other servers.")
        if self.mails:
            said.append(f"Not sent yet: {self.mails} mails to members.")
        if said:
            said.append("Let the house run on: it tries them again by itself. Or run this command again later.")
        return said


def left() -> Left:
    """What waits now, and what was given up."""
    waiting: dict[str, int] = dict(sql.rows(WAITING.format(sql.marks(len(KINDS))), KINDS))
    servers: dict[str, int] = dict(sql.rows("SELECT host, COUNT(*) FROM federation_delivery GROUP BY host"))
    return Left(waiting.get("mail_house_closed", 0), waiting.get("federate", 0), servers)


def tell(seconds: float, report: Report) -> Left:
    """Deliver for so long at most, or until nothing is left that will be tried within that time; what is left."""
    deliveries.register_all()
    sending = Sending(threading.Event())
    deadline = time.monotonic() + seconds
    most = max(1, left().total)
    while True:
        _do_jobs(deadline)
        sending.look()
        sending.settle(PAUSE)
        now_left = left().total
        most = max(most, now_left)
        report(1 - now_left / most)
        rest = deadline - time.monotonic()
        if rest <= 0 or (not sending.busy and not _is_due_within(rest)):
            break
    sending.stop.set()
    sending.finish(LAST_ANSWERS)
    report(1.0)
    return left()


def _do_jobs(deadline: float) -> None:
    while time.monotonic() < deadline and (leased := leases.take(LANE, AT_A_TIME)):
        done, failed = [], []
        for job in leased:
            error = jobs.attempt(job.kind, job.payload, job.id, job.attempts)
            if error is None:
                done.append(job)
            else:
                failed.append((job, error))
        leases.finish(done, failed)


def _is_due_within(seconds: float) -> bool:
    """Whether anything that is left will be tried, or is being tried by the worker, in that time."""
    latest = clock.now_ms() + int(seconds * 1000)
    job = sql.value(NEXT_JOB.format(sql.marks(len(KINDS))), KINDS)
    delivery = sql.value(NEXT_DELIVERY)
    return any(at is not None and at <= latest for at in (job, delivery))
