"""EndAnnouncement: nobody sees it any longer."""

from __future__ import annotations

from coffeehouse.domain.posts import announcing
from coffeehouse.domain.posts.queries.announcements import list_announcements, read_announcements
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.announcements import written
from tests.commands.house import House


def test_it_ends_once(house: House) -> None:
    """Administrators still find it in their list."""
    one = written(house)
    command = announcing.EndAnnouncement(announcement_id=one)
    house.refuses("ada", command, Refused)
    house.records("mair", command, "announcement.ended", f"announcement/{one}")
    assert read_announcements(house.id("ada"), with_dismissed=True) == []
    assert len(list_announcements()) == 1
    house.refuses("mair", command, NotFound)
