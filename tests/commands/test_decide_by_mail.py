"""DecideByMail: the link in a mail, once, by the one it was sent to, about the words they were asked about."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from coffeehouse.domain.context import Actor
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing.asked import read_ask
from coffeehouse.domain.publishing.asking import DecideByMail
from coffeehouse.domain.publishing.mailed import ask_of_code, code_of
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.asking import asks_of
from tests.commands.drafting import NOW, ROUTINE, Desk
from tests.commands.house import House


def by_mail(house: House, held: int, name: str, decision: str = "release", reason: str = "") -> DecideByMail:
    """What somebody's link asks for."""
    ask = asks_of(house, held, name)[-1]
    return DecideByMail(ask_id=ask.id, content_hash=ask.content_hash, decision=decision, reason=reason)


def test_it_releases_and_is_used_up(house: House, desk: Desk) -> None:
    """Two entries: the decision, and that it came by mail; the poll that asked the same is closed with it."""
    held = desk.draft()
    desk.work(NOW)
    before = house.size()
    command = by_mail(house, held, "bevan")
    house.act("bevan", command)
    assert [house.fact(at).kind for at in range(before, house.size())] == ["held.released", "review.answered"]
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    house.refuses("bevan", command, Conflict)
    house.check()


@pytest.mark.parametrize("decision", ["change", "refuse"])
def test_a_reason_is_needed_and_told(house: House, desk: Desk, decision: str) -> None:
    """Without one nothing happens and the link stays good."""
    held = desk.draft()
    desk.work(NOW)
    assert house.refuses("bevan", by_mail(house, held, "bevan", decision), Invalid).field == "reason"
    house.act("bevan", by_mail(house, held, "bevan", decision, "Gormod o eiriau"))
    assert desk.read(held, "decision_reason") == "Gormod o eiriau"


def test_a_word_that_is_no_decision(house: House, desk: Desk) -> None:
    """Is refused with what there is."""
    held = desk.draft()
    desk.work(NOW)
    house.refuses("bevan", by_mail(house, held, "bevan", "publish", "x"), Invalid)


def test_it_is_of_no_use_to_anybody_else(house: House, desk: Desk) -> None:
    """Not to a colleague who may decide as well, nor after the seat is gone."""
    held = desk.draft()
    desk.work(NOW)
    house.refuses("fern", by_mail(house, held, "bevan"), NotFound)
    house.refuses(Actor(), by_mail(house, held, "bevan"), Exception)  # type: ignore[type-var]
    desk.leave("bevan")
    house.refuses("bevan", by_mail(house, held, "bevan"), NotFound)


def test_w1_it_is_about_the_words_that_were_shown(house: House, desk: Desk) -> None:
    """Revised since, the link decides nothing; nor with another hash put into it."""
    held = desk.draft()
    desk.work(NOW)
    old = by_mail(house, held, "bevan")
    house.act("ada", publishing.ReviseDraft(held_id=held, text="Geiriau newydd"))
    house.refuses("bevan", old, Conflict)
    forged = DecideByMail(ask_id=old.ask_id, content_hash=desk.hash(held), decision="release")
    house.refuses("bevan", forged, Invalid)


def test_the_mail_has_a_link_and_no_word_of_the_draft(house: House, desk: Desk) -> None:
    """Mail is read by machines on the way: it says that something waits, for which voice and from whom."""
    desk.draft()
    desk.work(NOW)
    told = [message for message in mail.outbox if message.to == ["bevan@example.org"]]
    assert len(told) == 1
    assert ROUTINE not in str(told[0].body)
    assert "@cyngor" in told[0].subject
    found = re.search(r"/review/mail\?code=(\S+)", str(told[0].body))
    assert found is not None
    with clock.at(NOW):
        ask = ask_of_code(found[1])
    assert ask is not None
    assert ask.member_id == house.member("bevan")


def test_a_code_is_signed_expires_and_is_bound(house: House, desk: Desk) -> None:
    """Nothing but what the house signed; seven days; and not after an answer."""
    held = desk.draft()
    desk.work(NOW)
    ask = asks_of(house, held, "bevan")[0]
    code = code_of(ask)
    with clock.at(NOW):
        assert ask_of_code(code) == ask
        for wrong in (code[:-1], code[1:], "", "x" * 5_000, code.replace(":", ";")):
            assert ask_of_code(wrong) is None
    with clock.at(NOW + 8 * clock.DAY):
        assert ask_of_code(code) is None
    house.act("bevan", by_mail(house, held, "bevan"))
    with clock.at(NOW):
        assert ask_of_code(code) is None
    assert read_ask(ask.id) is not None
