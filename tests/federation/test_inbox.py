"""The inbox: what people on other servers do here, delivered and signed, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.people import commands as people
from tests.commands.house import House
from tests.federation.delivering import PUBLIC, Sender, sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee(house: House) -> Sender:
    """Somebody on another server."""
    return sender()


def uri_of(name: str) -> str:
    return f"{settings.BASE_URL}/users/{name}"


def uri_of_post(post_id: int, name: str = "ada") -> str:
    return f"{uri_of(name)}/statuses/{post_id}"


def follows(house: House, dee: Sender) -> list[Any]:
    return sql.rows("SELECT account_id, target_id, is_pending FROM people_follow ORDER BY id")


@pytest.mark.parametrize("form", ["cavage", "rfc9421"])
def test_somebody_elsewhere_follows_and_follows_no_longer(house: House, dee: Sender, form: str) -> None:
    """A follow as everybody's, told, recorded with who did it by which activity; where posts go; and all of it back."""
    before = house.size()
    assert dee.delivers(dee.activity("Follow", uri_of("ada")), form=form).status_code == 202
    assert follows(house, dee) == [(dee.id, house.id("ada"), False)]
    assert house.notified("ada") == [("follow", dee.id, None)]
    fact = house.fact(before)
    assert (fact.kind, fact.actor, fact.capacity, fact.channel) == (
        "follow.created", f"account/{dee.id}", "remote", "federation",
    )  # fmt: skip
    assert fact.payload["activity"] == f"{dee.uri}#follows/1"
    assert sql.rows("SELECT target_id, account_id, host FROM federation_remotefollower") == [
        (house.id("ada"), dee.id, "elsewhere.example")
    ]
    assert resolving.uri_of_deed("follow", dee.id, house.id("ada")) == f"{dee.uri}#follows/1"
    assert dee.undoes("Follow", uri_of("ada")) == 202
    assert follows(house, dee) == []
    assert sql.rows("SELECT 1 FROM federation_remotefollower UNION ALL SELECT 1 FROM federation_deed") == []


def test_a_locked_account_is_asked_first(house: House, dee: Sender) -> None:
    """No post goes there before the request is granted (attack O8)."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    dee.does("Follow", uri_of("ada"))
    assert follows(house, dee) == [(dee.id, house.id("ada"), True)]
    assert sql.rows("SELECT 1 FROM federation_remotefollower") == []
    house.act("ada", people.AuthorizeFollow(account_id=dee.id))
    assert sql.rows("SELECT account_id FROM federation_remotefollower") == [(dee.id,)]
    house.act("ada", people.RemoveFollower(account_id=dee.id))
    assert sql.rows("SELECT account_id FROM federation_remotefollower") == []


def test_the_same_request_twice_is_done_once_a10(house: House, dee: Sender) -> None:
    """The same signed request, and the same activity signed anew: answered alike, one entry, one notification."""
    post = house.post()
    like = dee.activity("Like", uri_of_post(post))
    before = house.size()
    for _ in range(3):
        assert dee.delivers(like).status_code == 202
    assert house.size() == before + 1
    assert house.notified("ada") == [("favourite", dee.id, post)]


def test_likes_and_boosts_come_and_go(house: House, dee: Sender) -> None:
    """Counted, told, and taken back by the embedded activity or by its identity alone."""
    post = house.post()
    counts = "SELECT favourites_count, boosts_count FROM posts_postcounts WHERE post_id = %s"
    assert dee.does("Like", uri_of_post(post)) == 202
    assert dee.does("Announce", uri_of_post(post), to=[PUBLIC]) == 202
    assert sql.row(counts, (post,)) == (1, 1)
    boost = sql.row("SELECT id, uri, type FROM federation_remoteobject")
    assert boost is not None
    assert boost[1:] == (f"{dee.uri}#announces/1", "Announce")
    assert [kind for kind, *_ in house.notified("ada")] == ["favourite", "reblog"]
    assert dee.does("Undo", f"{dee.uri}#likes/1", "a") == 202
    assert dee.undoes("Announce", uri_of_post(post)) == 202
    assert sql.row(counts, (post,)) == (0, 0)
    assert sql.rows("SELECT 1 FROM federation_remoteobject") == []
    # The boost taken back does not come again, when it comes late.
    assert dee.does("Announce", uri_of_post(post), to=[PUBLIC]) == 202
    assert sql.row(counts, (post,)) == (0, 0)
