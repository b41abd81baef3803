"""DismissNotification: removing a notification of one's own."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def notification(house: House) -> int:
    """Gwyn followed Ada."""
    house.act("gwyn", people.FollowAccount(target_id=house.id("ada")))
    return int(sql.value("SELECT id FROM posts_notification"))


def test_it_goes(house: House, notification: int) -> None:
    """Its row is gone; again it is not found."""
    command = posts.DismissNotification(notification_id=notification)
    house.records("ada", command, "notification.dismissed", f"notification/{notification}")
    assert house.notified("ada") == []
    house.refuses("ada", command, NotFound)


@pytest.mark.parametrize("who", ["gwyn", "bevan", "mair"])
def test_p1_anothers_is_not_found(house: House, notification: int, who: str) -> None:
    """P1: for whoever caused it and for administrators too."""
    house.refuses(who, posts.DismissNotification(notification_id=notification), NotFound)
