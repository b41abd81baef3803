"""Relays on the wire: what the house asks, what it believes of the answers, what comes and goes by one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.delivery import activities
from coffeehouse.domain.federation.control_commands import FollowRelay, LeaveRelay
from coffeehouse.domain.posts import tag_commands as tags
from tests.commands.house import House
from tests.federation.delivering import PUBLIC, Sender, sender


@pytest.fixture
def relay(house: House) -> Sender:
    """A relay that the house has asked."""
    found = sender("relay", "relay.example", 1, type="Application")
    house.act("mair", FollowRelay(account_id=found.id))
    return found


def asked(house: House) -> dict[str, object]:
    """The latest document on its way to a relay."""
    text = sql.value("SELECT payload FROM engine_outbox WHERE kind = 'federate' ORDER BY id DESC LIMIT 1")
    (letter,) = activities.write(msgspec.json.decode(text))
    assert (letter.sender_id, letter.inboxes) == (0, {"https://relay.example/users/relay/inbox"})
    return letter.document


def state() -> str:
    return str(sql.value("SELECT state FROM federation_relay"))


def test_the_house_itself_follows_everything_public(house: House, relay: Sender) -> None:
    """The instance actor asks for the public collection, as relays expect; leaving takes exactly that back."""
    follow = asked(house)
    assert (follow["type"], follow["actor"], follow["object"]) == ("Follow", f"{settings.BASE_URL}/actor", PUBLIC)
    house.act("mair", LeaveRelay(relay_id=int(sql.value("SELECT id FROM federation_relay"))))
    undo = asked(house)
    assert undo["type"] == "Undo"
    assert undo["object"] == {name: follow[name] for name in ("id", "type", "actor", "object")}
    assert sql.rows("SELECT 1 FROM federation_relay") == []


def test_only_the_relay_answers(house: House, relay: Sender) -> None:
    """Whether it embeds our Follow or names it; nobody else can say yes in its place."""
    follow = asked(house)
    other = sender("dee")
    other.does("Accept", follow)
    assert state() == "asked"
    assert relay.does("Accept", follow) == 202
    assert state() == "accepted"
    assert relay.does("Reject", follow["id"], 2) == 202
    assert state() == "refused"


def test_public_posts_go_to_a_relay_that_said_yes(house: House, relay: Sender) -> None:
    """Only what everybody may read, and nothing that stays in this house; before its answer nothing goes there."""

    def goes(**members: Any) -> bool:
        before = sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = 'federate'")
        house.post("Bore da", **members)
        rows = sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'federate' ORDER BY id")[before:]
        letters = [letter for (text,) in rows for letter in activities.write(msgspec.json.decode(text))]
        return any("https://relay.example/users/relay/inbox" in letter.inboxes for letter in letters)

    assert not goes()
    relay.does("Accept", asked(house))
    assert goes()
    assert not goes(visibility="unlisted")
    assert not goes(visibility="followers")
    assert not goes(is_local_only=True)


def test_what_a_relay_passes_on_meets_who_follows_the_hashtag(house: House, relay: Sender) -> None:
    """An Announce of a relay is no boost: the post itself comes to those who follow one of its hashtags."""
    relay.does("Accept", asked(house))
    house.act("gwyn", tags.FollowTag(name="buses"))
    dee = sender("dee")
    post_id = dee.person.says(1, "Late again #buses", tags=("buses",), is_old=True)
    assert relay.does("Announce", f"{dee.uri}/statuses/1", to=[PUBLIC]) == 202
    assert sql.rows("SELECT 1 FROM posts_post WHERE boost_of_id IS NOT NULL") == []
    assert house.feed("gwyn") == [post_id]
