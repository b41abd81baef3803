"""ReviewAfterwards: what an emergency published is looked at by somebody who had no hand in it."""

from __future__ import annotations

import pytest

from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing import queries
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.commands.drafting import Desk
from tests.commands.house import House


@pytest.fixture
def released(house: House, desk: Desk) -> int:
    """Out by the emergency lane."""
    held = desk.draft()
    house.act("gwyn", desk.emergency(held))
    house.act("hari", desk.emergency(held))
    return held


@pytest.mark.parametrize(("finding", "decision"), [("ok", "after_ok"), ("correct", "after_correct")])
def test_it_is_due_until_somebody_has_looked(
    house: House, desk: Desk, released: int, finding: str, decision: str
) -> None:
    """Then it is off the list, with the finding; what needs a correction says what."""
    command = publishing.ReviewAfterwards(held_id=released, finding=finding, reason="Yr amser")
    assert len(queries.reviews_due(house.member("fern"))) == 1
    _, fact = house.records("bevan", command, "held.reviewed", f"held/{released}")
    assert fact.payload["kept"]["finding"] == finding
    assert queries.reviews_due(house.member("fern")) == []
    assert desk.decisions(released)[-1] == (decision, house.member("bevan"))
    house.refuses("fern", command, Conflict)


@pytest.mark.parametrize(
    ("who", "problem"), [("ada", Forbidden), ("gwyn", Forbidden), ("hari", Forbidden), ("cade", NotFound)]
)
def test_w1_who_had_a_hand_in_it_does_not_review_it(
    house: House, released: int, who: str, problem: type[Problem]
) -> None:
    """W1: neither its author nor the two; nor somebody without a seat."""
    house.refuses(who, publishing.ReviewAfterwards(held_id=released, finding="ok"), problem)


def test_a_finding_is_one_of_two_and_says_what(house: House, released: int) -> None:
    """ok, or correct with a reason."""
    house.refuses("bevan", publishing.ReviewAfterwards(held_id=released, finding="x"), Invalid)
    house.refuses("bevan", publishing.ReviewAfterwards(held_id=released, finding="correct"), Invalid)


def test_only_after_an_emergency(house: House, desk: Desk) -> None:
    """What was reviewed before needs no review after."""
    held = desk.draft()
    desk.approve("fern", held)
    house.refuses("bevan", publishing.ReviewAfterwards(held_id=held, finding="ok"), Conflict)
