"""Working days in the four nations of the United Kingdom: what statutory clocks count by.

Bank holidays come from the `holidays` library, those proclaimed for one year included; a test compares them with what
GOV.UK publishes. Pure.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}
UNITED_KINGDOM = tuple(NATIONS)
_LONDON = ZoneInfo("Europe/London")


def local_day(ms: int) -> date:
    """The day it is in the United Kingdom at this time: what a letter of that moment is dated."""
    return datetime.fromtimestamp(ms / 1_000, UTC).astimezone(_LONDON).date()


@lru_cache(maxsize=256)
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The bank holidays of a nation in a year, and the days that stand for those at a weekend."""
    import holidays  # slow to import, and only requests with a clock need it

    found = holidays.country_holidays("GB", subdiv=NATIONS[nation], years=year)
    return frozenset(day for day in found if day.year == year)


def is_working_day(on: date, nations: Collection[str]) -> bool:
    """Whether it is none of Saturday, Sunday and a bank holiday in any of these nations."""
    return on.weekday() < 5 and not any(on in bank_holidays(nation, on.year) for nation in nations)


def next_working_day(on: date, nations: Collection[str]) -> date:
    """This day if it is one, else the first after it."""
    while not is_working_day(on, nations):
        on += timedelta(days=1)
    return on


def after_working_days(on: date, count: int, nations: Collection[str], without: Collection[date] = ()) -> date:
    """The `count`th working day after `on`, not counting the days in `without`."""
    while count > 0:
        on += timedelta(days=1)
        if on not in without and is_working_day(on, nations):
            count -= 1
    return on


def working_days_between(after: date, until: date, nations: Collection[str]) -> int:
    """How many working days come after `after`, up to and with `until`; negative where `until` is the earlier."""
    if until < after:
        return -working_days_between(until, after, nations)
    days = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    return sum(1 for day in days if is_working_day(day, nations))
