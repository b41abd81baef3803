"""UnfollowTag: having posts with a hashtag in one's home timeline no longer."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import FollowAccount
from coffeehouse.domain.posts.tag_commands import FollowTag, UnfollowTag
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


def test_what_came_by_it_alone_leaves(house: House) -> None:
    """What one wrote, follows, or gets by another hashtag stays; new posts do not arrive; again nothing is to do."""
    for tag in ("cymru", "te"):
        house.act("fern", FollowTag(name=tag))
    house.act("fern", FollowAccount(target_id=house.id("bevan")))
    kept = [house.post("#cymru", who="bevan"), house.post("#cymru #te", who="gwyn"), house.post("#cymru", who="fern")]
    house.post("#cymru", who="gwyn")
    command = UnfollowTag(name="#Cymru")
    house.records("fern", command, "tag.unfollowed", "tag/cymru")
    assert sorted(house.feed("fern")) == kept
    house.post("#cymru", who="gwyn")
    assert sorted(house.feed("fern")) == kept
    assert sql.value("SELECT COUNT(*) FROM posts_tagfollow") == 1
    house.leaves("fern", command)
    house.leaves("fern", UnfollowTag(name="neverused"))


@pytest.mark.parametrize("written", ["", "two words", "1234"])
def test_d4_what_no_post_could_carry_is_refused(house: House, written: str) -> None:
    """D4: it cannot have been followed."""
    house.refuses("fern", UnfollowTag(name=written), Invalid)
