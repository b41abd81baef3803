"""What came to the channels and what it was told, counted apart from the ledger: a plain file a day.

    gate, worker → visit ┐
                 engine.act → note → <data>/counters/2026-11-22.log → reconciling → statement of completeness

A channel that counts opens a `visit` for each request that may change something, before anything else is done: the
line `+` is written then, the line `=` when it was answered. `act` notes what it told the channel; an act outside of
any visit is a line `!` of its own. Lines name no person, no address and no words: time, channel, ticket, route, status
and the numbers of entries. They are written by one call each, so a process that is killed leaves whole lines; what a
power cut takes is missing here and not in the ledger, and so is named as a gap.

A file that cannot be written never stops an act: the gap shows in the statement.
"""

from __future__ import annotations

import itertools
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings

from coffeehouse.kernel import clock

log = structlog.get_logger("coffeehouse.tally")

ROUTE = "coffeehouse.route"  # under this name a request's environ says which address of the house was asked
RECORDED, UNCHANGED = "recorded", "unchanged"
SENT_ELSEWHERE = 302


@dataclass(slots=True)
class Visit:
    """One request or job. `acts`: (what it told, command, channel, entries from, up to but not with)."""

    channel: str
    ticket: str
    acts: list[tuple[str, str, str, range]] = field(default_factory=list)
    status: int = 0
    route: str = ""
    needs_none: bool = False

    @property
    def outcome(self) -> str:
        """recorded, unchanged (nothing was left to do), turned_away; without an act needs_none or without_change."""
        told = {act[0] for act in self.acts}
        if RECORDED in told:
            return RECORDED
        if self.status >= 400:
            return "turned_away"
        if UNCHANGED in told:
            return UNCHANGED
        if self.needs_none:
            return "needs_none"
        # What was done is answered with 303, as every form of the house; 302 sends elsewhere first, to sign in.
        return "turned_away" if self.status == SENT_ELSEWHERE else "without_change"


class _Here(threading.local):
    visit: Visit | None = None


_here = _Here()
_tickets = itertools.count()
_process = secrets.token_hex(4)


def _after_fork() -> None:
    global _process
    _process = secrets.token_hex(4)


os.register_at_fork(after_in_child=_after_fork)


@contextmanager
def visit(channel: str) -> Iterator[Visit]:
    """Count what comes to a channel. The caller sets `status` (as HTTP's), `route` and `needs_none`."""
    found, day, before = Visit(channel, f"{_process}{next(_tickets):x}"), clock.now_ms(), _here.visit
    _write(f"+ {day} {channel} {found.ticket}", day)
    _here.visit = found
    try:
        yield found
    except BaseException:
        found.status = found.status or 500
        raise
    finally:
        _here.visit = before
        numbers = _numbers(found.acts)
        # In the file of the day on which it came: both lines stand together.
        _write(
            f"= {clock.now_ms()} {channel} {found.ticket} {found.outcome} {found.status} {found.route or '-'}{numbers}",
            day,
        )


def note(told: str, command: str, channel: str, entries: range) -> None:
    """What an act told its channel, after the commit: "recorded" with its entries, or "unchanged"."""
    current = _here.visit
    if current is not None:
        current.acts.append((told, command, channel, entries))
    else:
        now = clock.now_ms()
        _write(f"! {now} {channel} - {told} 0 {command}{_numbers([(told, command, channel, entries)])}", now)


def _numbers(acts: list[tuple[str, str, str, range]]) -> str:
    """` 12-14:web 17-18:email`: which entries, of which channel."""
    return "".join(f" {entries.start}-{entries.stop}:{channel}" for _, _, channel, entries in acts if entries)


def folder() -> Path:
    """Where the files are."""
    return Path(settings.DATA) / "counters"


def file_of(day: str) -> Path:
    """The file of a UTC day, 2026-11-22."""
    return folder() / f"{day}.log"


@lru_cache(maxsize=8)
def _file_at(_data: str, day: int) -> Path:
    """The file of a day since 1970 of a data folder: asked for twice by every request that may change something."""
    return file_of(clock.day_text(day * clock.DAY))


class _File:
    """The file that is open: which, and its descriptor. `is_failing`: said once, not at every line."""

    path: Path | None = None
    descriptor = -1
    is_failing = False
    guard = threading.Lock()


def _write(line: str, at: int) -> None:
    path = _file_at(str(settings.DATA), at // clock.DAY)
    data = f"{line}\n".encode("ascii", "replace")
    try:
        with _File.guard:
            if _File.path != path or _File.descriptor < 0:
                _open(path)
            os.write(_File.descriptor, data)
        _File.is_failing = False
    except OSError as error:
        if not _File.is_failing:
            _File.is_failing = True
            log.error("counters_not_written", error=str(error), effect="named as a gap in the statement of the day")


def _open(path: Path) -> None:
    if _File.descriptor >= 0:
        os.close(_File.descriptor)
        _File.descriptor, _File.path = -1, None
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _File.descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    _File.path = path


def _forget_file() -> None:
    # A lock that a thread of the parent held would stay shut in the child; the descriptor may be shared.
    _File.guard = threading.Lock()


os.register_at_fork(after_in_child=_forget_file)
