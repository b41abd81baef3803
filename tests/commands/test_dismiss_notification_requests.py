"""DismissNotificationRequests: removing what was kept back."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.commands.test_accept_notification_requests import kept_back


def test_they_go(house: House) -> None:
    """Rows gone; what comes next is kept back again; others' (P1) are not there."""
    command = commands.DismissNotificationRequests(request_ids=(kept_back(house),))
    house.refuses("gwyn", command, NotFound)
    house.records("ada", command, "notifications.requests_dismissed", f"account/{house.id('ada')}")
    assert sql.rows("SELECT * FROM posts_notification") == sql.rows("SELECT * FROM posts_notificationrequest") == []
    house.post("@ada hello", "gwyn")
    assert [bool(row[0]) for row in sql.rows("SELECT is_filtered FROM posts_notification")] == [True]
