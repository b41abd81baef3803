"""TellAuthor: the author of a draft is told of every decision by a direct message, with the reason."""

from __future__ import annotations

import pytest

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing.asking import TellAuthor
from coffeehouse.engine.act import Refused
from tests.commands.asking import letters
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


def test_one_entry_vouches_for_the_message(house: House, desk: Desk) -> None:
    """To the member's own persona, whichever voice the draft speaks as."""
    held = desk.draft()
    command = TellAuthor(held_id=held, member_id=house.member("ada"), text="Mae rhywun wedi edrych")
    done, fact = house.records(SYSTEM, command, "review.notified", f"held/{held}")
    assert ("posts_post", int(done.result["id"])) in fact.states()
    assert house.notified("ada")[-1][0] == "mention"
    assert "Mae rhywun wedi edrych" in letters(house, "ada")[-1]
    house.check()


def test_only_the_house_tells(house: House, desk: Desk) -> None:
    """Nobody puts words into the desk's mouth."""
    command = TellAuthor(held_id=desk.draft(), member_id=house.member("ada"), text="x")
    house.refuses("mair", command, Refused)


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (lambda desk, held: desk.release(held), "@<span>bevan</span></a></span> released your draft"),
        (
            lambda desk, held: publishing.AskForChange(
                held_id=held, content_hash=desk.hash(held), reason="Rhowch yr amser"
            ),
            "The reason: Rhowch yr amser",
        ),
        (lambda _desk, held: publishing.RefuseHeld(held_id=held, reason="Nid heddiw"), "The reason: Nid heddiw"),
    ],
)
def test_every_decision_is_told_once(house: House, desk: Desk, decide: object, words: str) -> None:
    """Who decided, how, and why; a job that runs twice says it once."""
    held = desk.draft()
    desk.work(NOW)
    assert callable(decide)
    house.act("bevan", decide(desk, held))
    desk.work(NOW)
    said = letters(house, "ada")
    assert len(said) == 1
    assert words in said[0], said[0]
    assert f"/review/{held}" in said[0]


def test_whoever_decided_is_not_told_by_the_desk(house: House, desk: Desk) -> None:
    """Those who take their own draft back know."""
    held = desk.draft()
    house.act("ada", publishing.WithdrawHeld(held_id=held))
    desk.work(NOW)
    assert letters(house, "ada") == []


def test_a_reader_of_welsh_is_told_in_welsh(house: House, desk: Desk) -> None:
    """In the language of the member, not of the one who decided."""
    house.arrange("UPDATE people_member SET language = 'cy' WHERE id = %s", house.member("ada"))
    held = desk.draft()
    house.act("bevan", publishing.RefuseHeld(held_id=held, reason="Nid heddiw"))
    desk.work(NOW)
    assert "Y rheswm: Nid heddiw" in letters(house, "ada")[0]
