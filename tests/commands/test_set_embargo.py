"""SetEmbargo: not before this time."""

from __future__ import annotations

import pytest

from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.commands.drafting import NOW, ROUTINE, Desk
from tests.commands.house import House


def test_approved_words_wait_for_it(house: House, desk: Desk) -> None:
    """The worker publishes them at the time, not a moment before; the entry names who approved."""
    held = desk.draft()
    command = publishing.SetEmbargo(held_id=held, release_at=NOW)
    done, fact = house.records("ada", command, "held.rescheduled", f"held/{held}")
    assert done.result["revision"] == fact.payload["kept"]["revision"] == 2
    house.leaves("ada", command)
    desk.approve("bevan", held)
    assert (desk.state(held), desk.read(held, "release_at")) == ("approved", NOW)
    desk.work(NOW - 1)
    assert desk.published() == []
    desk.work(NOW)
    assert desk.published() == [(ROUTINE, desk.voice_id)]


def test_approved_after_its_time_it_is_out_at_once(house: House, desk: Desk) -> None:
    """There is nothing left to wait for."""
    held = desk.draft()
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    with clock.at(NOW + 1):
        desk.only_publishes("bevan", desk.release(held))


def test_w1_another_time_is_another_thing_to_approve(house: House, desk: Desk) -> None:
    """W1: approvals are void; who chose the time has not approved it; an earlier call of the worker is over."""
    held = desk.draft()
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    desk.approve("bevan", held)
    house.act("fern", publishing.SetEmbargo(held_id=held, release_at=NOW + clock.HOUR))
    assert desk.state(held) == "held"
    house.refuses("fern", desk.release(held), Forbidden)
    desk.approve("bevan", held)
    desk.work(NOW)
    assert desk.published() == []
    house.act("ada", publishing.SetEmbargo(held_id=held))
    desk.only_publishes("bevan", desk.release(held))


def test_it_does_not_answer_what_was_asked(house: House, desk: Desk) -> None:
    """A change of words that was asked for is still owed."""
    held = desk.draft()
    house.act("bevan", publishing.AskForChange(held_id=held, content_hash=desk.hash(held), reason="x"))
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    assert desk.state(held) == "changes_asked"


def test_a_time_that_is_over_or_too_far(house: House, desk: Desk) -> None:
    """Nobody means it."""
    held = desk.draft()
    for release_at in (1, clock.now_ms() + 6 * 366 * clock.DAY):
        house.refuses("ada", publishing.SetEmbargo(held_id=held, release_at=release_at), Invalid)


def test_p1_who_may_not(house: House, desk: Desk) -> None:
    """P1: a seat that suggests, about others'; strangers; nobody once it is out."""
    held = desk.draft()
    desk.seat("rhys", "suggest")
    command = publishing.SetEmbargo(held_id=held, release_at=NOW)
    with pytest.raises(Forbidden):
        house.act("rhys", command)
    house.refuses("cade", command, NotFound)
    desk.approve("bevan", held)
    house.refuses("ada", command, Conflict)
