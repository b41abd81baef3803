"""AddReaction: answering an announcement with an emoji."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts import announcing
from coffeehouse.domain.posts.queries.announcements import read_announcement
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.announcements import written
from tests.commands.house import House
from tests.commands.test_add_emoji import add


def react(one: int, name: str) -> announcing.AddReaction:
    return announcing.AddReaction(announcement_id=one, name=name)


def test_characters_and_the_houses_own(house: House) -> None:
    """Counted, once for each account; `me` is the reader's own; custom ones come with their pictures."""
    house.act("mair", add())
    one = written(house)
    house.records("ada", react(one, "🎉"), "reaction.added", f"announcement/{one}")
    house.leaves("ada", react(one, "🎉"))
    house.act("gwyn", react(one, "🎉"))
    house.act("gwyn", react(one, "cwtch"))
    party, custom = (read_announcement(house.id("ada"), one) or {})["reactions"]
    assert party == {"name": "🎉", "count": 2, "me": True}
    assert (custom["name"], custom["count"], custom["me"]) == ("cwtch", 1, False)
    assert custom["url"].startswith("http")


@pytest.mark.parametrize("name", ["❤️", "❤", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇬🇧", "👍🏽", "1️⃣", "☕"])
def test_every_shape_of_emoji(house: House, name: str) -> None:
    """Families, flags, skin and keycaps."""
    house.act("ada", react(written(house), name))


@pytest.mark.parametrize("name", ["", "a", "x" * 60, "🎉🎉", "<b>", "nothing", "1", "🇬", "\u200d"])
def test_what_is_no_emoji(house: House, name: str) -> None:
    """Words, two at once, half a flag, an emoji the house does not have."""
    house.refuses("ada", react(written(house), name), Invalid)


def test_eight_different_ones(house: House) -> None:
    """A ninth is refused; joining one that is there is not."""
    one = written(house)
    for name in "🎉👍👎😀🚒☕🌊🌧":
        house.act("ada", react(one, name))
    house.refuses("gwyn", react(one, "🐑"), Invalid)
    house.act("gwyn", react(one, "🌧"))


def test_only_to_what_is_shown(house: House) -> None:
    """As if it never was."""
    one = written(house)
    house.act("mair", announcing.EndAnnouncement(announcement_id=one))
    house.refuses("ada", react(one, "🎉"), NotFound)
