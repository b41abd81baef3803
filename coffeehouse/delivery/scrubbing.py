"""After an erasure: the rest of a large one, letters of the house's folder, and the database written anew.

What was erased is out of every table with the commit; here its bytes leave the disk. A large house waits for the night.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from coffeehouse.database import scrubbing, sql
from coffeehouse.database.transaction import write
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts.searching import merge_index
from coffeehouse.domain.records.commands import CarryOutErasure, FinishScrub
from coffeehouse.domain.records.erasures import read_erasure, waiting_for_scrub
from coffeehouse.engine.act import act
from coffeehouse.engine.housekeeping import forget_recalled
from coffeehouse.engine.letters import remove_letter
from coffeehouse.kernel import clock

Payload = Mapping[str, Any]
AT_ONCE = 512 << 20
"""Up to this size the database is written anew at once: seconds. A larger one at night, while few wait to write."""
NIGHT = range(1, 5)
FIRST = (
    "remove_files", "forget_received", "remove_letters", "end_pack", "remove_pack", "mail_erasure",
)  # fmt: skip
"""Jobs that still hold something of what was erased: files, names, the address the answer goes to."""


class NotYet(Exception):
    """Later: files are still to be removed, or a letter to be sent."""


def deliver_erase_more(payload: Payload) -> None:
    """Do the next part of a large erasure; it asks for the one after."""
    erasure = read_erasure(int(payload["erasure_id"]))
    if erasure is not None and erasure.state == "running":
        act(CarryOutErasure(erasure_id=erasure.id), SYSTEM, "worker")


def deliver_remove_letters(payload: Payload) -> None:
    """Delete letters that hold what was erased."""
    for name in payload["names"]:
        remove_letter(str(name))


def deliver_forget_recalled(_payload: Payload) -> None:
    """Open apps have been told; nothing needs to know any more whom the erased posts named."""
    forget_recalled()


def deliver_scrub(_payload: Payload) -> None:
    """Write the database anew, unless an earlier job did so for this erasure as well; then say that no byte is left."""
    begun_at = clock.now_ms()
    waiting = waiting_for_scrub()
    if waiting is None or waiting >= begun_at:
        return
    marks = sql.marks(len(FIRST))
    if sql.value(
        f"SELECT 1 FROM engine_outbox WHERE kind IN ({marks})"  # noqa: S608  # marks only
        " AND dead_at IS NULL AND created_at <= %s LIMIT 1",
        (*FIRST, begun_at),
    ):
        raise NotYet("Files of what was erased are still to be removed, or the answer is still to be sent.")
    if _is_time(begun_at, waiting):
        with write():
            merge_index()
        scrubbing.scrub()
        act(FinishScrub(begun_at=begun_at), SYSTEM, "worker")


def scrub_if_due() -> None:
    """The same by the clock: for a large house at night, and where the job was given up."""
    deliver_scrub({})


def _is_time(now: int, waiting: int) -> bool:
    """At once for a small house; a large one at night, or when a day and a night have not sufficed."""
    if scrubbing.size() <= AT_ONCE or now - waiting > int(timedelta(days=2).total_seconds() * 1_000):
        return True
    return datetime.fromtimestamp(now / 1_000, ZoneInfo(settings.TIME_ZONE)).hour in NIGHT


AFTER_ERASURE: dict[str, Callable[[Payload], None]] = {
    "erase_more": deliver_erase_more,
    "forget_recalled": deliver_forget_recalled,
    "remove_letters": deliver_remove_letters,
    "scrub": deliver_scrub,
}
"""The jobs of an erasure, by kind."""
