"""Notifications: of what, for whom, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import FollowAccount
from coffeehouse.domain.posts.commands import BoostPost, DeletePost, FavouritePost
from coffeehouse.domain.posts.queries.notifications import TYPES
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults, schemas


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


def test_a_post_that_is_gone_takes_its_news_along(cast: Cast, ada: Api, happened: dict[str, Any]) -> None:
    """After deletion no notification leads to it."""
    cast.sam.does(DeletePost(post_id=happened["mention"]))
    assert "mention" not in [one["type"] for one in ada.get("/api/v1/notifications").json]


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


def test_p2_what_is_no_longer_seen_is_not_counted(cast: Cast, faye: Api) -> None:
    """P2: the number of news tells no more than their list."""
    faye.post(f"/api/v1/accounts/{cast.ada.id}/follow", {"notify": True})
    for number in range(3):
        cast.ada.says(f"for followers {number}", "followers")
    for version in ("v1", "v2"):
        assert faye.get(f"/api/{version}/notifications/unread_count").json == {"count": 3}
    faye.post(f"/api/v1/accounts/{cast.ada.id}/unfollow")
    for version in ("v1", "v2"):
        assert faye.get(f"/api/{version}/notifications/unread_count").json == {"count": 0}


def test_the_count_takes_the_same_words(ada: Api, happened: dict[str, Any]) -> None:
    """Kinds, sender and limit choose what is counted too."""
    count = "/api/v1/notifications/unread_count"
    assert ada.get(count, **{"types[]": "mention"}).json == {"count": 1}
    assert ada.get(count, **{"exclude_types[]": ["follow", "mention"]}).json == {"count": 2}
    assert ada.get(count, limit=1).json == {"count": 1}


def test_one_is_dismissed_by_body_too(ada: Api, sam: Api, happened: dict[str, Any]) -> None:
    """Older apps send the id as a member; P1: of one's own only, and none is 404."""
    first = ada.get("/api/v1/notifications").json[0]["id"]
    assert sam.post("/api/v1/notifications/dismiss", {"id": first}).status == 404
    assert ada.form("POST", "/api/v1/notifications/dismiss", f"id={first}").json == {}
    assert ada.post("/api/v1/notifications/dismiss", {"id": first}).status == 404
    assert ada.post("/api/v1/notifications/dismiss").status == 404


def test_a_page_is_one_query(ada: Api, happened: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever did it, the post and its author come along; the other query is for the token."""
    asked: list[str] = []
    run = sql._run

    def noted(statement: str, params: Any) -> Any:
        asked.append(statement)
        return run(statement, params)

    monkeypatch.setattr(sql, "_run", noted)
    assert len(ada.get("/api/v1/notifications").json) > 3
    assert len([statement for statement in asked if "people_token" in statement]) == 1
    assert len([statement for statement in asked if "posts_notification" in statement]) == 1
    assert len(asked) <= 3, asked


def test_every_kind_can_be_told(cast: Cast, ada: Api) -> None:
    """All of Mastodon's, also those that nothing here makes yet; what only one kind has stands under its name."""
    warning = '{"id":"1","action":"none","text":"","created_at":"2026-01-01T00:00:00.000Z"}'
    for number, kind in enumerate(TYPES):
        sql.execute(
            "INSERT INTO posts_notification (id, account_id, type, from_account_id, created_at, detail)"
            " VALUES (%s, %s, %s, %s, 0, %s)",
            (
                number + 1,
                cast.ada.account_id,
                kind,
                cast.sam.account_id,
                warning if kind == "moderation_warning" else "",
            ),
        )
    found = {one["type"]: one for one in ada.get("/api/v1/notifications", max_id="1000").json}
    assert found.keys() == set(TYPES)
    assert found["moderation_warning"]["moderation_warning"]["id"] == "1"
    documented = set(schemas()["NotificationTypeEnum"]["enum"])
    assert documented <= set(TYPES)
