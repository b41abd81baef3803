"""Working days of the four nations: compared with what GOV.UK publishes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel import clock, working_days
from coffeehouse.kernel.working_days import NATIONS, UNITED_KINGDOM

SHARED = Path(os.environ.get("COFFEEHOUSE_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
PUBLISHED = SHARED / "uk_bank_holidays" / "bank-holidays.json"
DIVISIONS = {
    "england": "england-and-wales", "wales": "england-and-wales", "scotland": "scotland",
    "northern_ireland": "northern-ireland",
}  # fmt: skip
DAYS = st.dates(date(2019, 1, 1), date(2028, 6, 1))


@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_are_those_that_are_published(nation: str) -> None:
    """Every year GOV.UK lists: jubilees, a coronation, a funeral, and the days that stand for those at a weekend."""
    if not PUBLISHED.exists():
        pytest.skip(f"LEFT OUT: bank holidays are not at {SHARED}; set COFFEEHOUSE_SHARED_DATA")
    divisions = json.loads(PUBLISHED.read_text("utf-8"))["divisions"]
    years = divisions[f"common.nations.{DIVISIONS[nation]}_slug"]
    compared = 0
    for year, listed in years.items():
        if not year.isdigit():
            continue
        published = {date(*reversed([int(part) for part in each["date"].split("/")])) for each in listed}
        known = {day for day in working_days.bank_holidays(nation, int(year)) if day.weekday() < 5}
        assert known == published, year
        compared += 1
    assert compared >= 10


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # England, Wales, Scotland, Northern Ireland.
        ("2026-01-01", "...."), ("2026-01-02", "ew.n"), ("2026-03-17", "ews."), ("2026-04-03", "...."),
        ("2026-04-06", "..s."), ("2026-07-13", "ews."), ("2026-08-03", "ew.n"), ("2026-08-31", "..s."),
        ("2026-11-30", "ew.n"), ("2026-12-28", "...."), ("2026-06-15", "ew.n"), ("2026-11-21", "...."),
        ("2026-11-22", "...."), ("2026-11-23", "ewsn"),
    ],
)  # fmt: skip
def test_the_four_nations_do_not_rest_on_the_same_days(day: str, works: str) -> None:
    """A letter for each that works."""
    on = date.fromisoformat(day)
    assert "".join(name[0] if working_days.is_working_day(on, (name,)) else "." for name in NATIONS) == works


@given(DAYS, st.integers(1, 60), st.sampled_from([UNITED_KINGDOM, ("scotland",), ("england",)]))
def test_counting_forth_and_back(on: date, count: int, nations: tuple[str, ...]) -> None:
    """The day found is a working day, and as many lie between."""
    end = working_days.after_working_days(on, count, nations)
    assert working_days.is_working_day(end, nations)
    assert working_days.working_days_between(on, end, nations) == count
    assert working_days.working_days_between(end, on, nations) == -count


@given(DAYS)
def test_more_nations_never_make_it_sooner(on: date) -> None:
    """Where every part of the United Kingdom counts, it is never earlier than where one does."""
    for name in NATIONS:
        alone = working_days.after_working_days(on, 20, (name,))
        assert working_days.after_working_days(on, 20, UNITED_KINGDOM) >= alone


def test_the_day_is_that_of_the_united_kingdom() -> None:
    """Half past eleven at night in summer, UTC, is the next day there."""
    assert working_days.local_day(clock.parse_iso("2026-07-01T23:30:00Z")) == date(2026, 7, 2)
    assert working_days.local_day(clock.parse_iso("2026-12-01T23:30:00Z")) == date(2026, 12, 1)
