"""Trends: worked out from public posts of people who want to be found, the same for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import BoostPost, DeletePost, FavouritePost
from coffeehouse.domain.posts.writing_commands import AttachCard
from coffeehouse.engine.act import act
from coffeehouse.engine.housekeeping import refresh_trends
from coffeehouse.kernel import clock
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

URL = "https://example.org/bins"


def names(api: Api) -> list[str]:
    """Names of the trending hashtags."""
    return [tag["name"] for tag in api.get("/api/v1/trends/tags").json]


def all_say(cast: Cast, text: str, *who: str, visibility: str = "public") -> list[int]:
    """Each says it; the ids of the posts."""
    return [getattr(cast, name).says(f"{text} {name}", visibility) for name in who or ("ada", "faye", "sam")]


def test_a_hashtag_trends_when_three_people_use_it(cast: Cast, anonymous: Api, sam: Api) -> None:
    """With its history; signed in also whether one follows it. `/trends` says the same."""
    all_say(cast, "#bins")
    all_say(cast, "#tea", "ada", "faye")
    for _ in range(5):
        cast.ada.says("#tea again")
    assert names(anonymous) == []
    refresh_trends()
    assert names(anonymous) == ["bins"]
    tag = anonymous.get("/api/v1/trends").json[0]
    assert faults(tag, "Tag") == []
    assert (tag["history"][0]["uses"], tag["history"][0]["accounts"]) == ("3", "3")
    days = [int(day["day"]) for day in tag["history"]]
    assert len(days) == 7
    assert days == [days[0] - back * 86_400 for back in range(7)]
    assert days[0] % 86_400 == 0
    assert (tag["following"], sam.get("/api/v1/trends/tags").json[0]["following"]) == (None, False)


def test_more_people_and_newer_words_come_first(cast: Cast, anonymous: Api) -> None:
    """One account counts once, by its newest use, which counts half after twelve hours."""
    all_say(cast, "#old", "ada", "faye", "sam", "bevan")
    later = clock.now_ms() + 30 * clock.HOUR
    with clock.at(later):
        all_say(cast, "#new")
        refresh_trends()
        assert names(anonymous) == ["new", "old"]
        all_say(cast, "#old", "ada", "faye", "bevan")
        refresh_trends()
        assert names(anonymous) == ["old", "new"]
        assert [tag["name"] for tag in anonymous.get("/api/v1/trends/tags", limit=1, offset=1).json] == ["new"]
    with clock.at(later + 4 * clock.DAY):
        refresh_trends()
    assert names(anonymous) == []


@pytest.mark.parametrize("what", ["followers", "direct", "unlisted", "not discoverable", "suspended", "deleted"])
def test_only_public_words_of_people_who_want_to_be_found_count(cast: Cast, anonymous: Api, what: str) -> None:
    """P1: what is private, of the hidden or of those who do not want to be found neither trends nor counts."""
    acts: dict[str, Callable[[], object]] = {
        "not discoverable": lambda: cast.sam.does(people.UpdateProfile(is_discoverable=False)),
        "suspended": lambda: cast.wyn.does(people.SuspendMember(member_id=cast.sam.member_id, reason="x")),
    }
    all_say(cast, "#bins", "ada", "faye")
    is_visibility = what in ("followers", "direct", "unlisted")
    post = all_say(cast, "#bins", "sam", visibility=what if is_visibility else "public")[0]
    if what == "deleted":
        cast.sam.does(DeletePost(post_id=post))
    acts.get(what, lambda: None)()
    refresh_trends()
    assert names(anonymous) == []


def test_a_post_trends_when_three_people_react(cast: Cast, anonymous: Api) -> None:
    """Favourites and boosts, each account once, the author not; of one author the best post only."""
    first, second = cast.ada.says("First"), cast.ada.says("Second")
    for post, reactors in ((first, ("faye", "sam", "bevan")), (second, ("faye", "sam"))):
        for name in reactors:
            getattr(cast, name).does(FavouritePost(post_id=post))
    cast.faye.does(BoostPost(post_id=second))
    cast.ada.does(FavouritePost(post_id=second))
    refresh_trends()
    assert anonymous.get("/api/v1/trends/statuses").ids == [first]
    for name in ("cade", "wyn"):
        getattr(cast, name).does(BoostPost(post_id=second))
    refresh_trends()
    found = anonymous.get("/api/v1/trends/statuses")
    assert found.ids == [second]
    assert faults(found.json[0], "Status") == []


def test_trends_show_nobody_what_they_may_not_see(cast: Cast, anonymous: Api, eve: Api, sam: Api) -> None:
    """P1: whom the author blocks, who mutes the author, and a post deleted since: it is not in their list."""
    post = cast.ada.says("Talked of")
    for name in ("faye", "bevan", "cade"):
        getattr(cast, name).does(FavouritePost(post_id=post))
    refresh_trends()
    assert anonymous.get("/api/v1/trends/statuses").ids == [post]
    assert eve.get("/api/v1/trends/statuses").ids == []
    assert sam.get("/api/v1/trends/statuses").ids == [post]
    cast.sam.does(people.MuteAccount(target_id=cast.ada.account_id))
    assert sam.get("/api/v1/trends/statuses").ids == []
    cast.ada.does(DeletePost(post_id=post))
    assert anonymous.get("/api/v1/trends/statuses").ids == []


def test_a_sensitive_post_does_not_trend(cast: Cast, anonymous: Api) -> None:
    """What its author put behind a warning is not pushed at everybody."""
    post = cast.ada.says("Hidden", spoiler_text="Careful")
    for name in ("faye", "bevan", "cade"):
        getattr(cast, name).does(FavouritePost(post_id=post))
    refresh_trends()
    assert anonymous.get("/api/v1/trends/statuses").ids == []


def test_a_page_trends_when_three_people_link_to_it(cast: Cast, anonymous: Api) -> None:
    """Its card with history; and the posts that link to it."""
    posts = all_say(cast, f"See {URL}")
    for post in posts:
        act(AttachCard(post_id=post, url=URL, title="Bins"), SYSTEM, "worker")
    refresh_trends()
    links = anonymous.get("/api/v1/trends/links").json
    assert [(link["url"], link["title"], link["history"][0]["accounts"]) for link in links] == [(URL, "Bins", "3")]
    # Mastodon too says "" where there is no such address.
    assert [fault for fault in faults(links[0], "TrendsLink") if "'' is no address" not in fault] == []
    assert anonymous.get("/api/v1/timelines/link", url=URL).ids == posts[::-1]
    assert 'rel="next"' in anonymous.get("/api/v1/timelines/link", url=URL, limit=1).headers["Link"]
    assert anonymous.get("/api/v1/timelines/link", url="https://example.org/other").status == 404
    assert anonymous.get("/api/v1/timelines/link").status == 404


@pytest.mark.parametrize(
    "query", [{"limit": "x"}, {"limit": "-1"}, {"offset": "x"}, {"offset": "9" * 30}, {"limit": "0"}]
)
def test_d11_nonsense_is_clamped(anonymous: Api, query: dict[str, str]) -> None:
    """D11: whatever stands there, the answer is a list."""
    for kind in ("", "/tags", "/statuses", "/links"):
        assert anonymous.get(f"/api/v1/trends{kind}", **query).json == []


def test_what_has_not_changed_is_not_written(cast: Cast) -> None:
    """The worker writes only when the order changed."""
    all_say(cast, "#bins")
    refresh_trends()
    before = sql.rows("SELECT kind, position, target_id, score FROM posts_trend")
    with clock.at(clock.now_ms() + clock.HOUR):
        refresh_trends()
    assert sql.rows("SELECT kind, position, target_id, score FROM posts_trend") == before
