"""A wave of spam as in February 2024, delivered to the inbox: whom it reaches, and who is left alone (attack R1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.federation.delivering import Sender, sender

pytestmark = pytest.mark.django_db
SERVERS, ACCOUNTS, ROUNDS, NAMED = 20, 100, 2, 10


def names(*who: str) -> list[dict[str, Any]]:
    """Mentions of people of ours."""
    return [{"type": "Mention", "href": f"{settings.BASE_URL}/users/{name}", "name": f"@{name}"} for name in who]


def spam(house: House, account: Sender, number: int, who: list[str]) -> int:
    """One post of the wave: ten people named, a picture, a link."""
    picture = {"type": "Document", "mediaType": "image/png", "url": f"https://{account.person.host}/spam.png"}
    note = account.note(number, "Join https://chat.example now " + " ".join(who), tag=names(*who), attachment=[picture])
    return account.does("Create", note, number)


def told(house: House, name: str) -> int:
    """How many notifications of mentions reached somebody."""
    return int(
        sql.value(
            "SELECT COUNT(*) FROM posts_notification WHERE account_id = %s AND type = 'mention' AND NOT is_filtered",
            (house.id(name),),
        )
    )


def test_the_wave_of_february_2024_r1(house: House) -> None:
    """A hundred accounts on twenty servers, ten names in each post, again and again (attack R1): at most five
    notifications reach anybody, what is kept back can be read, and nobody of this house is limited."""
    citizens = [house.add(f"citizen{number}").name for number in range(12)]
    wave = [sender(f"bot{number}", f"small{number % SERVERS}.example") for number in range(ACCOUNTS)]
    for round_number in range(ROUNDS):
        for number, account in enumerate(wave):
            who = [citizens[(number + step) % len(citizens)] for step in range(NAMED)]
            assert spam(house, account, round_number, who) in (202, 429)
    for name in citizens:
        assert told(house, name) <= 5
    waiting = sql.value(
        "SELECT COUNT(*) FROM posts_notificationrequest WHERE account_id = %s", (house.id(citizens[0]),)
    )
    assert waiting > 50
    # People here go on naming one another, as many as they are, and hear of it.
    for name in ("ada", "bevan", "fern", "gwyn", "hari", "cade"):
        house.post(f"Bore da @{citizens[0]}", who=name)
    assert told(house, citizens[0]) <= 5 + 6
    assert told(house, citizens[0]) >= 6


def test_friends_elsewhere_are_no_wave(house: House) -> None:
    """Whom one follows or has addressed, who answers one's own words, and who is known here for long, is heard."""
    bots = [sender(f"bot{number}", "small.example") for number in range(8)]
    for bot in bots:
        spam(house, bot, 1, ["ada", "bevan"])
    assert told(house, "ada") == 5
    friend, asked, answering = sender("friend"), sender("asked"), sender("answering")
    house.act("ada", people.FollowAccount(target_id=friend.id))
    friend.does("Accept", {"type": "Follow", "actor": f"{settings.BASE_URL}/users/ada", "object": friend.uri})
    house.post(f"Beth yw dy farn di, @asked@{asked.person.host}?")
    own = house.post("Beth nesaf?")
    for person in (friend, asked):
        spam(house, person, 1, ["ada"])
    uri = f"{settings.BASE_URL}/users/ada/statuses/{own}"
    answering.does("Create", answering.note(1, "Hyn", tag=names("ada"), inReplyTo=uri))
    assert told(house, "ada") == 8
    with clock.at(clock.now_ms() + 8 * clock.DAY):
        spam(house, sender("newcomer"), 1, ["ada"])
        spam(house, bots[0], 2, ["ada"])
    assert told(house, "ada") == 10
