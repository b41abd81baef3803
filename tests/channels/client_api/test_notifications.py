"""Notifications: of what, for whom, one by one and grouped."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import FollowAccount
from coffeehouse.domain.posts.commands import BoostPost, DeletePost, FavouritePost
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


@pytest.fixture
def happened(cast: Cast) -> dict[str, Any]:
    """Everything that concerns Ada, in this order."""
    post_id = cast.ada.says("Listen")
    mention = cast.sam.says("@ada I do")
    cast.sam.does(FavouritePost(post_id=post_id))
    cast.sam.does(BoostPost(post_id=post_id))
    cast.sam.does(FollowAccount(target_id=cast.ada.account_id))
    return {"post": post_id, "mention": mention}


def test_what_concerns_one(cast: Cast, ada: Api, sam: Api, happened: dict[str, Any]) -> None:
    """Each kind with its account and post, newest first; nothing of others; each a Notification."""
    reply = ada.get("/api/v1/notifications")
    assert [one["type"] for one in reply.json][:4] == ["follow", "reblog", "favourite", "mention"]
    assert [fault for one in reply.json for fault in faults(one, "Notification")] == []
    assert reply.json[1]["status"]["id"] == str(happened["post"])
    assert "status" not in reply.json[0]
    assert {one["account"]["id"] for one in reply.json[:4]} == {cast.sam.id}
    assert sam.get("/api/v1/notifications").json == []
    assert sam.get(f"/api/v1/notifications/{reply.json[0]['id']}").status == 404
    assert ada.get(f"/api/v1/notifications/{reply.json[0]['id']}").json == reply.json[0]


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ({"types[]": ["mention"]}, ["mention"]),
        ({"exclude_types[]": ["mention", "follow", "nonsense"]}, ["reblog", "favourite"]),
        ({"types[]": ["poll"]}, []),
        ({"types[]": ["nonsense"]}, []),
        ({"limit": "2", "types[]": ["follow", "reblog", "mention"]}, ["follow", "reblog"]),
    ],
)
def test_kinds_are_chosen(ada: Api, happened: dict[str, Any], query: dict[str, Any], types: list[str]) -> None:
    """`types[]` and `exclude_types[]`, by the names there are."""
    found = [one["type"] for one in ada.get("/api/v1/notifications", **query).json]
    assert [kind for kind in found if kind != "follow" or "follow" in types][: len(types) or None] == types


def test_those_of_one_account(cast: Cast, ada: Api, happened: dict[str, Any]) -> None:
    """`account_id` chooses."""
    found = ada.get("/api/v1/notifications", account_id=cast.sam.id).json
    assert {one["account"]["id"] for one in found} == {cast.sam.id}
    assert ada.get("/api/v1/notifications", account_id=cast.wyn.id).json == []


def test_they_are_counted_until_read(ada: Api, happened: dict[str, Any]) -> None:
    """unread_count counts what is newer than the marker."""
    everything = ada.get("/api/v1/notifications").ids
    assert ada.get("/api/v1/notifications/unread_count").json == {"count": len(everything)}
    marked = ada.post("/api/v1/markers", {"notifications": {"last_read_id": str(everything[1])}})
    assert faults(marked.json["notifications"], "Marker") == []
    assert ada.get("/api/v2/notifications/unread_count").json == {"count": 1}


def test_they_are_taken_away(cast: Cast, ada: Api, sam: Api, happened: dict[str, Any]) -> None:
    """One, then all; only one's own; each act recorded."""
    first = ada.get("/api/v1/notifications").ids[0]
    assert sam.post(f"/api/v1/notifications/{first}/dismiss").status == 404
    assert ada.post(f"/api/v1/notifications/{first}/dismiss").json == {}
    assert latest_entry().kind == "notification.dismissed"
    assert first not in ada.get("/api/v1/notifications").ids
    assert ada.post("/api/v1/notifications/clear").json == {}
    assert ada.get("/api/v1/notifications").json == []
    assert sql.value("SELECT COUNT(*) FROM posts_notification WHERE account_id = %s", (cast.ada.account_id,)) == 0


def test_grouped_as_newer_apps_ask(cast: Cast, ada: Api, happened: dict[str, Any]) -> None:
    """Version 2: groups of one, their accounts and posts once each; a group is read and dismissed by its key."""
    reply = ada.get("/api/v2/notifications")
    assert faults(reply.json, "GroupedNotificationsResults") == []
    assert "Link" in reply.headers
    groups = reply.json["notification_groups"]
    assert [group["type"] for group in groups][:4] == ["follow", "reblog", "favourite", "mention"]
    assert groups[0]["status_id"] is None
    assert groups[3]["status_id"] == str(happened["mention"])
    key = groups[3]["group_key"]
    assert ada.get(f"/api/v2/notifications/{key}").json["notification_groups"] == [groups[3]]
    assert ada.get(f"/api/v2/notifications/{key}/accounts").ids == [cast.sam.account_id]
    assert ada.post(f"/api/v2/notifications/{key}/dismiss").status == 200
    for wrong in (key, "ungrouped-abc", "ungrouped-", "favourite-1", "ungrouped-" + "9" * 30):
        assert ada.get(f"/api/v2/notifications/{wrong}").status == 404


def test_a_post_that_is_gone_takes_its_news_along(cast: Cast, ada: Api, happened: dict[str, Any]) -> None:
    """After deletion no notification leads to it."""
    cast.sam.does(DeletePost(post_id=happened["mention"]))
    assert "mention" not in [one["type"] for one in ada.get("/api/v1/notifications").json]


def test_nothing_is_kept_back(ada: Api) -> None:
    """The policy accepts all, and there are no requests: that is how the house works."""
    assert faults(ada.get("/api/v2/notifications/policy").json, "NotificationPolicy") == []
    assert ada.get("/api/v1/notifications/requests").json == []


def test_p2_what_is_no_longer_seen_does_not_end_the_list(cast: Cast, faye: Api) -> None:
    """News of posts one may no longer see are left out; what is older is still reached by the next page."""
    mention = cast.sam.says("@faye hello")
    faye.post(f"/api/v1/accounts/{cast.ada.id}/follow", {"notify": True})
    for number in range(3):
        cast.ada.says(f"for followers {number}", "followers")
    assert len(faye.get("/api/v1/notifications").json) == 4
    faye.post(f"/api/v1/accounts/{cast.ada.id}/unfollow")
    found = faye.get("/api/v1/notifications", limit=2).json
    assert [one["status"]["id"] for one in found] == [str(mention)]
