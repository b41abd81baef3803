"""DismissNotificationGroup: removing all notifications of a group; and which belong to one."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House

OTHERS = ("bevan", "fern", "gwyn")


def keys(house: House) -> list[str]:
    """Group keys of Ada's notifications, oldest first."""
    found = sql.rows("SELECT group_key FROM posts_notification WHERE account_id = %s ORDER BY id", (house.id("ada"),))
    return [row[0] for row in found]


def test_it_goes(house: House) -> None:
    """All of it and nothing else; by somebody else (P1) it is not found, nor a second time."""
    first, second = house.post(), house.post("Nos da")
    for who in OTHERS:
        house.act(who, posts.FavouritePost(post_id=first))
    house.act("gwyn", posts.FavouritePost(post_id=second))
    group, *_, other = keys(house)
    assert keys(house) == [group] * 3 + [other]
    command = commands.DismissNotificationGroup(group_key=group)
    house.refuses("gwyn", command, NotFound)
    house.records("ada", command, "notifications.dismissed", f"account/{house.id('ada')}")
    assert keys(house) == [other]
    house.refuses("ada", command, NotFound)


@pytest.mark.parametrize("key", ["", "ungrouped", "ungrouped-", "ungrouped-x", "ungrouped-" + "9" * 30, "favourite-1"])
def test_what_is_no_group_is_not_found(house: House, key: str) -> None:
    """An empty key is not the group of all that stand alone."""
    house.post("@ada hello", "bevan")
    house.refuses("ada", commands.DismissNotificationGroup(group_key=key), NotFound)


def test_one_alone_has_a_key_too(house: House) -> None:
    """`ungrouped-` and its id; a mention stands alone."""
    house.post("@ada hello", "bevan")
    assert keys(house) == [""]
    number = sql.value("SELECT id FROM posts_notification")
    house.act("ada", commands.DismissNotificationGroup(group_key=f"ungrouped-{number}"))
    assert keys(house) == []


def test_a_group_spans_twelve_hours(house: House) -> None:
    """From the hour it began; what comes later begins another. Kinds and posts never mix."""
    post, start = house.post(), (clock.now_ms() // clock.HOUR + 1) * clock.HOUR
    for hours, who in zip((0, 11, 12), OTHERS, strict=True):
        with clock.at(start + hours * clock.HOUR):
            house.act(who, posts.FavouritePost(post_id=post))
            house.act(who, people.FollowAccount(target_id=house.id("ada")))
            house.act(who, posts.BoostPost(post_id=post))
    found = keys(house)
    for kind in range(3):
        first, second, third = found[kind::3]
        assert first == second != third
    assert len(set(found)) == 6
    bucket = start // clock.HOUR
    assert found[:3] == [f"favourite-{post}-{bucket}", f"follow-{bucket}", f"reblog-{post}-{bucket}"]
