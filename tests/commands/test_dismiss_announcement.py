"""DismissAnnouncement: put away for oneself."""

from __future__ import annotations

from coffeehouse.domain.posts import announcing
from coffeehouse.domain.posts.queries.announcements import read_announcement, read_announcements
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from tests.commands.announcements import written
from tests.commands.house import House


def test_only_for_oneself(house: House) -> None:
    """Others still see it; asked for by `with_dismissed`, it says that it was read."""
    one = written(house)
    command = announcing.DismissAnnouncement(announcement_id=one)
    house.records("ada", command, "announcement.dismissed", f"announcement/{one}")
    house.leaves("ada", command)
    assert read_announcements(house.id("ada")) == []
    assert len(read_announcements(house.id("gwyn"))) == 1
    assert (read_announcement(house.id("ada"), one) or {})["read"] is True


def test_what_is_not_shown_is_not_there(house: House) -> None:
    """One for later, and one that never was, look the same."""
    later = written(house, published_at=clock.now_ms() + clock.HOUR)
    for one in (later, 1):
        house.refuses("ada", announcing.DismissAnnouncement(announcement_id=one), NotFound)
