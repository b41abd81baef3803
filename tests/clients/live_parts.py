"""Parts of the walk through Mastodon.py: notifications, reports, push, streams."""

from __future__ import annotations

from typing import Any

from mastodon import Mastodon

from tests.clients.furnished_house import STRANGERS, ask, until
from tests.clients.people_parts import People
from tests.clients.recording import note
from tests.clients.test_mastodon_py_streams import Ear
from tests.delivery.web_server import Answer, Asked, serving


def notifications(people: People) -> None:
    """Singly, in groups, conversations; and what waits because a stranger wrote."""
    gwen, huw = people.gwen, people.huw
    post = gwen.status_post("Like me")
    huw.status_favourite(post)
    huw.status_post("@gwen only you", visibility="direct")
    talk = gwen.conversations()[0]
    assert not gwen.conversations_read(talk).unread
    found = gwen.notifications(limit=30)
    assert {"favourite", "mention", "follow", "reblog"} <= {one.type for one in found}
    assert gwen.notifications_unread_count().count
    gwen.notifications_dismiss(found[0])
    groups = gwen.grouped_notifications(limit=30, expand_accounts="full")
    gwen.grouped_notifications(limit=30, expand_accounts="partial_avatars")
    key = next(group.group_key for group in groups.notification_groups if group.type == "favourite")
    assert gwen.grouped_notification(key).notification_groups[0].group_key == key
    assert gwen.grouped_notification_accounts(key)[0].acct == "huw"
    assert gwen.unread_grouped_notifications_count() > 0
    gwen.dismiss_grouped_notification(key)
    strangers(people)
    gwen.notifications_clear()
    assert gwen.notifications() == []


def strangers(people: People) -> None:
    """Requests: one taken, one put away; then several at once."""
    gwen = people.gwen
    assert gwen.update_notifications_policy(for_not_following="filter").for_not_following == "filter"
    for several, names in ((False, ("cadi", "ifan")), (True, STRANGERS)):
        for name in names:
            ask(people.house, name, "POST", "/api/v1/statuses", status="@gwen hello from afar")
        waiting = {one.account.acct: one for one in gwen.notification_requests()}
        first, second = (waiting[name] for name in names)
        assert gwen.notification_request(first).last_status is not None
        assert gwen.notifications_policy().summary.pending_requests_count == 2
        if several:
            gwen.accept_multiple_notification_requests([first])
            gwen.dismiss_multiple_notification_requests([second])
        else:
            gwen.accept_notification_request(first)
            gwen.dismiss_notification_request(second)
    until(gwen.notifications_merged)
    gwen.update_notifications_policy(for_not_following="accept")


def reporting(people: People) -> None:
    """A report of a post against a rule."""
    huw = people.huw
    rule = huw.instance_rules()[0]
    post = people.cadi.status_post("Rude")
    made = huw.report(people.id("cadi"), [post], comment="rude", category="violation", rule_ids=[rule.id])
    assert made.category == "violation"


def pushing(people: People) -> None:
    """Subscribe, change, read what arrives, end."""
    gwen, asked = people.gwen, list[Asked]()

    def take(request: Asked) -> Answer:
        asked.append(request)
        return Answer(201)

    private, public = gwen.push_subscription_generate_keys()
    with serving(take) as web:
        made = gwen.push_subscription_set(f"http://127.0.0.1:{web.port}/x", public, favourite_events=True)
        assert gwen.push_subscription() == made
        people.huw.status_favourite(gwen.status_post("Paned?"))
        until(lambda: asked)
        head = asked[0].headers
        read = gwen.push_subscription_decrypt_push(asked[0].body, private, head["encryption"], head["crypto-key"])
    assert read.notification_type == "favourite"
    assert gwen.push_subscription_update(mention_events=True).alerts["mention"]
    gwen.push_subscription_delete()


def streams(people: People) -> None:
    """Each stream brings a post. test_mastodon_py_streams tells more."""
    gwen, huw = people.gwen, people.huw
    assert huw.stream_healthy()
    neighbours = huw.list_create("Streamed")
    huw.list_accounts_add(neighbours, [people.id("gwen")])
    for name, options, event in (
        ("stream_user", {}, "update"), ("stream_user_notifications", {}, "notification"),
        ("stream_public", {}, "update"), ("stream_local", {}, "update"), ("stream_hashtag", {"tag": "live"}, "update"),
        ("stream_list", {"id": neighbours.id}, "update"), ("stream_direct", {}, "conversation"),
    ):  # fmt: skip
        ear = Ear()
        handle = getattr(huw, name)(listener=ear, run_async=True, **options)
        assert ear.is_open.wait(10), name
        visibility = "direct" if name == "stream_direct" else "public"
        gwen.status_post(f"@huw #live on {name}", visibility=visibility)
        heard = {ear.next()[0]}
        if name == "stream_user":
            heard.add(ear.next()[0])
        assert event in heard, (name, heard)
        handle.close()
    huw.list_delete(neighbours)


def itself(people: People) -> None:
    """What the client does without asking."""
    assert Mastodon.get_supported_version()
    note("get_supported_version", "")
    people.huw.set_language("cy")
    clear: Any = people.huw.clear_caches
    clear()
