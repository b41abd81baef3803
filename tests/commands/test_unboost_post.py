"""UnboostPost: taking a boost back."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import VIEWERS, House, sees


def test_the_boost_goes_with_its_news_and_its_count(house: House) -> None:
    """The boost's row, feed rows, count and notification are gone; the ledger says that the row is."""
    post = house.post()
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    done, fact = house.records("fern", posts.UnboostPost(post_id=post), "post.unboosted", f"post/{boost}")
    assert done.result == {"id": str(post)}
    assert fact.states() == {("posts_post", boost): None}
    assert sql.rows("SELECT id FROM posts_post") == [(post,)]
    assert (house.feed("fern"), house.notified("ada")) == ([], [])
    assert house.counts("fern")[2] == 0


@pytest.mark.parametrize("viewer", VIEWERS)
def test_without_a_boost_there_is_nothing_to_do(house: House, viewer: str) -> None:
    """Nothing changes for those who did not boost; what one may not see is not found."""
    post = house.post_to("followers")
    if sees(viewer, "followers"):
        house.leaves(viewer, posts.UnboostPost(post_id=post))
    else:
        house.refuses(viewer, posts.UnboostPost(post_id=post), NotFound)


def test_a_boost_can_be_taken_back_after_its_author_blocked_one(house: House) -> None:
    """One's own boost stays one's own, also when the post is out of sight."""
    post = house.post()
    house.act("fern", posts.BoostPost(post_id=post))
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    house.records("fern", posts.UnboostPost(post_id=post), "post.unboosted")
