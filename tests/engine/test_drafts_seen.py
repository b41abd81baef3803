"""Who sees a draft, what they may do with it, who is asked: the reads that every page and every app uses."""

from __future__ import annotations

import pytest

from coffeehouse.database import transaction
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands, queries
from coffeehouse.domain.publishing.handlers import drafts
from coffeehouse.engine.act import ActContext
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


@pytest.fixture
def desk(house: House) -> Desk:
    """A team at a voice."""
    return Desk(house)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("ada", ("write",)), ("bevan", ("decide", "write")), ("fern", ("decide", "write")),
        ("gwyn", ("decide", "emergency", "write")), ("mair", ("decide",)), ("cade", None), ("rhys", None),
    ],
)  # fmt: skip
def test_p1_the_team_sees_it_and_what_each_may_do(
    house: House, desk: Desk, who: str, may: tuple[str, ...] | None
) -> None:
    """P1: a seat, whatever its powers, or an administrator; for others there is neither draft nor history."""
    held, member_id = desk.draft(), house.member(who)
    found = queries.read_draft(member_id, held)
    listed = [draft["id"] for draft in queries.drafts_for(member_id)]
    if may is None:
        assert (found, listed, queries.history(member_id, held)) == (None, [], [])
        return
    assert found is not None
    assert found["may"] == may
    assert found["author_ids"] == [house.member("ada")]
    assert listed == [draft["id"] for draft in queries.drafts_for(member_id, voice_id=desk.voice_id)] == [held]
    assert queries.drafts_for(member_id, voice_id=1) == []


def test_p1_who_is_suspended_or_whose_seat_ran_out_sees_nothing(house: House, desk: Desk) -> None:
    """P1: from that moment."""
    held = desk.draft()
    desk.seat("bevan", "review", expires_at=clock.now_ms() + clock.MINUTE)
    with clock.at(clock.now_ms() + clock.HOUR):
        assert queries.read_draft(house.member("bevan"), held) is None
    house.act("mair", people.SuspendMember(member_id=house.member("gwyn"), reason="x"))
    assert queries.read_draft(house.member("gwyn"), held) is None


def test_ones_own_words_are_seen_by_their_author_and_those_who_moderate(house: House) -> None:
    """They are nobody else's business; a moderator is asked, and so is an administrator."""
    with clock.at(clock.now_ms() + clock.DAY):
        house.add("nia")
        text = " ".join(f"@{name}" for name in house.people if name != "nia") + " @a @b @c"
        held = int(house.act("nia", posts.PublishPost(text=text)).result["held_id"])
        seen = {name: queries.read_draft(house.member(name), held) for name in ("nia", "cade", "mair", "gwyn")}
        assert [name for name, draft in seen.items() if draft] == ["nia", "cade", "mair"]
        assert seen["nia"]["may"] == ("write",)  # type: ignore[index]
        assert queries.reviewers_of(held) == [house.member("cade"), house.member("mair")]
    assert [draft["id"] for draft in queries.drafts_for(house.member("mair"))] == [held]


def test_approved_words_can_be_taken_back_and_emergencies_reviewed(house: House, desk: Desk) -> None:
    """What may be done follows the state."""
    held = desk.draft()
    house.act("ada", commands.SetEmbargo(held_id=held, release_at=NOW))
    desk.approve("bevan", held)
    for who in ("ada", "fern"):
        assert "undo" in queries.read_draft(house.member(who), held)["may"]  # type: ignore[index]
    house.act("gwyn", desk.emergency(held))
    house.act("hari", desk.emergency(held))
    assert queries.read_draft(house.member("fern"), held)["may"] == ("review_afterwards",)  # type: ignore[index]
    assert queries.read_draft(house.member("ada"), held)["may"] == ()  # type: ignore[index]


def test_who_is_asked(house: House, desk: Desk) -> None:
    """Those with the power at the voice who did not write it; where nobody is left, administrators."""
    held = desk.draft()
    team = [house.member(name) for name in ("bevan", "fern", "gwyn", "hari")]
    assert queries.reviewers_of(held) == team
    house.act("fern", commands.ReviseDraft(held_id=held, text="Ar gau"))
    assert queries.reviewers_of(held) == [member for member in team if member != house.member("fern")]
    for name in ("bevan", "fern", "gwyn", "hari"):
        desk.leave(name)
    assert queries.reviewers_of(held) == [house.member("mair")]


def test_the_history_has_every_step_in_order(house: House, desk: Desk) -> None:
    """Revisions with their words, decisions with their reasons, void ones marked."""
    held = desk.draft()
    desk.need_two(held)
    desk.approve("bevan", held)
    house.act("ada", commands.ReviseDraft(held_id=held, text="Ar gau"))
    house.act("gwyn", commands.RefuseHeld(held_id=held, reason="Na"))
    steps = queries.history(house.member("ada"), held)
    assert [(step["kind"], step.get("decision")) for step in steps] == [
        ("revision", None), ("decision", "release"), ("revision", None), ("decision", "refuse"),
    ]  # fmt: skip
    assert bool(steps[1]["is_void"])
    assert steps[2]["command"]["text"] == "Ar gau"
    decision = queries.read_decision(steps[3]["id"])
    assert decision is not None
    assert (decision["held_id"], decision["reason"]) == (held, "Na")
    assert queries.read_decision(1) is None
    assert queries.read_held(1) is None


def test_a_draft_that_changed_since_it_was_read_is_not_settled(house: House, desk: Desk) -> None:
    """The last guard: a state is written over the one that was read, not over another."""
    held = desk.draft()
    read = drafts.load(held)
    house.act("ada", commands.WithdrawHeld(held_id=held))
    with transaction.write(), pytest.raises(Conflict):
        drafts.set_state(read, "released", ActContext(house.actor("bevan"), "test", NOW, None))
    assert desk.state(held) == "withdrawn"
