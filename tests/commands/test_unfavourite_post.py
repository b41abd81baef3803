"""UnfavouritePost: taking a favourite back."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import VISIBILITIES, House


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_favourite_goes_with_its_news(house: House, visibility: str) -> None:
    """Row, count and notification are gone; again there is nothing to do."""
    post = house.post_to(visibility)
    house.act("bevan", posts.FavouritePost(post_id=post))
    done, _ = house.records("bevan", posts.UnfavouritePost(post_id=post), "post.unfavourited", f"post/{post}")
    assert done.result == {"id": str(post)}
    assert sql.rows("SELECT * FROM posts_favourite") == []
    assert "favourite" not in [kind for kind, _, _ in house.notified("ada")]
    house.leaves("bevan", posts.UnfavouritePost(post_id=post))


def test_what_one_may_not_see_is_not_found(house: House) -> None:
    """Also by its id."""
    house.refuses("gwyn", posts.UnfavouritePost(post_id=house.post_to("followers")), NotFound)


def test_a_favourite_can_be_taken_back_after_its_author_blocked_one(house: House) -> None:
    """One's own favourite stays one's own, also when the post is out of sight."""
    post = house.post()
    house.act("fern", posts.FavouritePost(post_id=post))
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    house.records("fern", posts.UnfavouritePost(post_id=post), "post.unfavourited")
