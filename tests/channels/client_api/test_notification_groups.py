"""Notifications in groups: many favourites of one post are one line, each account and post stands once."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.people.commands import FollowAccount
from coffeehouse.domain.posts.commands import BoostPost, FavouritePost
from coffeehouse.kernel import clock
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

GROUPS = "/api/v2/notifications"


@pytest.fixture
def busy(cast: Cast) -> dict[str, int]:
    """A day after Faye: three like Ada's post and one boosts it, two follow her, one mentions her twice, all mixed."""
    post = cast.ada.says("Listen")
    now = (clock.now_ms() // clock.HOUR + 24) * clock.HOUR
    with clock.at(now):
        cast.bevan.does(FavouritePost(post_id=post))
        first = cast.sam.says("@ada I do")
        cast.sam.does(FavouritePost(post_id=post))
        cast.sam.does(FollowAccount(target_id=cast.ada.account_id))
        cast.cade.does(BoostPost(post_id=post))
        second = cast.sam.says("@ada still do")
        cast.bevan.does(FollowAccount(target_id=cast.ada.account_id))
        cast.cade.does(FavouritePost(post_id=post))
    return {"post": post, "first": first, "second": second}


def kinds(results: Any) -> list[tuple[str, int]]:
    return [(group["type"], group["notifications_count"]) for group in results["notification_groups"]][:6]


def test_alike_things_stand_together(cast: Cast, ada: Api, busy: dict[str, int]) -> None:
    """A group is where its newest is, counts all, and names whose doing it is, latest first."""
    reply = ada.get(GROUPS, **{"exclude_types[]": "follow_request"})
    assert faults(reply.json, "GroupedNotificationsResults") == []
    assert kinds(reply.json)[:5] == [
        ("favourite", 3), ("follow", 2), ("mention", 1), ("reblog", 1), ("mention", 1),
    ]  # fmt: skip
    favourites = reply.json["notification_groups"][0]
    assert favourites["sample_account_ids"] == [cast.cade.id, cast.sam.id, cast.bevan.id]
    assert favourites["status_id"] == str(busy["post"])
    assert favourites["page_max_id"] == str(favourites["most_recent_notification_id"])
    assert int(favourites["page_min_id"]) < favourites["most_recent_notification_id"]
    assert "status_id" in reply.json["notification_groups"][1]
    assert {post["id"] for post in reply.json["statuses"]} == {str(number) for number in busy.values()}
    assert {cast.cade.id, cast.sam.id, cast.bevan.id} <= {one["id"] for one in reply.json["accounts"]}
    assert "partial_accounts" not in reply.json
    single = {one["group_key"] for one in ada.get("/api/v1/notifications").json}
    assert {group["group_key"] for group in reply.json["notification_groups"]} == single


def test_pages_lead_on(ada: Api, busy: dict[str, int]) -> None:
    """Page by page each notification is in some group; an older page shows the rest of a group."""
    everything = set(ada.get("/api/v1/notifications").ids)
    seen: list[tuple[int, int]] = []
    query: dict[str, Any] = {"limit": 2}
    for _ in range(10):
        reply = ada.get(GROUPS, **query)
        groups = reply.json["notification_groups"]
        if not groups:
            break
        seen += [(int(group["page_min_id"]), int(group["page_max_id"])) for group in groups]
        query["max_id"] = min(int(group["most_recent_notification_id"]) for group in groups)
        if len(groups) == query["limit"]:
            assert f"max_id={query['max_id']}" in reply.headers["Link"]
    assert all(any(low <= number <= high for low, high in seen) for number in everything)
    newest = ada.get("/api/v1/notifications").ids
    upwards = ada.get(GROUPS, min_id=newest[3], limit=40).json
    assert {group["type"] for group in upwards["notification_groups"]} == {"favourite", "follow", "mention"}


def test_which_are_grouped_is_chosen(ada: Api, busy: dict[str, int]) -> None:
    """`grouped_types[]`: other kinds stand alone, under keys of their own; `types[]` chooses as ever."""
    reply = ada.get(GROUPS, **{"grouped_types[]": "follow", "types[]": ["favourite", "follow"], "limit": "4"})
    assert kinds(reply.json) == [("favourite", 1), ("follow", 2), ("favourite", 1), ("favourite", 1)]
    keys = [group["group_key"] for group in reply.json["notification_groups"]]
    assert [key.startswith("ungrouped-") for key in keys] == [True, False, True, True]
    assert kinds(ada.get(GROUPS, **{"types[]": "nonsense"}).json) == []


def test_less_is_told_of_accounts_if_asked(cast: Cast, ada: Api, busy: dict[str, int]) -> None:
    """`partial_avatars`: the first of each group whole, of the others the picture; another word is 400."""
    reply = ada.get(GROUPS, expand_accounts="partial_avatars", **{"types[]": "favourite"})
    assert faults(reply.json, "GroupedNotificationsResults") == []
    assert [one["id"] for one in reply.json["accounts"]] == [cast.cade.id]
    assert [one["id"] for one in reply.json["partial_accounts"]] == [cast.sam.id, cast.bevan.id]
    assert ada.get(GROUPS, expand_accounts="everything").status == 400


def test_one_group(cast: Cast, ada: Api, sam: Api, busy: dict[str, int]) -> None:
    """Read by its key, its accounts listed in pages, dismissed whole; P1: nobody else's."""
    group = ada.get(GROUPS, **{"types[]": "favourite"}).json["notification_groups"][0]
    path = f"{GROUPS}/{group['group_key']}"
    reply = ada.get(path)
    assert faults(reply.json, "GroupedNotificationsResults") == []
    whole = reply.json["notification_groups"][0]
    assert {name: group[name] for name in whole} == whole
    assert ada.get(f"{path}/accounts").ids == [cast.cade.account_id, cast.sam.account_id, cast.bevan.account_id]
    page = ada.get(f"{path}/accounts", limit=2)
    assert page.ids == [cast.cade.account_id, cast.sam.account_id]
    assert 'rel="next"' in page.headers["Link"]
    for strange in (sam.get(path), sam.get(f"{path}/accounts"), sam.post(f"{path}/dismiss")):
        assert strange.status == 404
    assert ada.post(f"{path}/dismiss").json == {}
    assert ada.get(path).status == ada.get(f"{path}/accounts").status == 404
    assert ("favourite", 3) not in kinds(ada.get(GROUPS).json)


@pytest.mark.parametrize("key", ["ungrouped-abc", "ungrouped-", "favourite-1", "ungrouped-" + "9" * 30, "%00", "-"])
def test_a_key_that_is_none_is_404(ada: Api, busy: dict[str, int], key: str) -> None:
    """Whatever it looks like."""
    for path in (f"{GROUPS}/{key}", f"{GROUPS}/{key}/accounts"):
        assert ada.get(path).status == 404
    assert ada.post(f"{GROUPS}/{key}/dismiss").status == 404


def test_one_alone_is_a_group(ada: Api, busy: dict[str, int]) -> None:
    """A mention, under `ungrouped-` and its id."""
    mention = ada.get("/api/v1/notifications", **{"types[]": "mention"}).json[0]
    reply = ada.get(f"{GROUPS}/{mention['group_key']}").json
    assert mention["group_key"] == f"ungrouped-{mention['id']}"
    assert [post["id"] for post in reply["statuses"]] == [str(busy["second"])]


def test_groups_are_counted(ada: Api, busy: dict[str, int]) -> None:
    """Those newer than the marker: three favourites are one; up to a limit."""
    count = f"{GROUPS}/unread_count"
    everything = len(ada.get(GROUPS).json["notification_groups"])
    assert ada.get(count).json == {"count": everything}
    assert ada.get(count, limit=2).json == {"count": 2}
    assert ada.get(count, **{"types[]": "favourite"}).json == {"count": 1}
    assert ada.get(count, **{"types[]": "favourite", "grouped_types[]": "follow"}).json == {"count": 3}
    second = ada.get("/api/v1/notifications").json[1]["id"]
    ada.post("/api/v1/markers", {"notifications": {"last_read_id": second}})
    assert ada.get(count).json == {"count": 1}


def test_all_are_cleared(ada: Api, busy: dict[str, int]) -> None:
    """As in version 1."""
    assert ada.post(f"{GROUPS}/clear").json == {}
    assert kinds(ada.get(GROUPS).json) == []
