"""PairDrafts: both languages of one message are released in one moment, or neither."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.commands.drafting import HIGH, NOW, ROUTINE, Desk
from tests.commands.house import House

ENGLISH = "The library is open until eight tonight"


@pytest.fixture
def drafts(desk: Desk) -> tuple[int, int]:
    """A Welsh and an English draft, not yet a pair."""
    return desk.draft(language="cy"), desk.draft(ENGLISH, language="en")


@pytest.fixture
def pair(house: House, drafts: tuple[int, int]) -> tuple[int, int]:
    """The same, paired."""
    house.act("ada", publishing.PairDrafts(held_id=drafts[0], other_id=drafts[1]))
    return drafts


def test_approvals_of_both_are_void(house: House, desk: Desk, drafts: tuple[int, int]) -> None:
    """They approved something else: one language alone. It is recorded, with both."""
    first, second = drafts
    for held in drafts:
        desk.need_two(held)
        desk.approve("bevan", held)
    command = publishing.PairDrafts(held_id=first, other_id=second)
    done, fact = house.records("ada", command, "held.paired", f"held/{first}")
    assert done.result["content_hash"] == desk.hash(first)
    assert fact.payload["kept"]["pair"] == [f"held/{first}", f"held/{second}"]
    assert desk.read(first, "pair_id") == desk.read(second, "pair_id") is not None
    for held in drafts:
        assert desk.approve("fern", held).result["approvals"] == 1
    house.leaves("ada", command)
    house.leaves("ada", publishing.PairDrafts(held_id=second, other_id=first))


def test_nothing_is_published_until_both_are_approved(house: House, desk: Desk, pair: tuple[int, int]) -> None:
    """Then both in one act, with one entry that names both."""
    first, second = pair
    done, _ = house.records("bevan", desk.release(first), "held.approved", f"held/{first}")
    assert done.result["state"] == "approved"
    desk.work(NOW)
    assert desk.published() == []
    done, fact = house.records("fern", desk.release(second), "held.released")
    assert desk.published() == [(ENGLISH, desk.voice_id), (ROUTINE, desk.voice_id)]
    assert [post["id"] for post in done.result["pair"]] == [
        str(sql.value("SELECT id FROM posts_post WHERE text = %s", (ROUTINE,)))
    ]
    assert fact.payload["kept"]["pair"][0]["held"] == str(first)
    assert (desk.state(first), desk.state(second)) == ("released", "released")


def test_both_wait_for_the_later_time(house: House, desk: Desk, pair: tuple[int, int]) -> None:
    """The later embargo, the longer undo window; the worker then publishes both at once."""
    first, second = pair
    with clock.at(NOW):
        house.act("ada", publishing.SetEmbargo(held_id=first, release_at=NOW + clock.HOUR))
        house.arrange("UPDATE publishing_heldcommand SET criticality = 'high' WHERE id = %s", second)
        desk.approve("bevan", first)
        desk.approve("bevan", second)
        assert desk.read(first, "release_at") == desk.read(second, "release_at") == NOW + clock.HOUR
    desk.work(NOW + clock.HOUR - 1)
    assert desk.published() == []
    desk.work(NOW + clock.HOUR)
    assert len(desk.published()) == 2


@pytest.mark.parametrize("end", ["revise", "refuse", "withdraw", "ask", "undo"])
def test_when_one_is_not_ready_the_other_does_not_go_out(
    house: House, desk: Desk, pair: tuple[int, int], end: str
) -> None:
    """Whatever happens to one of two approved languages, neither is published at the time of both."""
    first, second = pair
    for held in pair:
        house.arrange("UPDATE publishing_heldcommand SET criticality = 'high' WHERE id = %s", held)
        with clock.at(NOW):
            desk.approve("bevan", held)
    command = {
        "revise": publishing.ReviseDraft(held_id=second, text="The library is shut"),
        "refuse": publishing.RefuseHeld(held_id=second, reason="x"),
        "withdraw": publishing.WithdrawHeld(held_id=second),
        "ask": publishing.AskForChange(held_id=second, content_hash=desk.hash(second), reason="x"),
        "undo": publishing.UndoRelease(held_id=second),
    }[end]
    with clock.at(NOW + 1):
        house.act("fern", command)
    desk.work(NOW + clock.HOUR)
    assert desk.published() == []
    assert desk.state(first) == ("approved" if end == "undo" else "held")
    if end == "undo":
        with clock.at(NOW + clock.HOUR):
            desk.approve("gwyn", second)
        desk.work(NOW + 2 * clock.HOUR)
        assert len(desk.published()) == 2


def test_w1_an_approval_beside_other_words_counts_no_more(house: House, desk: Desk, pair: tuple[int, int]) -> None:
    """W1: who approved the Welsh saw it beside this English: when one is changed, both are looked at anew."""
    first, second = pair
    seen = desk.release(first)
    desk.need_two(first)
    desk.approve("gwyn", first)
    house.act("ada", publishing.ReviseDraft(held_id=second, text="The library is shut"))
    house.refuses("bevan", seen, Conflict)
    assert desk.approve("bevan", first).result["approvals"] == 1


def test_one_whose_other_is_gone_is_not_released_alone_until_untied(
    house: House, desk: Desk, pair: tuple[int, int]
) -> None:
    """Both or neither, unless a person says otherwise; or it is paired anew."""
    first, second = pair
    house.act("fern", publishing.RefuseHeld(held_id=second, reason="x"))
    assert "Untie" in house.refuses("bevan", desk.release(first), Conflict).message
    third = desk.draft("The library is open", language="en")
    house.act("ada", publishing.PairDrafts(held_id=first, other_id=third))
    house.act("ada", publishing.PairDrafts(held_id=first))
    house.leaves("ada", publishing.PairDrafts(held_id=first))
    assert desk.read(third, "pair_id") is None
    desk.only_publishes("bevan", desk.release(first))


def test_untied_from_one_that_is_gone(house: House, desk: Desk, pair: tuple[int, int]) -> None:
    """The other keeps what became of it."""
    first, second = pair
    house.act("ada", publishing.WithdrawHeld(held_id=second))
    house.act("ada", publishing.PairDrafts(held_id=first))
    assert desk.state(second) == "withdrawn"
    desk.only_publishes("bevan", desk.release(first))


def test_when_one_cannot_be_published_neither_is(house: House, desk: Desk) -> None:
    """In one transaction: what the first wrote is undone when the second fails, and both are held with the reason."""
    question = house.post("Question", "gwyn")
    first = desk.draft(language="cy")
    second = desk.draft(ENGLISH, language="en", in_reply_to_id=question)
    house.act("ada", publishing.PairDrafts(held_id=first, other_id=second))
    for held in (first, second):
        house.arrange("UPDATE publishing_heldcommand SET criticality = 'high' WHERE id = %s", held)
        with clock.at(NOW):
            desk.approve("bevan", held)
    with clock.at(NOW + 1):
        house.act("gwyn", posts.DeletePost(post_id=question))
    desk.work(NOW + clock.HOUR)
    assert desk.published() == []
    assert (desk.state(first), desk.state(second)) == ("held", "held")


def test_what_is_no_pair(house: House, desk: Desk, drafts: tuple[int, int]) -> None:
    """With itself, in one language, with another account's, with a new version, with what is paired already."""
    first, second = drafts
    same = desk.draft("Ar agor tan saith", language="cy")
    house.refuses("ada", publishing.PairDrafts(held_id=first, other_id=first), Invalid)
    house.refuses("ada", publishing.PairDrafts(held_id=first, other_id=same), Invalid)
    house.act("ada", publishing.PairDrafts(held_id=first, other_id=second))
    third = desk.draft("Encore", language="fr")
    house.refuses("ada", publishing.PairDrafts(held_id=first, other_id=third), Conflict)
    house.act("bevan", desk.release(same))
    edit = posts.EditPost(post_id=int(sql.value("SELECT id FROM posts_post")), text="Newydd", language="cy")
    edited = int(house.act(desk.speaker("ada"), edit).result["held_id"])
    house.refuses("ada", publishing.PairDrafts(held_id=third, other_id=edited), Invalid)
    other_voice = house.voice("bwrdd")
    theirs = posts.PublishPost(text=HIGH, language="en")
    foreign = int(house.act(house.actor("ada", account_id=other_voice), theirs).result["held_id"])
    house.refuses("ada", publishing.PairDrafts(held_id=third, other_id=foreign), Invalid)


def test_p1_who_may_not(house: House, desk: Desk, drafts: tuple[int, int]) -> None:
    """P1: a seat that suggests, about others'; strangers; what is released stays alone."""
    first, second = drafts
    desk.seat("rhys", "suggest")
    house.refuses("rhys", publishing.PairDrafts(held_id=first, other_id=second), Forbidden)
    house.refuses("cade", publishing.PairDrafts(held_id=first, other_id=second), NotFound)
    house.act("bevan", desk.release(second))
    house.refuses("ada", publishing.PairDrafts(held_id=first, other_id=second), Conflict)
