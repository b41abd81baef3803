"""Timelines: what stands in each, for whom, and how one pages through them."""

from __future__ import annotations

import re

import pytest

from coffeehouse.domain.people.commands import AddToList, CreateList, FollowAccount, MuteAccount
from coffeehouse.domain.posts.commands import BoostPost
from tests.cast import Cast
from tests.channels.client_api.api import Api, Reply
from tests.protocols.schema import faults


def follow_link(api: Api, reply: Reply, relation: str) -> Reply | None:
    """The page the Link header leads to."""
    match = re.search(rf'<http://localhost:8000([^>?]+)\?([^>]*)>; rel="{relation}"', reply.headers.get("Link", ""))
    return None if match is None else api.get(f"{match[1]}?{match[2]}")


def test_home_is_what_one_follows(cast: Cast, faye: Api, sam: Api) -> None:
    """Own posts and those followed, boosts too; nothing of strangers; nothing one may not see."""
    seen = [cast.ada.says("public"), cast.ada.says("followers", "followers"), cast.faye.says("own")]
    cast.ada.says("@sam only you", "direct")
    cast.sam.says("stranger")
    boosted = cast.bevan.says("boosted")
    boost = int(cast.ada.does(BoostPost(post_id=boosted)).result["id"])
    reply = faye.get("/api/v1/timelines/home")
    assert reply.ids == [boost, *seen[::-1]]
    assert [fault for status in reply.json for fault in faults(status, "Status")] == []
    assert [status["content"] for status in sam.get("/api/v1/timelines/home").json] == ["<p>stranger</p>"]


def test_public_is_public_only(cast: Cast, anonymous: Api, ada: Api) -> None:
    """No unlisted, followers-only or direct posts, no answers; muted accounts are left out for who mutes."""
    shown = cast.ada.says("public")
    for visibility in ("unlisted", "followers", "direct"):
        cast.ada.says(visibility, visibility)
    cast.ada.says("answer", in_reply_to_id=shown)
    other = cast.sam.says("by Sam")
    assert anonymous.get("/api/v1/timelines/public").ids == [other, shown]
    assert anonymous.get("/api/v1/timelines/public", remote="true").ids == []
    assert anonymous.get("/api/v1/timelines/public", only_media="true").ids == []
    cast.ada.does(MuteAccount(target_id=cast.sam.account_id))
    assert ada.get("/api/v1/timelines/public").ids == [shown]


def test_a_hashtag_in_any_case(cast: Cast, anonymous: Api) -> None:
    """Public posts with the tag; any, all, none of others."""
    tea, both = cast.ada.says("#Tea"), cast.ada.says("#tea and #cake")
    cast.ada.says("#tea for two", "followers")
    assert anonymous.get("/api/v1/timelines/tag/TEA").ids == [both, tea]
    assert anonymous.get("/api/v1/timelines/tag/tea", **{"all[]": "cake"}).ids == [both]
    assert anonymous.get("/api/v1/timelines/tag/tea", **{"none[]": "cake"}).ids == [tea]
    assert anonymous.get("/api/v1/timelines/tag/cake", **{"any[]": "tea"}).ids == [both, tea]
    assert anonymous.get("/api/v1/timelines/tag/nothing").json == []


def test_p1_a_list_is_its_owners(cast: Cast, faye: Api, sam: Api) -> None:
    """P1: the posts of who is on it, for its owner; for others it is not there."""
    list_id = cast.faye.does(CreateList(title="Friends")).result
    cast.faye.does(AddToList(list_id=int(list_id), account_ids=(cast.ada.account_id,)))
    post_id = cast.ada.says("listed")
    cast.faye.says("own, not on the list")
    assert faye.get(f"/api/v1/timelines/list/{list_id}").ids == [post_id]
    assert sam.get(f"/api/v1/timelines/list/{list_id}").status == 404


def test_paging_leads_through_everything_once(cast: Cast, faye: Api) -> None:
    """`next` until there is none shows every post exactly once; `prev` leads to what is newer."""
    posts = [cast.ada.says(f"post {number}") for number in range(7)]
    page: Reply | None = faye.get("/api/v1/timelines/home", limit=3)
    seen: list[int] = []
    while page is not None and page.ids:
        seen += page.ids
        page = follow_link(faye, page, "next")
    assert seen == posts[::-1]
    first = faye.get("/api/v1/timelines/home", limit=3)
    newer = cast.ada.says("newer")
    back = follow_link(faye, first, "prev")
    assert back is not None
    assert back.ids == [newer]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "1000000000"}, {"limit": "-1"}, {"limit": "abc"}, {"max_id": "0"}, {"max_id": "-5"},
        {"min_id": str(2**64)}, {"since_id": "9" * 400}, {"max_id": "1", "min_id": "2"}, {"max_id": "%27 OR 1=1"},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["timelines/home", "timelines/public", "bookmarks", "favourites", "notifications", "blocks"]
)
def test_d11_nonsense_in_a_page_is_clamped(cast: Cast, faye: Api, path: str, query: dict[str, str]) -> None:
    """D11, P8: never an error, never more than 80 rows."""
    reply = faye.get(f"/api/v1/{path}", **query)
    assert reply.status == 200
    assert len(reply.json) <= 80


def test_an_accounts_posts(cast: Cast, faye: Api, anonymous: Api, ada: Api) -> None:
    """What the viewer may see of them; without answers or boosts; the pinned ones; by tag."""
    public = cast.ada.says("public #tea")
    followers = cast.ada.says("followers", "followers")
    answer = cast.ada.says("answer", in_reply_to_id=cast.sam.says("question"))
    boost = int(cast.ada.does(BoostPost(post_id=cast.sam.says("boosted"))).result["id"])
    path = f"/api/v1/accounts/{cast.ada.id}/statuses"
    assert anonymous.get(path).ids == [boost, answer, public]
    assert faye.get(path).ids == [boost, answer, followers, public]
    assert anonymous.get(path, exclude_replies="true", exclude_reblogs="true").ids == [public]
    assert anonymous.get(path, tagged="tea").ids == [public]
    ada.post(f"/api/v1/statuses/{followers}/pin")
    assert faye.get(path, pinned="true").ids == [followers]
    assert anonymous.get(path, pinned="true").ids == []


def test_p2_a_boost_of_what_one_may_not_see_is_not_shown(cast: Cast, faye: Api, anonymous: Api, sam: Api) -> None:
    """O12: an author may boost an own followers-only post; only those followers find the boost."""
    post_id = cast.ada.says("for followers", "followers")
    cast.ada.does(BoostPost(post_id=post_id))
    path = f"/api/v1/accounts/{cast.ada.id}/statuses"
    assert anonymous.get(path).json == []
    assert sam.get(path).json == []
    assert len(faye.get(path).json) == 2


def test_bookmarks_and_favourites_are_ones_own(cast: Cast, faye: Api, sam: Api) -> None:
    """Newest mark first, paged by the mark; nobody else's."""
    older, newer = cast.ada.says("older"), cast.ada.says("newer")
    for post_id in (newer, older):
        faye.post(f"/api/v1/statuses/{post_id}/bookmark")
        faye.post(f"/api/v1/statuses/{post_id}/favourite")
    for path in ("/api/v1/bookmarks", "/api/v1/favourites"):
        first = faye.get(path, limit=1)
        assert first.ids == [older]
        rest = follow_link(faye, first, "next")
        assert rest is not None
        assert rest.ids == [newer]
        assert sam.get(path).json == []


def test_p2_what_one_no_longer_may_see_leaves_every_list(cast: Cast, faye: Api) -> None:
    """P2: a bookmark, a favourite, a notification do not keep a door open after the author blocks."""
    from coffeehouse.domain.people.commands import BlockAccount

    post_id = cast.ada.says("@faye hello", "followers")
    faye.post(f"/api/v1/statuses/{post_id}/bookmark")
    faye.post(f"/api/v1/statuses/{post_id}/favourite")
    cast.ada.does(BlockAccount(target_id=cast.faye.account_id))
    for path in ("bookmarks", "favourites", "timelines/home", "notifications"):
        assert faye.get(f"/api/v1/{path}").json == [], path


def test_following_fills_home_at_once(cast: Cast, sam: Api) -> None:
    """The latest posts of somebody newly followed are there."""
    post_id = cast.ada.says("earlier")
    cast.sam.does(FollowAccount(target_id=cast.ada.account_id))
    assert sam.get("/api/v1/timelines/home").ids == [post_id]
