"""The clocks of the laws under which people ask."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.domain.requests.statutes import LAWS, Pause, days_left, due_on, months_after
from coffeehouse.kernel.working_days import NATIONS, is_working_day


def day(text: str) -> date:
    """An ISO day."""
    return date.fromisoformat(text)


def due(law: str, received: str, *pauses: Pause, nation: str = "england", extended: bool = False) -> str:
    """The last day, as text."""
    found = due_on(LAWS[law], nation, day(received), pauses, extended)
    return "" if found is None else found.isoformat()


@pytest.mark.parametrize(
    ("law", "received", "last"),
    [
        # A plain stretch: 20 working days are four weeks.
        ("foia", "2026-06-16", "2026-07-15"),  # the Twelfth (of July) is observed on the 13th in Northern Ireland
        ("foisa", "2026-06-16", "2026-07-14"),
        ("foia", "2026-09-01", "2026-09-29"),
        # Received at a weekend: the first day is Monday.
        ("foia", "2026-09-05", "2026-10-02"),
        # Christmas in all parts; 2 January and St Andrew's Day in Scotland, which FOIA counts and FOISA too.
        ("foia", "2026-12-14", "2027-01-15"),
        ("foisa", "2026-12-14", "2027-01-15"),
        # Easter Monday is no holiday in Scotland.
        ("foia", "2026-03-20", "2026-04-21"),
        ("foisa", "2026-03-20", "2026-04-20"),
        # St Patrick's Day counts in England.
        ("foia", "2026-03-02", "2026-03-31"),
        ("eir", "2026-03-02", "2026-03-31"),
        ("eirs", "2026-03-02", "2026-03-30"),
    ],
)
def test_twenty_working_days(law: str, received: str, last: str) -> None:
    """FOIA 10(1) and (6), FOISA 10 and 73: the twentieth after receipt."""
    assert due(law, received) == last


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-09-03", "2026-10-05"),  # 3 October is a Saturday
        ("2026-08-31", "2026-09-30"),  # September has no 31st
        ("2026-01-30", "2026-03-02"),  # nor February a 30th, and its 28th is a Saturday
        ("2026-11-25", "2026-12-29"),
        ("2024-01-31", "2024-02-29"),
    ],
)
def test_one_month(received: str, last: str) -> None:
    """UK GDPR Article 12(3): the corresponding day, or the last of the month, or the next working day."""
    assert due("uk_gdpr", received) == last


def test_the_nation_decides_where_a_month_ends() -> None:
    """2 January is a working day but in Scotland; Easter Monday is one only there."""
    assert due("uk_gdpr", "2025-12-02", nation="england") == "2026-01-02"
    assert due("uk_gdpr", "2025-12-02", nation="scotland") == "2026-01-05"
    assert due("uk_gdpr", "2026-03-06", nation="scotland") == "2026-04-06"
    assert due("uk_gdpr", "2026-03-06", nation="wales") == "2026-04-07"


def test_a_clock_that_stands_has_no_last_day() -> None:
    """Until what was asked for has come."""
    for law, each in LAWS.items():
        for kind in each.pauses:
            assert due(law, "2026-09-01", Pause(kind, day("2026-09-03"), None)) == ""


def test_three_months_at_most() -> None:
    """The longer time of UK GDPR is two months more."""
    assert due("uk_gdpr", "2026-09-03", extended=True) == "2026-12-03"
    assert not LAWS["foisa"].may_be_extended


@given(st.sampled_from(sorted(LAWS)), st.sampled_from(sorted(NATIONS)), st.dates(date(2019, 1, 1), date(2027, 1, 1)))
def test_the_last_day_is_one_on_which_people_work(law: str, nation: str, received: date) -> None:
    """For every day of eight years; and the longer time is longer."""
    short = due_on(LAWS[law], nation, received, (), False)
    long = due_on(LAWS[law], nation, received, (), True)
    assert short is not None
    assert long is not None
    assert is_working_day(short, LAWS[law].nations or (nation,))
    assert (long > short) == LAWS[law].may_be_extended
    assert days_left(LAWS[law], nation, short, short) == 0
    assert days_left(LAWS[law], nation, received, short) > 0


@given(
    st.sampled_from(["foia", "foisa", "uk_gdpr"]), st.dates(date(2019, 1, 1), date(2027, 1, 1)), st.integers(0, 20),
    st.integers(0, 30),
)  # fmt: skip
def test_a_pause_never_makes_it_sooner(law: str, received: date, after: int, length: int) -> None:
    """Whatever the asker was asked for."""
    plain = due_on(LAWS[law], "wales", received, (), False)
    assert plain is not None
    for kind in LAWS[law].pauses:
        started = received + timedelta(days=after)
        paused = due_on(LAWS[law], "wales", received, (Pause(kind, started, started + timedelta(days=length)),), False)
        assert paused is not None
        assert paused >= plain


@given(st.dates(date(2019, 1, 1), date(2027, 1, 1)), st.integers(0, 40))
def test_months_keep_their_day_or_end(on: date, months: int) -> None:
    """Never in the month after."""
    found = months_after(on, months)
    assert (found.year * 12 + found.month) - (on.year * 12 + on.month) == months
    assert found.day <= on.day
