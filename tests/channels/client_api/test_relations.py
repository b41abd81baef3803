"""Following, requests, blocks, mutes, notes: the Relationship that comes back, the row, the entry, and what is seen."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


@pytest.mark.parametrize(
    ("verb", "body", "shown", "kind"),
    [
        (
            "follow", {"reblogs": False, "notify": True},
            {"following": True, "showing_reblogs": False, "notifying": True}, "follow.created",
        ),
        ("block", None, {"blocking": True}, "account.blocked"),
        ("mute", {"notifications": False}, {"muting": True, "muting_notifications": False}, "account.muted"),
        ("note", {"comment": "met at the fair"}, {"note": "met at the fair"}, "account.noted"),
    ],
)  # fmt: skip
def test_an_act_shows_and_is_recorded(
    cast: Cast, sam: Api, verb: str, body: Any, shown: dict[str, Any], kind: str
) -> None:
    """The answer is the Relationship after the act; one entry names it; relationships says the same."""
    reply = sam.post(f"/api/v1/accounts/{cast.ada.id}/{verb}", body)
    assert reply.status == 200, reply.body
    assert faults(reply.json, "Relationship") == []
    assert {name: reply.json[name] for name in shown} == shown
    assert (latest_entry().kind, latest_entry().actor) == (kind, f"account/{cast.sam.id}")
    assert sam.get("/api/v1/accounts/relationships", **{"id[]": cast.ada.id}).json == [reply.json]


@pytest.mark.parametrize(
    ("verb", "back", "flag"),
    [("follow", "unfollow", "following"), ("block", "unblock", "blocking"), ("mute", "unmute", "muting")],
)
def test_and_back_again(cast: Cast, sam: Api, verb: str, back: str, flag: str) -> None:
    """What was done can be undone; undoing nothing is no error."""
    sam.post(f"/api/v1/accounts/{cast.ada.id}/{verb}")
    assert sam.post(f"/api/v1/accounts/{cast.ada.id}/{back}").json[flag] is False
    assert sam.post(f"/api/v1/accounts/{cast.ada.id}/{back}").json[flag] is False


@pytest.mark.parametrize(("answer", "follows"), [("authorize", True), ("reject", False)])
def test_a_locked_account_is_asked(cast: Cast, sam: Api, bevan: Api, answer: str, follows: bool) -> None:
    """A request, shown to the one asked, answered once; O8: until then no followers-only post is seen."""
    post_id = cast.bevan.says("For followers", "followers")
    assert sam.post(f"/api/v1/accounts/{cast.bevan.id}/follow").json["requested"] is True
    assert sam.get(f"/api/v1/statuses/{post_id}").status == 404
    assert bevan.get("/api/v1/follow_requests").ids == [cast.sam.account_id]
    assert [one["type"] for one in bevan.get("/api/v1/notifications").json] == ["follow_request"]
    reply = bevan.post(f"/api/v1/follow_requests/{cast.sam.id}/{answer}")
    assert reply.json["followed_by"] is follows
    assert bevan.get("/api/v1/follow_requests").json == []
    assert sam.get(f"/api/v1/statuses/{post_id}").status == (200 if follows else 404)
    assert bevan.post(f"/api/v1/follow_requests/{cast.sam.id}/{answer}").status == 404


def test_a_block_hides_both_ways(cast: Cast, ada: Api, eve: Api) -> None:
    """P4: who is blocked reads nothing of the one who blocks, and cannot follow or answer."""
    public, direct = cast.ada.says("For everybody"), cast.ada.says("@eve psst", "direct")
    assert eve.get(f"/api/v1/accounts/{cast.ada.id}/statuses").json == []
    for post_id in (public, direct):
        assert eve.get(f"/api/v1/statuses/{post_id}").status == 404
    assert public not in eve.get("/api/v1/timelines/public").ids
    assert eve.post(f"/api/v1/accounts/{cast.ada.id}/follow").status == 404
    assert cast.eve.account_id in ada.get("/api/v1/blocks").ids
    hers = cast.eve.says("From Eve")
    assert hers not in ada.get("/api/v1/timelines/public").ids


def test_a_mute_can_end_by_itself(cast: Cast, sam: Api) -> None:
    """`duration` in seconds is shown as the time it ends."""
    reply = sam.post(f"/api/v1/accounts/{cast.ada.id}/mute", {"duration": 3600})
    assert reply.json["muting_expires_at"].endswith("Z")
    assert sam.get("/api/v1/mutes").ids == [cast.ada.account_id]
    assert sam.post(f"/api/v1/accounts/{cast.ada.id}/mute", {"duration": "soon"}).status == 422


def test_a_follower_is_removed(cast: Cast, ada: Api) -> None:
    """Without a block."""
    assert ada.post(f"/api/v1/accounts/{cast.faye.id}/remove_from_followers").json["followed_by"] is False
    assert sql.value("SELECT COUNT(*) FROM people_follow WHERE account_id = %s", (cast.faye.account_id,)) == 0


@pytest.mark.parametrize("verb", ["follow", "block", "mute"])
def test_not_towards_oneself_nor_nobody(cast: Cast, ada: Api, verb: str) -> None:
    """403 in words for oneself, 404 for whom there is not."""
    assert ada.post(f"/api/v1/accounts/{cast.ada.id}/{verb}").status == 403
    assert ada.post(f"/api/v1/accounts/12345/{verb}").status == 404
    assert ada.post(f"/api/v1/accounts/abc/{verb}").status == 404
