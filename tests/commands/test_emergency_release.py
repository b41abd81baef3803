"""EmergencyRelease: two people publish at once what cannot wait; it is reviewed afterwards."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing import queries
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.drafting import HIGH, NOW, ROUTINE, Desk
from tests.commands.house import House


def test_the_second_person_publishes_at_once(house: House, desk: Desk) -> None:
    """Whatever else is waited for: the undo window, its time, the approvals it would need. A review is due in a day."""
    held = desk.draft(HIGH)
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW + clock.DAY))
    desk.need_two(held)
    with clock.at(NOW):
        done, _ = house.records("gwyn", desk.emergency(held), "held.emergency_asked", f"held/{held}")
        assert done.result["approvals"] == 1
        assert desk.published() == []
        _, fact = house.records("hari", desk.emergency(held), "held.emergency_released")
    assert desk.published() == [(HIGH, desk.voice_id)]
    kept = fact.payload["kept"]
    assert kept["lane"] == "emergency"
    assert kept["approved_by"] == [f"member/{house.member('gwyn')}", f"member/{house.member('hari')}"]
    row = sql.row("SELECT state, emergency, review_due_at FROM publishing_heldcommand")
    assert row is not None
    assert (row[0], bool(row[1]), row[2]) == ("released", True, NOW + clock.DAY)
    assert [due["id"] for due in queries.reviews_due(house.member("bevan"))] == [held]
    assert queries.reviews_due(house.member("cade")) == []
    house.refuses("gwyn", desk.emergency(held), Conflict)
    desk.work(NOW + 2 * clock.DAY)
    assert len(desk.published()) == 1


def test_one_person_twice_is_not_two(house: House, desk: Desk) -> None:
    """Nor as themselves and as the voice; nor with an ordinary approval."""
    held = desk.draft()
    desk.need_two(held)
    house.act("gwyn", desk.emergency(held))
    house.refuses("gwyn", desk.emergency(held), Conflict)
    house.refuses(desk.speaker("gwyn"), desk.emergency(held), Conflict)
    house.act("gwyn", desk.release(held))
    assert desk.published() == []
    desk.only_publishes("hari", desk.emergency(held))


def test_the_power_counts_when_it_is_published(house: House, desk: Desk) -> None:
    """One of the two has lost it, or the words have changed: not enough."""
    held = desk.draft()
    house.act("gwyn", desk.emergency(held))
    desk.seat("gwyn", "review")
    house.act("hari", desk.emergency(held))
    assert desk.published() == []
    desk.seat("gwyn", "emergency")
    house.act("ada", publishing.ReviseDraft(held_id=held, text="Llifogydd"))
    house.act("gwyn", desk.emergency(held))
    assert desk.published() == []


def test_it_passes_an_incident_stop(house: House, desk: Desk) -> None:
    """The lane is for that very hour."""
    held = desk.draft()
    house.act("mair", publishing.SetIncidentStop(is_on=True, reason="Llifogydd"))
    house.refuses("bevan", desk.release(held), Conflict)
    house.act("gwyn", desk.emergency(held))
    desk.only_publishes("hari", desk.emergency(held))


def test_approved_words_need_not_wait_for_the_window(house: House, desk: Desk) -> None:
    """Within the undo window two people may say: now."""
    held = desk.draft()
    house.arrange("UPDATE publishing_heldcommand SET criticality = 'high'")
    desk.approve("bevan", held)
    house.act("gwyn", desk.emergency(held))
    desk.only_publishes("hari", desk.emergency(held), ROUTINE)


def test_both_languages_or_neither(house: House, desk: Desk) -> None:
    """One of a pair does not go out alone, not even then; untied it may."""
    held, other = desk.draft(language="cy"), desk.draft("The library is open", language="en")
    house.act("ada", publishing.PairDrafts(held_id=held, other_id=other))
    assert "Untie" in house.refuses("gwyn", desk.emergency(held), Conflict).message
    house.act("ada", publishing.PairDrafts(held_id=held))
    house.act("gwyn", desk.emergency(held))
    desk.only_publishes("hari", desk.emergency(held))


@pytest.mark.parametrize("who", ["ada", "gwyn"])
def test_w1_no_author_is_one_of_the_two(house: House, desk: Desk, who: str) -> None:
    """W1: who wrote or changed it does not release it, whatever the power."""
    held = desk.draft()
    desk.seat("ada", "draft", "emergency")
    house.act("gwyn", publishing.ReviseDraft(held_id=held, text="Llifogydd"))
    assert house.refuses(who, desk.emergency(held), Forbidden).code == "own_words"


def test_w1_only_the_words_that_were_looked_at(house: House, desk: Desk) -> None:
    """W1: haste is no reason to publish something else."""
    held = desk.draft()
    house.refuses("gwyn", publishing.EmergencyRelease(held_id=held, content_hash="0" * 64), Conflict)


def test_p2_the_power_is_needed(house: House, desk: Desk) -> None:
    """P2: a seat without it, and an administrator without a seat, are told; a stranger finds nothing."""
    held = desk.draft()
    house.refuses("bevan", desk.emergency(held), Forbidden)
    house.refuses("mair", desk.emergency(held), Forbidden)
    house.refuses("cade", desk.emergency(held), NotFound)


def test_an_author_who_left_is_not_published_even_then(house: House, desk: Desk) -> None:
    """Somebody takes it over first; and no approval is kept of a release that failed."""
    held = desk.draft()
    house.act("gwyn", desk.emergency(held))
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
    house.refuses("hari", desk.emergency(held), Conflict)
    house.act("fern", publishing.ReviseDraft(held_id=held, text=ROUTINE + "!"))
    house.act("gwyn", desk.emergency(held))
    desk.only_publishes("hari", desk.emergency(held), ROUTINE + "!")
