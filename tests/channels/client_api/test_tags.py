"""Hashtags: following them, showing them on a profile, and what a Tag says to whom."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.people.commands import BlockAccount
from tests.cast import Cast, latest_entry
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_timelines import follow_link
from tests.protocols.schema import faults


def test_following_a_hashtag(cast: Cast, sam: Api, anonymous: Api) -> None:
    """It says so to who follows it; posts with it come home; the list of followed ones is paged by the follow."""
    before = cast.ada.says("Earlier #Tea")
    reply = sam.post("/api/v1/tags/Tea/follow")
    assert (reply.status, reply.json["following"], reply.json["name"]) == (200, True, "tea")
    assert faults(reply.json, "Tag") == []
    assert latest_entry().entry.kind == "tag.followed"
    after = cast.ada.says("Later #tea")
    assert sam.get("/api/v1/timelines/home").ids == [after, before]
    sam.post("/api/v1/tags/cake/follow")
    followed = sam.get("/api/v1/followed_tags")
    assert [faults(tag, "Tag") for tag in followed.json] == [[], []]
    assert [(tag["name"], tag["following"]) for tag in followed.json] == [("cake", True), ("tea", True)]
    first = sam.get("/api/v1/followed_tags", limit=1)
    rest = follow_link(sam, first, "next")
    assert rest is not None
    assert [tag["name"] for tag in (*first.json, *rest.json)] == ["cake", "tea"]
    assert anonymous.get("/api/v1/tags/tea").json["following"] is None
    assert sam.get("/api/v2/search", q="tea").json["hashtags"][0]["following"] is True
    gone = sam.post("/api/v1/tags/tea/unfollow").json
    assert (gone["following"], sam.get("/api/v1/timelines/home").json) == (False, [])


def test_a_followed_tag_nobody_else_used_looks_unused_to_others(cast: Cast, sam: Api, anonymous: Api) -> None:
    """P2: nor is a hashtag of private posts found."""
    cast.ada.says("#secret", "followers")
    assert anonymous.get("/api/v1/tags/secret").json["id"] == anonymous.get("/api/v1/tags/never").json["id"] == "0"
    mine = sam.post("/api/v1/tags/secret/follow").json
    assert (mine["following"], mine["history"][0]["uses"]) == (True, "0")
    assert anonymous.get("/api/v1/tags/secret").json["id"] == "0"


@pytest.mark.parametrize("verb", ["follow", "unfollow", "feature", "unfeature"])
def test_what_is_no_hashtag_is_not_found(cast: Cast, sam: Api, anonymous: Api, verb: str) -> None:
    """404 as Mastodon; 401 without a token, 403 without the scope."""
    for name in ("1234", "two%20words", "a-b", "x" * 101, "%00", "%F0%9F%92%A9"):
        assert sam.post(f"/api/v1/tags/{name}/{verb}").status == 404, name
        assert sam.get(f"/api/v1/tags/{name}").status == 404, name
    assert anonymous.post(f"/api/v1/tags/tea/{verb}").status == 401
    assert Api(cast.sam.token("read")).post(f"/api/v1/tags/tea/{verb}").status == 403


def test_showing_a_hashtag_on_a_profile(cast: Cast, ada: Api, anonymous: Api, eve: Api) -> None:
    """Made, shown to everybody with its count, found in the profile, taken off; P4: not to whom one blocks."""
    cast.ada.says("#Tea")
    cast.ada.says("#tea", "followers")
    made = ada.post("/api/v1/featured_tags", {"name": "tea"})
    assert faults(made.json, "FeaturedTag") == []
    assert (made.json["name"], made.json["statuses_count"]) == ("Tea", "1")
    assert made.json["url"] == "http://localhost:8000/@ada/tagged/tea"
    assert latest_entry().entry.kind == "tag.featured"
    path = f"/api/v1/accounts/{cast.ada.id}/featured_tags"
    assert ada.get("/api/v1/featured_tags").json == anonymous.get(path).json == [made.json]
    assert ada.get("/api/v1/profile").json["featured_tags"] == [made.json]
    assert eve.get(path).json == []
    assert ada.get("/api/v1/tags/tea").json["featuring"] is True
    assert ada.post("/api/v1/featured_tags", {"name": "#TEA"}).json == made.json
    assert ada.delete(f"/api/v1/featured_tags/{made.json['id']}").json == {}
    assert ada.delete(f"/api/v1/featured_tags/{made.json['id']}").status == 404
    assert anonymous.get(path).json == []


def test_by_the_hashtags_name(cast: Cast, ada: Api) -> None:
    """As Mastodon 4.4: the answer is the Tag."""
    for verb, shown in (("feature", True), ("unfeature", False), ("unfeature", False)):
        reply = ada.post(f"/api/v1/tags/Tea/{verb}")
        assert faults(reply.json, "Tag") == []
        assert reply.json["featuring"] is shown


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": " "}, {"name": "two words"}, {"name": 12}, {"name": ["a"]}]
)
def test_d4_what_cannot_be_shown_is_refused(ada: Api, body: dict[str, Any]) -> None:
    """D4: 422 in words; and the eleventh."""
    assert ada.post("/api/v1/featured_tags", body).status == 422
    for number in range(10):
        ada.post("/api/v1/featured_tags", {"name": f"tag{number}"})
    assert "maximum" in ada.post("/api/v1/featured_tags", {"name": "onemore"}).error


def test_suggested_are_those_one_used(cast: Cast, ada: Api, sam: Api) -> None:
    """Most used first; not those shown already, nor others' ones."""
    cast.ada.says("#tea #cake")
    cast.ada.says("#cake", "followers")
    cast.ada.says("#toast")
    cast.sam.says("#coffee")
    ada.post("/api/v1/tags/toast/feature")
    found = ada.get("/api/v1/featured_tags/suggestions").json
    assert [faults(tag, "Tag") for tag in found] == [[], []]
    assert [tag["name"] for tag in found] == ["cake", "tea"]


def test_a_voice_follows_and_shows_as_well(cast: Cast) -> None:
    """Whoever acts as it; the member's own account does not."""
    voice, cade = Api(cast.cade.token(account_id=cast.voice_id)), Api(cast.cade.token())
    assert voice.post("/api/v1/tags/tea/follow").json["following"] is True
    assert voice.post("/api/v1/featured_tags", {"name": "tea"}).status == 200
    assert cade.get("/api/v1/tags/tea").json["following"] is False
    assert cade.get("/api/v1/featured_tags").json == []


def test_tags_of_whom_one_blocks_do_not_come(cast: Cast, sam: Api) -> None:
    """Though one follows the hashtag."""
    sam.post("/api/v1/tags/tea/follow")
    cast.sam.does(BlockAccount(target_id=cast.ada.account_id))
    cast.ada.says("#tea")
    assert sam.get("/api/v1/timelines/home").json == []
