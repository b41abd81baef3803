"""What is kept back of notifications: the policy in both versions, and the requests of those who wait."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts.commands import FavouritePost
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

POLICY, V1_POLICY = "/api/v2/notifications/policy", "/api/v1/notifications/policy"
REQUESTS = "/api/v1/notifications/requests"


@pytest.fixture
def waiting(cast: Cast, ada: Api) -> int:
    """Sam, whom Ada does not follow, mentions her and likes a post; his mention's post."""
    assert ada.patch(POLICY, {"for_not_following": "filter"}).status == 200
    post = cast.sam.says("@ada hello")
    cast.sam.does(FavouritePost(post_id=cast.ada.says("Listen")))
    return post


def test_at_first_everything_is_accepted(ada: Api) -> None:
    """Only accounts a moderator has limited are kept back."""
    reply = ada.get(POLICY)
    assert faults(reply.json, "NotificationPolicy") == []
    assert reply.json == {
        "for_not_following": "accept", "for_not_followers": "accept", "for_new_accounts": "accept",
        "for_private_mentions": "accept", "for_limited_accounts": "filter",
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
    }  # fmt: skip
    assert ada.get(REQUESTS).json == []


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_it_is_changed(ada: Api, sam: Api, method: str) -> None:
    """By form as well; what is not named stays; another word is 422; it is one's own."""
    changed = ada.form(method, POLICY, "for_new_accounts=drop&for_private_mentions=filter")
    assert faults(changed.json, "NotificationPolicy") == []
    assert (changed.json["for_new_accounts"], changed.json["for_private_mentions"]) == ("drop", "filter")
    assert changed.json["for_not_following"] == "accept"
    assert ada.patch(POLICY, {"for_not_following": "maybe"}).status == 422
    assert ada.get(POLICY).json == changed.json
    assert sam.get(POLICY).json["for_new_accounts"] == "accept"


def test_version_one_says_yes_or_no(ada: Api) -> None:
    """Yes is filter or drop; saying yes again does not make less of a drop."""
    ada.patch(POLICY, {"for_new_accounts": "drop"})
    reply = ada.get(V1_POLICY)
    assert faults(reply.json, "V1NotificationPolicy") == []
    assert (reply.json["filter_new_accounts"], reply.json["filter_not_following"]) == (True, False)
    changed = ada.patch(V1_POLICY, {"filter_new_accounts": True, "filter_not_following": True})
    assert faults(changed.json, "V1NotificationPolicy") == []
    now = ada.get(POLICY).json
    assert (now["for_new_accounts"], now["for_not_following"]) == ("drop", "filter")
    ada.patch(V1_POLICY, {"filter_new_accounts": False})
    assert ada.get(POLICY).json["for_new_accounts"] == "accept"


def test_what_is_kept_back_is_listed_apart(cast: Cast, ada: Api, waiting: int) -> None:
    """Not among the notifications unless asked for; one request for each account, with its latest post."""
    assert "mention" not in [one["type"] for one in ada.get("/api/v1/notifications").json]
    kept = {one["type"] for one in ada.get("/api/v1/notifications", include_filtered="true").json}
    assert {"mention", "favourite"} <= kept
    assert len(ada.get("/api/v1/notifications", account_id=cast.sam.id).json) == 2
    assert ada.get("/api/v1/notifications/unread_count", **{"types[]": "mention"}).json == {"count": 0}
    groups = ada.get("/api/v2/notifications", include_filtered="true").json["notification_groups"]
    assert "mention" in [group["type"] for group in groups]
    reply = ada.get(REQUESTS)
    assert [fault for one in reply.json for fault in faults(one, "NotificationRequest")] == []
    assert [(one["account"]["id"], one["notifications_count"]) for one in reply.json] == [(cast.sam.id, "2")]
    one = ada.get(f"{REQUESTS}/{reply.json[0]['id']}")
    assert one.json == reply.json[0]
    assert ada.get(POLICY).json["summary"] == {"pending_requests_count": 1, "pending_notifications_count": 2}
    assert ada.get(f"{REQUESTS}/merged").json == {"merged": True}


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("verb", ["accept", "dismiss"])
def test_one_or_several_are_decided(cast: Cast, ada: Api, sam: Api, waiting: int, verb: str, several: bool) -> None:
    """Accepted they are notifications like others, dismissed they are gone; P1: by their reader only."""
    request = ada.get(REQUESTS).json[0]["id"]
    path = f"{REQUESTS}/{verb}" if several else f"{REQUESTS}/{request}/{verb}"
    body = {"id": [request]} if several else None
    assert sam.post(path, body).status == 404
    assert ada.post(path, body).json == {}
    assert ada.get(REQUESTS).json == []
    assert ada.get(f"{REQUESTS}/{request}").status == 404
    told = [one["type"] for one in ada.get("/api/v1/notifications", include_filtered="true").json]
    assert ("mention" in told) == (verb == "accept")
    cast.sam.says("@ada once more")
    assert len(ada.get(REQUESTS).json) == (0 if verb == "accept" else 1)


def test_a_request_goes_with_what_it_is_for(cast: Cast, ada: Api, sam: Api, waiting: int) -> None:
    """When everything that was kept back has been taken back, nothing waits."""
    assert sam.delete(f"/api/v1/statuses/{waiting}").status == 200
    assert ada.get(REQUESTS).json[0]["last_status"]["content"] == "<p>Listen</p>"
    for post in ada.get(f"/api/v1/accounts/{cast.ada.id}/statuses").ids:
        sam.post(f"/api/v1/statuses/{post}/unfavourite")
    assert ada.get(REQUESTS).json == []
    assert ada.get(POLICY).json["summary"]["pending_requests_count"] == 0


@pytest.mark.parametrize("scope", ["read:notifications", "write:notifications", "read:accounts"])
def test_scopes(cast: Cast, waiting: int, scope: str) -> None:
    """Reading and writing apart."""
    api = Api(cast.ada.token(scope))
    request = Api(cast.ada.token()).get(REQUESTS).json[0]["id"]
    for path in (POLICY, V1_POLICY, REQUESTS, f"{REQUESTS}/{request}", f"{REQUESTS}/merged"):
        assert api.get(path).status == (200 if scope == "read:notifications" else 403)
        assert Api().get(path).status == 401
    assert api.patch(POLICY, {}).status == (200 if scope == "write:notifications" else 403)
    assert api.post(f"{REQUESTS}/{request}/dismiss").status == (200 if scope == "write:notifications" else 403)
