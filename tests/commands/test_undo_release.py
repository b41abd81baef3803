"""UndoRelease: approved words are taken back before they are published."""

from __future__ import annotations

import pytest

from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.drafting import NOW, ROUTINE, Desk
from tests.commands.house import House


@pytest.fixture
def approved(desk: Desk) -> int:
    """Words much hangs on, approved at NOW: five minutes to take them back."""
    held = desk.draft()
    desk.house.arrange("UPDATE publishing_heldcommand SET criticality = 'high'")
    with clock.at(NOW):
        desk.approve("bevan", held)
    return held


@pytest.mark.parametrize("who", ["ada", "bevan", "fern", "mair"])
def test_within_the_window(house: House, desk: Desk, approved: int, who: str) -> None:
    """Its author, who approved it, any other who decides: held again, recorded, and the approval is void."""
    command = publishing.UndoRelease(held_id=approved)
    with clock.at(NOW + clock.MINUTE):
        house.records(who, command, "held.recalled", f"held/{approved}")
    assert desk.state(approved) == "held"
    assert desk.decisions(approved) == [("release", house.member("bevan")), ("undo", house.member(who))]
    desk.work(NOW + clock.HOUR)
    assert desk.published() == []
    house.refuses(who, command, Conflict)


def test_after_that_it_takes_the_approval_anew(house: House, desk: Desk, approved: int) -> None:
    """One and the same person may give it again; the old call of the worker publishes nothing early."""
    with clock.at(NOW + clock.MINUTE):
        house.act("ada", publishing.UndoRelease(held_id=approved))
        desk.approve("bevan", approved)
    desk.work(NOW + 5 * clock.MINUTE)
    assert desk.published() == []
    desk.work(NOW + 6 * clock.MINUTE)
    assert desk.published() == [(ROUTINE, desk.voice_id)]


def test_published_words_are_not_taken_back(house: House, desk: Desk, approved: int) -> None:
    """They have been read: the message says what can be done."""
    desk.work(NOW + clock.HOUR)
    problem = house.refuses("bevan", publishing.UndoRelease(held_id=approved), Conflict)
    assert "Correct it" in problem.message


def test_p1_who_may_not(house: House, desk: Desk, approved: int) -> None:
    """P1: a seat that drafts, about a colleague's; strangers; an author who has left."""
    desk.seat("rhys", "draft")
    command = publishing.UndoRelease(held_id=approved)
    house.refuses("rhys", command, Forbidden)
    house.refuses("cade", command, NotFound)
    desk.leave("ada")
    house.refuses("ada", command, NotFound)


def test_what_waits_for_its_time_can_be_taken_back_until_then(house: House, desk: Desk) -> None:
    """A scheduled post is an approved draft; its time stays chosen."""
    held = desk.draft()
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    desk.approve("bevan", held)
    assert desk.state(held) == "approved"
    house.act("fern", publishing.UndoRelease(held_id=held))
    assert (desk.state(held), desk.read(held, "release_at")) == ("held", NOW)
