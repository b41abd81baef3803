"""PublishDraft: the time of a draft has come. Approved as it is now, it is published; else it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import writing_commands as writing
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing.closing import CloseHouse
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from tests.commands.drafting import HIGH, NOW, ROUTINE, Desk
from tests.commands.house import House, png

DUE = NOW + clock.HOUR


@pytest.fixture
def held(house: House, desk: Desk) -> int:
    """Approved by one of one, for DUE; an answer with a picture."""
    with clock.at(NOW):
        question = house.post("Cwestiwn", "gwyn")
        picture = int(house.act(desk.speaker("ada"), posts.UploadMedia(data=png(), description="Te")).result["id"])
        held = desk.draft(in_reply_to_id=question, media_ids=(picture,))
        house.act("ada", publishing.SetEmbargo(held_id=held, release_at=DUE))
        desk.approve("bevan", held)
    return held


def due(held: int, release_at: int = DUE) -> publishing.PublishDraft:
    """The worker's call."""
    return publishing.PublishDraft(held_id=held, release_at=release_at)


def test_it_is_published_and_says_who_approved(house: House, desk: Desk, held: int) -> None:
    """As the voice; the entry is the house's, with the author and the approval; a second call finds nothing to do."""
    with clock.at(DUE):
        done, fact = house.records("system", due(held), "held.published")
        assert fact.payload["kept"]["approved_by"] == [f"member/{house.member('bevan')}"]
        assert fact.payload["kept"]["member"] == f"member/{house.member('ada')}"
        house.leaves("system", due(held))
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    assert sql.row("SELECT state, result_object FROM publishing_heldcommand") == ("released", done.object)


def test_a_call_that_is_early_or_of_another_time(house: House, desk: Desk, held: int) -> None:
    """Nothing to do."""
    with clock.at(DUE - 1):
        house.leaves("system", due(held))
    with clock.at(DUE):
        house.leaves("system", due(held, DUE - 1))
    assert desk.published() == []


@pytest.mark.parametrize("who", ["ada", "bevan", "mair"])
def test_only_the_house_itself_asks(house: House, held: int, who: str) -> None:
    """Nobody publishes by it what they may not release."""
    with clock.at(DUE):
        house.refuses(who, due(held), Refused)


def test_what_was_not_approved_in_time_stays_a_draft(house: House, desk: Desk) -> None:
    """The team is told, once; approved later, it is out at once."""
    with clock.at(NOW):
        held = desk.draft()
        house.act("ada", publishing.SetEmbargo(held_id=held, release_at=DUE))
    told = desk.jobs("review.tell")
    with clock.at(DUE):
        house.records("system", due(held), "held.delayed", f"held/{held}")
        house.leaves("system", due(held))
    assert (desk.state(held), desk.published()) == ("held", [])
    assert desk.decisions(held) == [("late", None)]
    assert desk.jobs("review.tell") == told + 1
    with clock.at(DUE + 1):
        desk.only_publishes("bevan", desk.release(held))


def test_w1_a_scheduled_post_of_a_voice_is_approved_before_its_time(house: House, desk: Desk) -> None:
    """W1: it waits as the post it will be; the approval is for that time, and it is published once, then."""
    with clock.at(NOW):
        for text in (HIGH, ROUTINE):
            command = writing.SchedulePost(post=posts.PublishPost(text=text), scheduled_at=DUE)
            done = house.act(desk.speaker("ada"), command)
            assert done.is_held
        held = int(done.result["held_id"])
        assert sql.row("SELECT name, embargo_at FROM publishing_heldcommand WHERE id = %s", (held,)) == (
            "PublishPost", DUE,
        )  # fmt: skip
        desk.approve("bevan", held)
        assert sql.rows("SELECT * FROM posts_scheduled") == []
    desk.work(DUE)
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    assert sorted(sql.rows("SELECT state FROM publishing_heldcommand")) == [("held",), ("released",)]


def _edit_the_question(desk: Desk) -> None:
    question = int(sql.value("SELECT id FROM posts_post WHERE text = 'Cwestiwn'"))
    desk.house.act("gwyn", posts.EditPost(post_id=question, text="Cwestiwn gwahanol"))


def _delete_the_question(desk: Desk) -> None:
    question = int(sql.value("SELECT id FROM posts_post WHERE text = 'Cwestiwn'"))
    desk.house.act("gwyn", posts.DeletePost(post_id=question))


def _describe(desk: Desk) -> None:
    picture = sql.value("SELECT id FROM posts_media WHERE account_id = %s", (desk.voice_id,))
    desk.house.act(desk.speaker("ada"), posts.DescribeMedia(media_id=picture, description="Rhywbeth arall"))


def _approver_leaves(desk: Desk) -> None:
    desk.leave("bevan")


def _approver_loses_the_power(desk: Desk) -> None:
    desk.seat("bevan", "draft")


def _seat_runs_out(desk: Desk) -> None:
    desk.seat("bevan", "review", expires_at=DUE - 1)


def _author_leaves(desk: Desk) -> None:
    desk.leave("ada")


def _author_is_suspended(desk: Desk) -> None:
    desk.house.act("mair", people.SuspendMember(member_id=desk.house.member("ada"), reason="x"))


def _setting_stops(desk: Desk) -> None:
    from django.conf import settings

    settings.INCIDENT_STOP = True


def _election_begins(desk: Desk) -> None:
    command = publishing.SetElectionPeriod(starts_at=DUE - 10, ends_at=DUE + clock.DAY, reason="Etholiad")
    desk.house.act("mair", command)


@pytest.mark.parametrize(
    "happens",
    [
        _edit_the_question, _delete_the_question, _describe, _approver_leaves, _approver_loses_the_power,
        _seat_runs_out, _author_leaves, _author_is_suspended, _setting_stops, _election_begins,
    ],
)  # fmt: skip
def test_w1_approved_no_longer(
    house: House, desk: Desk, held: int, happens: Callable[[Desk], None], settings: object
) -> None:
    """W1: what it answers, its picture, who approved, who wrote, a stop, an election: held again, with the reason."""
    settings.INCIDENT_STOP = False  # type: ignore[attr-defined]  # the fixture puts back what a case sets
    with clock.at(NOW + 1):
        happens(desk)
    with clock.at(DUE):
        done, fact = house.records("system", due(held), "held.returned", f"held/{held}")
        assert done.result == {"held_id": str(held), "state": "held"}
        assert fact.payload["kept"]["reason"] == desk.read(held, "decision_reason") != ""
        house.leaves("system", due(held, DUE + 1))
    assert (desk.state(held), desk.published()) == ("held", [])
    assert desk.decisions(held)[-1] == ("returned", None)


def test_what_was_held_again_can_be_approved_as_it_is_now(house: House, desk: Desk, held: int) -> None:
    """Reviewers look at it beside the question as it reads now."""
    with clock.at(NOW + 1):
        _edit_the_question(desk)
    desk.work(DUE)
    with clock.at(DUE + 1):
        desk.only_publishes("fern", desk.release(held))


def test_a_draft_whose_pair_is_not_approved_waits(house: House, desk: Desk) -> None:
    """Its own time is not enough."""
    with clock.at(NOW):
        held = desk.draft(language="cy")
        house.act("ada", publishing.SetEmbargo(held_id=held, release_at=DUE))
        other = desk.draft("The library is open", language="en")
        house.act("ada", publishing.PairDrafts(held_id=held, other_id=other))
        desk.approve("bevan", held)
    with clock.at(DUE):
        house.leaves("system", due(held))
        assert desk.state(held) == "approved"
        desk.approve("bevan", other)
    assert len(desk.published()) == 2


def test_a_closed_house_publishes_nothing(house: House, desk: Desk, held: int) -> None:
    """Whoever approved it: nobody could answer, and nothing new is taken."""
    with clock.at(DUE):
        house.act("system", CloseHouse(because="Merged."))
        house.leaves("system", due(held))
    assert desk.published() == []
