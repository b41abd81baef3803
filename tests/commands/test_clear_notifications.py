"""ClearNotifications: removing all notifications of one's own."""

from __future__ import annotations

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from tests.commands.house import House


def test_all_of_ones_own_go_and_no_others(house: House) -> None:
    """Again there is nothing to do."""
    for name in ("gwyn", "fern"):
        house.act(name, people.FollowAccount(target_id=house.id("ada")))
    house.act("ada", people.FollowAccount(target_id=house.id("gwyn")))
    house.records("ada", posts.ClearNotifications(), "notifications.cleared", f"account/{house.id('ada')}")
    assert house.notified("ada") == []
    assert len(house.notified("gwyn")) == 1
    house.leaves("ada", posts.ClearNotifications())
