"""SetIncidentStop: nothing official is published until it is lifted."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as writing
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing import queries
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid
from tests.commands.drafting import NOW, ROUTINE, Desk
from tests.commands.house import House

OPEN = "Ar agor tan wyth"
ON = publishing.SetIncidentStop(is_on=True, reason="Llifogydd")
OFF = publishing.SetIncidentStop(is_on=False, reason="Ar ben")


def test_it_is_recorded_with_its_reason_on_and_off(house: House, desk: Desk) -> None:
    """Who, when, why; setting it to what it is changes nothing."""
    house.leaves("mair", OFF)
    _, fact = house.records("mair", ON, "stop.set", "mode/incident_stop")
    assert fact.payload["kept"] == {"is_on": True, "reason": "Llifogydd"}
    assert queries.is_stopped(clock.now_ms())
    house.leaves("gwyn", ON)
    house.records("gwyn", OFF, "stop.set", "mode/incident_stop")
    assert not queries.is_stopped(clock.now_ms())
    house.records("mair", ON, "stop.set")


@pytest.mark.parametrize("way", ["post", "reply", "edit", "scheduled", "release"])
def test_every_way_out_is_shut(house: House, desk: Desk, way: str) -> None:
    """For a seat that may release as well: a post, an edit, a scheduled post at its time, a held one."""
    fern = desk.speaker("fern")
    with clock.at(NOW):
        first = int(house.act(fern, posts.PublishPost(text=OPEN)).result["id"])
        later = posts.PublishPost(text="Ar agor tan naw")
        scheduled = writing.SchedulePost(post=later, scheduled_at=NOW + clock.HOUR)
        assert not house.act(fern, scheduled).is_held
        held = desk.draft()
        house.act("hari", ON)
        if way == "post":
            assert house.act(fern, posts.PublishPost(text="Nawr")).is_held
        elif way == "reply":
            assert house.act(fern, posts.PublishPost(text="Nawr", in_reply_to_id=first)).is_held
        elif way == "edit":
            assert house.act(fern, posts.EditPost(post_id=first, text="Wedyn")).is_held
        elif way == "release":
            house.refuses("bevan", desk.release(held), Conflict)
    desk.work(NOW + clock.HOUR)
    assert desk.published() == [(OPEN, desk.voice_id)]
    assert sql.rows("SELECT state FROM posts_scheduled") == [("held",)]


def test_people_speak_for_themselves_meanwhile(house: House, desk: Desk) -> None:
    """It stops bodies, not citizens."""
    house.act("mair", ON)
    assert not house.act("ada", posts.PublishPost(text="Beth sy'n digwydd?")).is_held


def test_what_was_approved_before_is_looked_at_again(house: House, desk: Desk) -> None:
    """A cheerful post approved yesterday does not go out the day after; nor does half an approval last."""
    with clock.at(NOW):
        held, half = desk.draft(), desk.draft("Hanner")
        house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW + clock.DAY))
        desk.approve("bevan", held)
        desk.need_two(half)
        desk.approve("bevan", half)
        house.act("mair", ON)
        assert desk.state(held) == "held"
        assert desk.decisions(held)[-1] == ("returned", house.member("mair"))
        house.act("mair", OFF)
        assert desk.approve("fern", half).result["approvals"] == 1
    desk.work(NOW + clock.DAY)
    assert desk.published() == []
    with clock.at(NOW + clock.DAY + 1):
        desk.only_publishes("bevan", desk.release(held))


def test_the_setting_stops_as_well(house: House, desk: Desk, settings: object) -> None:
    """INCIDENT_STOP, or the command: either is enough, and lifting one leaves the other."""
    settings.INCIDENT_STOP = True  # type: ignore[attr-defined]
    assert house.act(desk.speaker("fern"), posts.PublishPost(text=ROUTINE)).is_held
    house.act("mair", ON)
    house.act("mair", OFF)
    assert queries.is_stopped(clock.now_ms())


def test_who_stops(house: House, desk: Desk) -> None:
    """Administrators, and any seat with the emergency power; others are told whom to call; a reason is given."""
    for who in ("ada", "bevan", "fern", "cade"):
        house.refuses(who, ON, Forbidden)
    house.refuses("mair", publishing.SetIncidentStop(is_on=True, reason=" "), Invalid)
    house.act("system", ON)
