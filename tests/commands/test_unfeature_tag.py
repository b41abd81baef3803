"""UnfeatureTag: showing a hashtag on one's profile no longer."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts.queries import featured_tags
from coffeehouse.domain.posts.tag_commands import FeatureTag, UnfeatureTag
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.mark.parametrize("by_id", [True, False])
def test_by_its_id_or_its_name(house: House, by_id: bool) -> None:
    """The row goes; by name, again there is nothing to do."""
    featured_id = int(house.act("ada", FeatureTag(name="cymru")).result)
    command = UnfeatureTag(featured_id=featured_id) if by_id else UnfeatureTag(name="Cymru")
    house.records("ada", command, "tag.unfeatured", "tag/cymru")
    assert featured_tags(None, house.id("ada")) == []
    house.leaves("ada", UnfeatureTag(name="cymru"))


@pytest.mark.parametrize("who", ["gwyn", "mair"])
def test_p1_anothers_is_not_found(house: House, who: str) -> None:
    """P1: by an id that is not one's own."""
    featured_id = int(house.act("ada", FeatureTag(name="cymru")).result)
    house.refuses(who, UnfeatureTag(featured_id=featured_id), NotFound)
    house.refuses(who, UnfeatureTag(featured_id=1), NotFound)
