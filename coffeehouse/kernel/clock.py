"""The one clock. Every time in the house is integer milliseconds since the Unix epoch, UTC.

Stands below everything: engine, ledger and rendering ask it, and the demo town and the tests set it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache

_fixed_at: ContextVar[int | None] = ContextVar("fixed_at", default=None)

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = date(1970, 1, 1).toordinal()


def now_ms() -> int:
    """Milliseconds since the Unix epoch, UTC."""
    fixed = _fixed_at.get()
    return time.time_ns() // 1_000_000 if fixed is None else fixed


@contextmanager
def at(ms: int) -> Iterator[None]:
    """Within the block the clock stands at `ms`, for this thread or task only."""
    token = _fixed_at.set(ms)
    try:
        yield
    finally:
        _fixed_at.reset(token)


@lru_cache(maxsize=4096)
def _minute_text(minutes: int) -> str:
    return datetime.fromtimestamp(minutes * 60, UTC).isoformat()[:17]


def iso(ms: int) -> str:
    """RFC 3339 with milliseconds and `Z`, the form Mastodon's API uses: 2026-11-22T01:02:03.004Z."""
    # What a page shows happened within few minutes: their text is kept.
    minutes, rest = divmod(ms, MINUTE)
    seconds, millis = divmod(rest, SECOND)
    return f"{_minute_text(minutes)}{seconds:02d}.{millis:03d}Z"


def day(ms: int) -> date:
    """The UTC calendar day that `ms` falls on."""
    return datetime.fromtimestamp(ms // 1_000, UTC).date()


@lru_cache(maxsize=4096)
def _day_text(days: int) -> str:
    return date.fromordinal(_EPOCH + days).isoformat()


def day_text(ms: int) -> str:
    """The UTC calendar day of `ms` as ISO text, 2026-11-22."""
    return _day_text(ms // DAY)


def as_datetime(ms: int) -> datetime:
    """An aware UTC datetime, for templates and libraries that want one."""
    return datetime.fromtimestamp(ms / 1_000, UTC)


def parse_iso(text: str) -> int:
    """Milliseconds of an RFC 3339 time; a time without a zone is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1_000)
