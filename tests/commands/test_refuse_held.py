"""RefuseHeld: somebody has looked and refuses."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


def test_the_decision_is_kept_with_its_reason(house: House, desk: Desk) -> None:
    """Nothing is published, the author is told; a second decision is a conflict."""
    held = desk.draft()
    command = publishing.RefuseHeld(held_id=held, reason=" Rhif claf ", content_hash=desk.hash(held))
    done, fact = house.records("bevan", command, "held.refused", f"held/{held}")
    assert done.result == str(held)
    assert fact.payload["kept"]["content_hash"] == desk.hash(held)
    row = sql.row("SELECT state, decision_reason, decided_by_id FROM publishing_heldcommand")
    assert row == ("refused", "Rhif claf", house.member("bevan"))
    assert desk.decisions(held) == [("refuse", house.member("bevan"))]
    assert desk.jobs("review.tell") == 1
    assert desk.published() == []
    house.refuses("fern", command, Conflict)
    house.refuses("fern", desk.release(held), Conflict)
    house.refuses("ada", publishing.ReviseDraft(held_id=held, text="Eto"), Conflict)


@pytest.mark.parametrize(("who", "problem"), [("ada", Forbidden), ("cade", NotFound), ("rhys", NotFound)])
def test_p1_who_may_not(house: House, desk: Desk, who: str, problem: type[Problem]) -> None:
    """P1: a seat that drafts sees it and may not; without a seat there is nothing."""
    held = desk.draft(who="fern", text="Rhif 943 476 5919")
    house.refuses(who, publishing.RefuseHeld(held_id=held, reason="x"), problem)


@pytest.mark.parametrize("reason", [" ", "x" * 2_001])
def test_a_reason_is_given(house: House, desk: Desk, reason: str) -> None:
    """The author is told it, and can read it."""
    house.refuses("mair", publishing.RefuseHeld(held_id=desk.draft(), reason=reason), Invalid)


def test_w1_words_that_were_not_looked_at_are_not_refused(house: House, desk: Desk) -> None:
    """W1: with a hash, exactly those words; without one, whatever it says."""
    held = desk.draft()
    house.refuses("bevan", publishing.RefuseHeld(held_id=held, reason="x", content_hash="0" * 64), Conflict)
    house.act("bevan", publishing.RefuseHeld(held_id=held, reason="x"))
    assert desk.state(held) == "refused"


def test_what_is_approved_can_still_be_refused(house: House, desk: Desk) -> None:
    """Before it is published, one who decides may say no."""
    held = desk.draft()
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    desk.approve("bevan", held)
    house.act("fern", publishing.RefuseHeld(held_id=held, reason="x"))
    desk.work(NOW)
    assert (desk.state(held), desk.published()) == ("refused", [])


def test_w1_nobody_decides_about_their_own_words(house: House, desk: Desk) -> None:
    """W1: to take one's words back there is WithdrawHeld."""
    house.act("mair", people.ChangeRole(member_id=house.member("ada"), role="admin"))
    house.refuses("ada", publishing.RefuseHeld(held_id=desk.draft(), reason="x"), Forbidden)
