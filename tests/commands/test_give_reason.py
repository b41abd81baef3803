"""GiveReason: a reviewer's reply to the message that asked is the reason of their vote."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing.asking import REASON_FOLLOWS, GiveReason
from coffeehouse.engine.act import Refused
from tests.commands.asking import CHANGE, REFUSE, asks_of, letters, poll_of
from tests.commands.drafting import NOW, Desk
from tests.commands.house import House


def reply(house: House, held: int, name: str, text: str) -> None:
    """Somebody answers the desk."""
    command = posts.PublishPost(text=text, visibility="direct", in_reply_to_id=poll_of(house, held, name))
    house.act(name, command)


def test_the_reply_after_the_vote_becomes_its_reason(house: House, desk: Desk) -> None:
    """The author is told at once that something is asked for, and why as soon as that is said."""
    held = desk.draft()
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(CHANGE,)))
    assert desk.read(held, "decision_reason") == REASON_FOLLOWS
    desk.work(NOW)
    reply(house, held, "bevan", "@review Pryd mae'n cau?")
    desk.work(NOW)
    assert desk.read(held, "decision_reason") == "Pryd mae'n cau?"
    assert sql.rows("SELECT reason FROM publishing_decision WHERE held_id = %s", (held,)) == [("Pryd mae'n cau?",)]
    first, second = letters(house, "ada")
    assert "The reason follows." in first
    assert "Pryd mae" in second
    house.check()


def test_the_reply_before_the_vote_is_its_reason(house: House, desk: Desk) -> None:
    """Either order will do; the author hears once."""
    held = desk.draft()
    desk.work(NOW)
    reply(house, held, "bevan", "@review Mae hyn wedi ei ddweud ddoe")
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(REFUSE,)))
    desk.work(NOW)
    assert (desk.state(held), desk.read(held, "decision_reason")) == ("refused", "Mae hyn wedi ei ddweud ddoe")
    assert len(letters(house, "ada")) == 1


def test_it_is_recorded_once(house: House, desk: Desk) -> None:
    """One entry by the house; the same reason again leaves nothing, nor does an empty one."""
    held = desk.draft()
    desk.work(NOW)
    ask = asks_of(house, held, "bevan")[0]
    house.records(SYSTEM, GiveReason(ask_id=ask.id, reason="Oherwydd"), "review.explained", f"held/{held}")
    house.leaves(SYSTEM, GiveReason(ask_id=ask.id, reason="Oherwydd"))
    house.leaves(SYSTEM, GiveReason(ask_id=ask.id, reason=" "))
    house.leaves(SYSTEM, GiveReason(ask_id=1, reason="Oherwydd"))


def test_a_reason_that_was_given_is_not_overwritten(house: House, desk: Desk) -> None:
    """A later reply is a message to nobody's decision."""
    held = desk.draft()
    desk.work(NOW)
    reply(house, held, "bevan", "@review Y cyntaf")
    desk.work(NOW)
    house.act("bevan", posts.VoteInPoll(post_id=poll_of(house, held, "bevan"), choices=(REFUSE,)))
    reply(house, held, "bevan", "@review Yr ail")
    desk.work(NOW)
    assert desk.read(held, "decision_reason") == "Y cyntaf"


def test_only_the_house_gives_it(house: House, desk: Desk) -> None:
    """Nobody gives somebody else's reason."""
    held = desk.draft()
    desk.work(NOW)
    house.refuses("mair", GiveReason(ask_id=asks_of(house, held, "bevan")[0].id, reason="x"), Refused)
