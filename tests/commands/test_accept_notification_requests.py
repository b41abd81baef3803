"""AcceptNotificationRequests: letting in what was kept back, and who did it."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def kept_back(house: House) -> int:
    """Ada keeps back what Gwyn did; the request's id."""
    house.act("ada", commands.SetNotificationPolicy(for_not_following="filter"))
    house.post("@ada psst", "gwyn", visibility="direct")
    house.act("gwyn", posts.FavouritePost(post_id=house.post()))
    return int(sql.value("SELECT id FROM posts_notificationrequest"))


def test_they_are_let_in(house: House) -> None:
    """Nothing waits any more, direct posts are conversations, the next is let in; others' (P1) are not there."""
    request = kept_back(house)
    command = commands.AcceptNotificationRequests(request_ids=(request, 1))
    house.refuses("gwyn", command, NotFound)
    house.refuses("ada", commands.AcceptNotificationRequests(request_ids=()), NotFound)
    house.records("ada", command, "notifications.requests_accepted", f"account/{house.id('ada')}")
    house.post("@ada hello", "gwyn")
    assert [bool(row[0]) for row in sql.rows("SELECT is_filtered FROM posts_notification")] == [False] * 3
    assert sql.rows("SELECT * FROM posts_notificationrequest") == []
    found = sql.rows("SELECT participants FROM posts_conversation WHERE account_id = %s", (house.id("ada"),))
    assert found == [(str(house.id("gwyn")),)]
    house.refuses("ada", command, NotFound)
