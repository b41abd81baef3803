"""Work that keeps a processor busy for long: one thread of the worker's process prepares video and sound, one upload at
a time, and clears away what nobody uses. So a film holds up neither polls nor notifications.

What is under way when the house closes is given up at once and begun again when it opens.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import structlog
from django.db import DatabaseError, connection

from coffeehouse.delivery import jobs, leases
from coffeehouse.delivery.changes import Changes
from coffeehouse.delivery.periodic import Periodic
from coffeehouse.delivery.scrubbing import scrub_if_due
from coffeehouse.domain import files
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts.commands import ClearMedia, FinishMedia
from coffeehouse.engine.act import act
from coffeehouse.engine.clearing import unused_media
from coffeehouse.kernel import clock

log = structlog.get_logger("coffeehouse.worker")

POLL = 0.2
LOOK_ANYWAY = 30 * clock.SECOND
AFTER_TROUBLE = 2.0
LANE = leases.Lane(jobs.SLOW, is_only=True, lease=45 * clock.MINUTE)


def start(stop: threading.Event) -> threading.Thread:
    """Begin. The thread ends with `stop`, within a second or two."""
    thread = threading.Thread(target=run, args=(stop,), name="workshop", daemon=True)
    thread.start()
    return thread


def duties() -> list[Periodic]:
    """What the workshop does by the clock."""
    return [
        Periodic("clear_media", 3600, clear_media),
        Periodic("clear_files", 86_400, clear_files),
        Periodic("scrub", 900, scrub_if_due),
    ]


def run(stop: threading.Event) -> None:
    """Work until the house closes."""
    changes, look_at = Changes(), 0
    clockwork = duties()
    for duty in clockwork:
        duty.due_at = time.monotonic() + 60  # opening the house comes first
    while not stop.is_set():
        try:
            if changes.happened() or clock.now_ms() >= look_at:
                while not stop.is_set() and do_next():
                    pass
                soonest = leases.next_due(LANE)
                latest = clock.now_ms() + LOOK_ANYWAY
                look_at = latest if soonest is None else min(soonest, latest)
            for duty in clockwork:
                duty.run_if_due(changed=False)
            stop.wait(POLL)
        except DatabaseError as error:
            log.error("database_trouble", error=str(error), again_in_seconds=AFTER_TROUBLE)
            connection.close()
            stop.wait(AFTER_TROUBLE)


def do_next() -> bool:
    """Do one job that is due; whether there was one."""
    for job in leases.take(LANE, 1):
        error = jobs.attempt(job.kind, job.payload, job.id, job.attempts)
        if error is not None:
            log.warning("job_failed", kind=job.kind, id=job.id, attempt=job.attempts, error=error)
        leases.finish(*(([job], []) if error is None else ([], [(job, error)])))
        return True
    return False


def deliver_finish_media(payload: Mapping[str, Any]) -> None:
    """Prepare an upload. One that was prepared or taken back meanwhile needs nothing."""
    act(FinishMedia(media_id=int(payload["media_id"])), SYSTEM, "worker")


def deliver_forget_received(payload: Mapping[str, Any]) -> None:
    """Remove an upload that is prepared, or never will be."""
    files.forget_received(str(payload["name"]))


def clear_media() -> None:
    """Remove uploads that nothing has used for a day."""
    found = unused_media(clock.now_ms())
    if found:
        act(ClearMedia(media_ids=tuple(found)), SYSTEM, "worker")


def clear_files() -> None:
    """Remove files that no row names."""
    for path in files.loose_files(clock.now_ms()):
        path.unlink(missing_ok=True)
