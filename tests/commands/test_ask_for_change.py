"""AskForChange: back to the author, with the reason."""

from __future__ import annotations

import pytest

from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


def ask(desk: Desk, held: int, reason: str = "Rhowch yr amser") -> publishing.AskForChange:
    """For a change of what is there."""
    return publishing.AskForChange(held_id=held, content_hash=desk.hash(held), reason=reason)


def test_the_author_gets_the_reason_and_nobody_can_approve_meanwhile(house: House, desk: Desk) -> None:
    """Then the author revises, and it is looked at again."""
    held = desk.draft()
    house.records("bevan", ask(desk, held), "held.questioned", f"held/{held}")
    assert desk.state(held) == "changes_asked"
    assert desk.read(held, "decision_reason") == "Rhowch yr amser"
    assert desk.decisions(held) == [("change", house.member("bevan"))]
    assert desk.jobs("review.tell") == 1
    assert "asked for a change" in house.refuses("fern", desk.release(held), Conflict).message
    house.refuses("fern", ask(desk, held), Conflict)
    house.act("ada", publishing.ReviseDraft(held_id=held, text="Mae'r llyfrgell ar agor tan naw heno"))
    assert (desk.state(held), desk.read(held, "decision_reason")) == ("held", "")
    desk.only_publishes("bevan", desk.release(held), "Mae'r llyfrgell ar agor tan naw heno")


def test_approvals_given_before_are_void(house: House, desk: Desk) -> None:
    """Also when the same words come back, and also within the undo window."""
    held = desk.draft()
    desk.need_two(held)
    desk.approve("fern", held)
    house.act("bevan", ask(desk, held))
    house.act("ada", publishing.ReviseDraft(held_id=held))
    desk.need_two(held)
    assert desk.approve("gwyn", held).result["approvals"] == 1
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    desk.approve("gwyn", held)
    desk.approve("fern", held)
    assert desk.state(held) == "approved"
    house.act("bevan", ask(desk, held))
    desk.work(NOW)
    assert (desk.state(held), desk.published()) == ("changes_asked", [])


@pytest.mark.parametrize(("who", "problem"), [("ada", Forbidden), ("cade", NotFound)])
def test_p1_who_may_not(house: House, desk: Desk, who: str, problem: type[Problem]) -> None:
    """P1: the author about their own; somebody without a seat about anything."""
    held = desk.draft()
    house.refuses(who, ask(desk, held), problem)


def test_about_what_was_looked_at_and_with_a_reason(house: House, desk: Desk) -> None:
    """Another hash is a conflict, no reason is no help."""
    held = desk.draft()
    house.refuses("bevan", publishing.AskForChange(held_id=held, content_hash="0", reason="x"), Conflict)
    house.refuses("bevan", ask(desk, held, "  "), Invalid)
