"""How moments are shown to people: the house's time zone, the reader's language, never a bare number.

Takes milliseconds since the epoch or the API's ISO text, since pages are made from both.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext

from coffeehouse.kernel import clock

Moment = int | str | datetime


def _ms(value: Moment) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return int(value.timestamp() * 1_000)
    return clock.parse_iso(value)


def iso(value: Moment) -> str:
    """For the `datetime` attribute of <time>."""
    return clock.iso(_ms(value))


def when(value: Moment) -> str:
    """Short, for lists: "14:05" today, "3 November, 14:05" this year, else "3 November 2024"."""
    return _when(_ms(value) // 60_000, clock.now_ms() // clock.DAY, translation.get_language() or "en")


def moment(value: Moment) -> str:
    """In full: "3 November 2026, 14:05"."""
    return _moment(_ms(value) // 60_000, translation.get_language() or "en")


def clock_time(value: Moment) -> str:
    """The time of day alone: "14:05"."""
    return f"{_local(_ms(value) // 60_000):%H:%M}"


def day(written: str) -> str:
    """A day as ISO text in words: "3 November 2026"."""
    on = date.fromisoformat(written)
    return f"{on.day} {MONTHS[on.month]} {on.year}"


@lru_cache(maxsize=4096)
def _when(minute: int, today: int, _language: str) -> str:
    at, now = _local(minute), _local(today * 1_440)
    if at.year != now.year:
        return f"{at.day} {MONTHS[at.month]} {at.year}"
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return gettext("%(day)s %(month)s, %(time)s") % {
        "day": at.day,
        "month": str(MONTHS[at.month]),
        "time": f"{at:%H:%M}",
    }


@lru_cache(maxsize=4096)
def _moment(minute: int, _language: str) -> str:
    at = _local(minute)
    return f"{at.day} {MONTHS[at.month]} {at.year}, {at:%H:%M}"


def _local(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, ZoneInfo(settings.TIME_ZONE))
