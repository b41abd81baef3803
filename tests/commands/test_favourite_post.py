"""FavouritePost: showing the author that one likes a post."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import MATRIX, House, sees


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_who_sees_a_post_may_favourite_it(house: House, viewer: str, visibility: str) -> None:
    """A row, a count, news for the author; for all others the post does not exist."""
    post = house.post_to(visibility)
    command = posts.FavouritePost(post_id=post)
    if not sees(viewer, visibility):
        house.refuses(viewer, command, NotFound)
        return
    done, fact = house.records(viewer, command, "post.favourited", f"post/{post}")
    assert done.result == {"id": str(post)}
    assert fact.payload["command"] == {"post_id": str(post)}
    assert fact.payload["judged"]["action"] == "FavouritePost"
    assert sql.rows("SELECT account_id, post_id FROM posts_favourite") == [(house.id(viewer), post)]
    assert sql.value("SELECT favourites_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 1
    assert (("favourite", house.id(viewer), post) in house.notified("ada")) == (viewer != "ada")
    house.leaves(viewer, command)


def test_a_favourite_of_a_boost_is_of_the_post(house: House) -> None:
    """The id of a boost stands for the post."""
    post = house.post()
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    house.records("gwyn", posts.FavouritePost(post_id=boost), "post.favourited", f"post/{post}")
