"""SetElectionPeriod: from when until when the rules before an election hold."""

from __future__ import annotations

import pytest

from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing import queries
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, Invalid
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


def period(starts_at: int | None, ends_at: int | None, reason: str = "Etholiad") -> publishing.SetElectionPeriod:
    """Of these times."""
    return publishing.SetElectionPeriod(starts_at=starts_at, ends_at=ends_at, reason=reason)


def test_it_holds_from_then_until_then(house: House, desk: Desk) -> None:
    """Recorded; the end does not belong to it."""
    _, fact = house.records("mair", period(NOW, NOW + clock.DAY), "election.set", "mode/election")
    assert fact.payload["kept"] == {"starts_at": str(NOW), "ends_at": str(NOW + clock.DAY), "reason": "Etholiad"}
    at = [NOW - 1, NOW, NOW + clock.DAY - 1, NOW + clock.DAY]
    assert [queries.is_election_period(moment) for moment in at] == [False, True, True, False]


def test_it_is_ended(house: House, desk: Desk) -> None:
    """Called off before it began, or cut short; what is over needs no end."""
    house.leaves("mair", period(None, None))
    with clock.at(NOW):
        house.act("mair", period(NOW + 5, NOW + clock.DAY))
        house.records("mair", period(None, None, "Gohiriwyd"), "election.set")
        assert not queries.is_election_period(NOW + 10)
        house.leaves("mair", period(None, None))
        house.act("mair", period(NOW - 5, NOW + clock.DAY))
        house.act("mair", period(None, None))
        assert not queries.is_election_period(NOW)


def test_a_longer_period_does_not_ask_for_the_approvals_again(house: House, desk: Desk) -> None:
    """What was approved within it was approved for it, when only its end moves; not when it is begun anew."""
    with clock.at(NOW):
        house.act("mair", period(NOW - 5, NOW + clock.HOUR))
        held = desk.draft()
        desk.need_two(held)
        desk.approve("bevan", held)
    with clock.at(NOW + 10):
        house.act("mair", period(NOW - 5, NOW + clock.DAY))
        desk.approve("fern", held)
        assert desk.state(held) == "released"


@pytest.mark.parametrize(("starts_at", "ends_at"), [(NOW, None), (None, NOW), (NOW, NOW), (NOW, NOW - 1)])
def test_a_period_has_two_ends_in_order(house: House, desk: Desk, starts_at: int | None, ends_at: int | None) -> None:
    """Or it is none."""
    house.refuses("mair", period(starts_at, ends_at), Invalid)


def test_who_sets_it(house: House, desk: Desk) -> None:
    """Administrators only: there is time to ask one."""
    for who in ("ada", "gwyn", "cade"):
        house.refuses(who, period(NOW, NOW + 1), Forbidden)
    house.refuses("mair", period(NOW, NOW + 1, ""), Invalid)
