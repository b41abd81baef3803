"""UnbookmarkPost: keeping a post no longer."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import VISIBILITIES, House


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_bookmark_goes(house: House, visibility: str) -> None:
    """Its row is gone; again there is nothing to do."""
    post = house.post_to(visibility)
    house.act("bevan", posts.BookmarkPost(post_id=post))
    house.records("bevan", posts.UnbookmarkPost(post_id=post), "post.unbookmarked", f"post/{post}")
    assert sql.rows("SELECT * FROM posts_bookmark") == []
    house.leaves("bevan", posts.UnbookmarkPost(post_id=post))


def test_what_one_may_not_see_is_not_found(house: House) -> None:
    """Also by its id."""
    house.refuses("gwyn", posts.UnbookmarkPost(post_id=house.post_to("direct")), NotFound)


def test_a_bookmark_can_be_removed_after_its_author_blocked_one(house: House) -> None:
    """One's own bookmark stays one's own, also when the post is out of sight."""
    post = house.post()
    house.act("fern", posts.BookmarkPost(post_id=post))
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    house.records("fern", posts.UnbookmarkPost(post_id=post), "post.unbookmarked")
