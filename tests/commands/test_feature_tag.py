"""FeatureTag: showing a hashtag on one's profile."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts.queries import featured_tags, read_featured_tag
from coffeehouse.domain.posts.tag_commands import FeatureTag
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House

NOW = 1_763_772_000_000


def test_it_shows_with_how_often_one_said_it(house: House) -> None:
    """Where everybody may see: public and unlisted; the result is the id; again there is nothing to do."""
    with clock.at(NOW):
        for visibility in ("public", "unlisted", "followers", "direct"):
            house.post("#Cymru", visibility=visibility)
        house.post("#cymru", who="gwyn")
    done, _ = house.records("ada", FeatureTag(name="cymru"), "tag.featured", "tag/cymru")
    shown = featured_tags(None, house.id("ada"))
    assert [(one.id, one.name, one.statuses_count, one.last_status_at) for one in shown] == [
        (done.result, "Cymru", "2", clock.day_text(NOW))
    ]
    assert house.leaves("ada", FeatureTag(name="#CYMRU")).result == done.result
    assert read_featured_tag(house.id("gwyn"), int(done.result)) is None


def test_ten_at_most(house: House) -> None:
    """Mastodon's number."""
    for number in range(10):
        house.act("ada", FeatureTag(name=f"tag{number}"))
    house.refuses("ada", FeatureTag(name="onemore"), Invalid)
    house.leaves("ada", FeatureTag(name="tag3"))
    house.act("gwyn", FeatureTag(name="onemore"))


@pytest.mark.parametrize("written", ["", "two words", "1234", "x" * 101])
def test_d4_what_no_post_could_carry_is_refused(house: House, written: str) -> None:
    """D4: nothing is shown."""
    house.refuses("ada", FeatureTag(name=written), Invalid)
