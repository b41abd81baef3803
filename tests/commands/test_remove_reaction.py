"""RemoveReaction: an emoji taken back."""

from __future__ import annotations

from coffeehouse.domain.posts import announcing
from coffeehouse.domain.posts.queries.announcements import read_announcement
from coffeehouse.kernel.errors import NotFound
from tests.commands.announcements import written
from tests.commands.house import House


def test_ones_own_only(house: House) -> None:
    """Others' stay; without one nothing happens; of an announcement that is not there, 404."""
    one = written(house)
    for who in ("ada", "gwyn"):
        house.act(who, announcing.AddReaction(announcement_id=one, name="🎉"))
    command = announcing.RemoveReaction(announcement_id=one, name="🎉")
    house.records("ada", command, "reaction.removed", f"announcement/{one}")
    house.leaves("ada", command)
    assert (read_announcement(house.id("ada"), one) or {})["reactions"] == [{"name": "🎉", "count": 1, "me": False}]
    house.refuses("ada", announcing.RemoveReaction(announcement_id=1, name="🎉"), NotFound)
