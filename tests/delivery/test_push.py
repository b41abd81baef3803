"""Web Push from the house to an app: what arrives, for whom, and when no more."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, leases, worker
from coffeehouse.domain.context import SYSTEM, Actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.push_commands import SubscribeToPush
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.domain.people.queries.push import vapid_public_key
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import inbox_commands as inbox
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.protocols.webpush import encode, public_text
from tests.cast import Cast, Person, assemble, latest_entry
from tests.delivery.push_service import PushService, push_service
from tests.delivery.web_server import Answer, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any) -> Cast:
    """Everybody, in a house that may ask this machine."""
    settings.OUTBOUND_ALLOW = (ipaddress.ip_network("127.0.0.1/32"),)
    deliveries.register_all()
    return assemble()


@pytest.fixture
def service(cast: Cast) -> Iterator[PushService]:
    """A device that knows the house's key."""
    with push_service() as found:
        found.server_key = vapid_public_key()
        yield found


def _subscribe(person: Person, service: PushService, *alerts: str, **more: Any) -> Actor:
    """The person's app asks to be woken; its actor."""
    actor = read_actor_by_token(person.token())
    assert actor is not None
    words = SubscribeToPush(
        endpoint=f"{service.origin}/device/1",
        p256dh=public_text(service.key),
        auth=encode(service.auth),
        is_standard=more.pop("standard", True),
        alerts=alerts,
        **more,
    )
    act(words, actor, "test")
    return actor


def _subscriptions() -> int:
    return int(sql.value("SELECT COUNT(*) FROM people_pushsubscription"))


@pytest.mark.parametrize("standard", [True, False])
def test_a_mention_wakes_the_app(cast: Cast, service: PushService, standard: bool) -> None:
    """The app reads, in the standard's encoding or its draft, who mentioned its account and what they said."""
    _subscribe(cast.ada, service, "mention", standard=standard)
    cast.sam.says("@ada Bore da! <3 " + "hir " * 60)
    worker.drain()
    (payload,) = service.received
    notification_id = sql.value("SELECT id FROM posts_notification WHERE type = 'mention'")
    assert payload == {
        "access_token": "",
        "preferred_locale": "en",
        "notification_id": notification_id,
        "notification_type": "mention",
        "icon": f"http://localhost:8000/avatars/{cast.sam.id}.png",
        "title": "Sam mentioned you",
        "body": payload["body"],
    }
    assert payload["body"].startswith("@ada Bore da! <3 hir hir")
    assert len(payload["body"]) <= 141
    headers = service.headers[0]
    assert (headers["ttl"], headers["urgency"]) == ("172800", "normal")
    assert "topic" not in headers
    assert sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = 'push'") == 0


def test_words_of_every_kind(cast: Cast, service: PushService) -> None:
    """Each kind has a title; a follow shows the follower's own words, a favourite waits until the screen is on."""
    _subscribe(cast.ada, service, "follow", "favourite", "reblog", "status", "update", "poll")
    post = cast.ada.says("Bins are on Tuesday")
    cast.sam.does(people.FollowAccount(target_id=cast.ada.account_id))
    cast.sam.does(posts.FavouritePost(post_id=post))
    cast.faye.does(posts.BoostPost(post_id=post))
    worker.drain()
    said = {one["notification_type"]: (one["title"], one["body"]) for one in service.received}
    assert said == {
        "follow": ("Sam follows you", ""),
        "favourite": ("Sam favourited your post", "Bins are on Tuesday"),
        "reblog": ("Faye boosted your post", "Bins are on Tuesday"),
    }
    assert {headers["urgency"] for headers in service.headers} == {"low"}


def test_words_are_in_the_readers_language(cast: Cast, service: PushService) -> None:
    """Who reads the house in Welsh (yn Gymraeg) is woken in Welsh."""
    _subscribe(cast.ada, service, "mention")
    sql.execute("UPDATE people_member SET language = 'cy' WHERE id = %s", (cast.ada.member_id,))
    cast.sam.says("@ada Shwmae")
    worker.drain()
    (payload,) = service.received
    assert (payload["preferred_locale"], payload["title"]) == ("cy", "Mae Sam wedi eich crybwyll")


def test_one_message_for_a_group_waits_at_a_time(cast: Cast, service: PushService) -> None:
    """Favourites of one post have one topic: while a device is off, the newest replaces the rest."""
    _subscribe(cast.ada, service, "favourite")
    first, second = cast.ada.says("One"), cast.ada.says("Two")
    for person in (cast.sam, cast.faye):
        person.does(posts.FavouritePost(post_id=first))
    cast.sam.does(posts.FavouritePost(post_id=second))
    worker.drain()
    topics = [headers["topic"] for headers in service.headers]
    assert topics[0] == topics[1] != topics[2]
    assert all(len(topic) == 32 for topic in topics)


def test_only_what_was_asked_for_is_pushed(cast: Cast, service: PushService) -> None:
    """A kind without an alert queues nothing."""
    _subscribe(cast.ada, service, "follow")
    cast.sam.says("@ada hello")
    assert sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = 'push'") == 0
    worker.drain()
    assert service.asked == []


@pytest.mark.parametrize(
    ("policy", "heard"),
    [("all", {"Sam", "Faye", "Bevan Nurse"}), ("followed", {"Bevan Nurse"}), ("follower", {"Faye"}), ("none", set())],
)
def test_policy_decides_whose_doings_count(cast: Cast, service: PushService, policy: str, heard: set[str]) -> None:
    """all: anybody's; followed: of accounts one follows; follower: of those who follow; none: nobody's."""
    cast.ada.does(people.FollowAccount(target_id=cast.bevan.account_id))
    cast.bevan.does(people.AuthorizeFollow(account_id=cast.ada.account_id))
    _subscribe(cast.ada, service, "mention", policy=policy)
    for person in (cast.sam, cast.faye, cast.bevan):
        person.says("@ada hello")
    worker.drain()
    assert {one["title"].removesuffix(" mentioned you") for one in service.received} == heard


def test_who_is_muted_or_blocked_wakes_nobody(cast: Cast, service: PushService) -> None:
    """Eve is blocked, Sam is muted: neither makes a notification, nor a push."""
    _subscribe(cast.ada, service, "mention")
    cast.ada.does(people.MuteAccount(target_id=cast.sam.account_id))
    cast.eve.says("@ada hello")
    cast.sam.says("@ada hello")
    worker.drain()
    assert service.asked == []


def test_what_a_policy_keeps_back_is_not_pushed(cast: Cast, service: PushService) -> None:
    """A notification that waits as a request wakes nobody."""
    _subscribe(cast.ada, service, "mention")
    cast.ada.does(inbox.SetNotificationPolicy(for_not_following="filter"))
    cast.sam.says("@ada hello")
    worker.drain()
    assert service.asked == []


@pytest.mark.parametrize(("action", "bodies"), [("hide", []), ("warn", ["Kept back by your filter “Football”"])])
def test_filters_hold_for_pushes(cast: Cast, service: PushService, action: str, bodies: list[str]) -> None:
    """What a filter hides is not pushed; of what it warns of, the words are kept back."""
    _subscribe(cast.ada, service, "mention")
    keywords = (inbox.KeywordChange(keyword="goal", whole_word=True),)
    cast.ada.does(inbox.CreateFilter(title="Football", context=("notifications",), action=action, keywords=keywords))
    cast.sam.says("@ada what a goal")
    worker.drain()
    assert [one["body"] for one in service.received] == bodies


def test_what_is_gone_by_then_is_not_pushed(cast: Cast, service: PushService) -> None:
    """A post that was deleted before the push is not read out."""
    _subscribe(cast.ada, service, "mention")
    post = cast.sam.says("@ada a secret, sorry")
    cast.sam.does(posts.DeletePost(post_id=post))
    worker.drain()
    assert service.asked == []


def test_old_news_are_not_pushed(cast: Cast, service: PushService) -> None:
    """After two days without success nobody wants to be woken any more."""
    _subscribe(cast.ada, service, "mention")
    cast.sam.says("@ada hello")
    with clock.at(clock.now_ms() + 48 * clock.HOUR + 1):
        worker.drain()
    assert service.asked == []


# Dead tokens and dead devices


def _revoke(person: Person, actor: Actor) -> None:
    person.does(people.RevokeToken(token_id=actor.token_id))


def _suspend(person: Person, _actor: Actor) -> None:
    act(people.SuspendMember(member_id=person.member_id, reason="test"), SYSTEM, "test")


@pytest.mark.parametrize("end", [_revoke, _suspend])
def test_u4_a_dead_token_is_pushed_to_no_more(cast: Cast, service: PushService, end: Any) -> None:
    """U4: from the moment a token is revoked or its member shut out nothing is pushed, not even what was queued."""
    actor = _subscribe(cast.ada, service, "mention")
    cast.sam.says("@ada hello")
    end(cast.ada, actor)
    cast.faye.says("@ada hello")
    worker.drain()
    assert service.asked == []


def test_u4_a_new_password_ends_pushes(cast: Cast, service: PushService) -> None:
    """U4: with the tokens that a change of password ends, their pushes end."""
    _subscribe(cast.ada, service, "mention")
    sql.execute("UPDATE people_member SET password = %s WHERE id = %s", (make_password("hen"), cast.ada.member_id))
    cast.ada.does(people.ChangePassword(current_password="hen", password_hash=make_password("newydd")))
    cast.sam.says("@ada hello")
    worker.drain()
    assert service.asked == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_dead_device_is_forgotten(cast: Cast, service: PushService, status: int) -> None:
    """The push service says that nobody is there: the subscription goes, recorded, and the job is done."""
    _subscribe(cast.ada, service, "mention")
    service.status = status
    cast.sam.says("@ada hello")
    worker.drain()
    assert _subscriptions() == 0
    assert latest_entry().kind == "push.ended"
    assert sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = 'push'") == 0


@pytest.mark.parametrize("status", [408, 429, 500, 503, 302])
def test_a_busy_service_is_tried_again(cast: Cast, service: PushService, status: int) -> None:
    """It comes back later and later; then it arrives once."""
    _subscribe(cast.ada, service, "mention")
    service.status = status
    cast.sam.says("@ada hello")
    worker.drain()
    assert len(service.asked) == 1
    assert _subscriptions() == 1
    run_at = leases.next_due()
    assert run_at is not None
    assert clock.now_ms() < run_at
    service.status = 201
    with clock.at(run_at):
        worker.drain()
    assert [one["notification_type"] for one in service.received] == ["mention"]
    assert leases.next_due() is None


def test_s5_an_address_inside_is_not_pushed_to(cast: Cast, service: PushService, settings: Any) -> None:
    """S5: an app cannot make the house talk to machines inside, neither by its address nor by a redirect."""
    _subscribe(cast.ada, service, "mention")
    inside = (ipaddress.ip_network("127.0.0.2/32"),)
    settings.OUTBOUND_ALLOW = inside
    cast.sam.says("@ada hello")
    worker.drain()
    assert service.asked == []
    settings.OUTBOUND_ALLOW = (ipaddress.ip_network("127.0.0.1/32"),)
    with serving(lambda _: Answer(307, Location=f"{service.origin}/device/1")) as front:
        sql.execute("UPDATE people_pushsubscription SET endpoint = %s", (f"http://127.0.0.1:{front.port}/",))
        cast.sam.says("@ada hello again")
        worker.drain()
        assert len(front.asked) == 1
    assert service.asked == []
