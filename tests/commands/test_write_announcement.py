"""WriteAnnouncement: the house tells everybody something."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.posts import announcing
from coffeehouse.domain.posts.queries.announcements import read_announcements
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.announcements import WORDS, written
from tests.commands.house import House
from tests.commands.test_add_emoji import add
from tests.protocols.schema import faults

NOW = 1_795_348_800_000


def test_everybody_gets_it_in_their_language(house: House) -> None:
    """With hashtags, emoji and times; nobody has read it yet."""
    house.act("mair", add())
    house.arrange("UPDATE people_member SET language = 'cy' WHERE id = %s", house.member("gwyn"))
    command = announcing.WriteAnnouncement(words=WORDS, starts_at=NOW, ends_at=NOW + 1, is_all_day=True)
    done, _ = house.records("mair", command, "announcement.written")
    (one,) = read_announcements(house.id("ada"))
    assert faults(one | {"emojis": []}, "Announcement") == []
    assert (one["id"], one["read"], one["all_day"], one["starts_at"]) == (done.result, False, True, clock.iso(NOW))
    assert "No water on" in one["content"]
    assert (one["tags"][0]["name"], one["emojis"][0].shortcode) == ("monday", "cwtch")
    assert "Dim dŵr" in read_announcements(house.id("gwyn"))[0]["content"]


def test_one_for_later_waits(house: House) -> None:
    """It is shown from its time on."""
    with clock.at(NOW):
        written(house, published_at=NOW + clock.HOUR)
        assert read_announcements(house.id("ada")) == []
    with clock.at(NOW + clock.HOUR):
        assert len(read_announcements(house.id("ada"))) == 1


def test_what_is_no_announcement(house: House) -> None:
    """No words, a language the pages lack, an end before its beginning."""
    cases: tuple[dict[str, Any], ...] = ({"words": ()}, {"words": (("en", " "),)}, {"words": (("fr", "Oui"),)},
                 {"words": (("en", "x" * 3_001),)}, {"starts_at": 2, "ends_at": 1})  # fmt: skip
    for more in cases:
        house.refuses("mair", announcing.WriteAnnouncement(**{"words": WORDS, **more}), Invalid)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy says who."""
    house.refuses(who, announcing.WriteAnnouncement(words=WORDS), Refused)
