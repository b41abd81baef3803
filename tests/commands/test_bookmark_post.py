"""BookmarkPost: keeping a post for oneself."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import MATRIX, House, sees


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_who_sees_a_post_may_bookmark_it(house: House, viewer: str, visibility: str) -> None:
    """A row and an entry, and nobody is told; for all others the post does not exist."""
    post = house.post_to(visibility)
    command = posts.BookmarkPost(post_id=post)
    if not sees(viewer, visibility):
        house.refuses(viewer, command, NotFound)
        return
    before = house.notified("ada")
    done, _ = house.records(viewer, command, "post.bookmarked", f"post/{post}")
    assert done.result == {"id": str(post)}
    assert sql.rows("SELECT account_id, post_id FROM posts_bookmark") == [(house.id(viewer), post)]
    assert house.notified("ada") == before
    house.leaves(viewer, command)
