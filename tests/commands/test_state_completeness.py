"""StateCompleteness: how what came to the channels agrees with the ledger, said once of each day."""

from __future__ import annotations

from coffeehouse.domain.capture.commands import ChannelCount, Gap, StateCompleteness
from coffeehouse.domain.capture.queries import statements
from coffeehouse.engine.act import Refused
from tests.commands.house import House

WEB = ChannelCount(
    channel="web", arrived=9, answered=8, unanswered=1, recorded=5, unchanged=1, turned_away=2, entries=5
)
GAP = Gap(channel="web", kind="unanswered", count=1, examples=("09:12:13",))


def test_a_day_is_stated_once(house: House) -> None:
    """The counts and the gaps are kept as they were said, and found again; a second time says nothing."""
    command = StateCompleteness(day="2026-11-21", first=3, end=12, channels=(WEB,), gaps=(GAP,))
    _, fact = house.records("system", command, "completeness.stated", "completeness")
    assert fact.payload["kept"] == {"is_complete": False}
    house.leaves("system", command)
    after = StateCompleteness(day="2026-11-22", first=12, end=12, channels=(), deliveries=(("email", "accepted", 3),))
    house.records("system", after, "completeness.stated")
    found = statements()
    assert [statement.said for statement in found] == [after, command]
    assert [statement.is_complete for statement in found] == [True, False]


def test_nobody_but_the_house(house: House) -> None:
    """Nobody writes the statement by hand."""
    house.refuses("mair", StateCompleteness(day="2026-11-21", first=0, end=0, channels=()), Refused)
