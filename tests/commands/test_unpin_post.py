"""UnpinPost: showing a post there no longer."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_the_pin_goes(house: House) -> None:
    """Its row is gone; again there is nothing to do."""
    post = house.post()
    house.act("ada", posts.PinPost(post_id=post))
    house.records("ada", posts.UnpinPost(post_id=post), "post.unpinned", f"post/{post}")
    assert sql.rows("SELECT * FROM posts_pin") == []
    house.leaves("ada", posts.UnpinPost(post_id=post))


@pytest.mark.parametrize("viewer", ["bevan", "fern", "gwyn", "hari", "mair"])
def test_nobody_unpins_for_another(house: House, viewer: str) -> None:
    """Another's pin is not found, for administrators too (O16)."""
    post = house.post_to("public")
    house.act("ada", posts.PinPost(post_id=post))
    house.refuses(viewer, posts.UnpinPost(post_id=post), NotFound)
