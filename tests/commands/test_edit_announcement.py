"""EditAnnouncement: other words, other times."""

from __future__ import annotations

from coffeehouse.domain.posts import announcing
from coffeehouse.domain.posts.queries.announcements import read_announcements
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.announcements import written
from tests.commands.house import House


def test_it_reads_differently(house: House) -> None:
    """And says when it was changed; one that has ended is not there to change."""
    one = written(house)
    command = announcing.EditAnnouncement(announcement_id=one, words=(("en", "Water is back"),))
    house.refuses("cade", command, Refused)
    house.records("mair", command, "announcement.edited", f"announcement/{one}")
    (shown,) = read_announcements(house.id("ada"))
    assert shown["content"] == "<p>Water is back</p>"
    assert shown["updated_at"] >= shown["published_at"]
    house.act("mair", announcing.EndAnnouncement(announcement_id=one))
    house.refuses("mair", command, NotFound)
