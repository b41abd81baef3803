"""PinPost: showing one's own post at the top of one's profile."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import MATRIX, House, sees


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_only_its_author_pins_a_post(house: House, viewer: str, visibility: str) -> None:
    """Own posts that are not direct; another's is refused, and what one may not see is not found (O16)."""
    post = house.post_to(visibility)
    command = posts.PinPost(post_id=post)
    if viewer == "ada" and visibility != "direct":
        house.records("ada", command, "post.pinned", f"post/{post}")
        assert sql.rows("SELECT account_id, post_id FROM posts_pin") == [(house.id("ada"), post)]
        house.leaves("ada", command)
    else:
        house.refuses(viewer, command, Invalid if sees(viewer, visibility) else NotFound)


def test_five_posts_at_most(house: House) -> None:
    """The sixth is refused; one that is pinned already is no sixth."""
    made = [house.post(f"Newyddion {number}") for number in range(6)]
    for post in made[:5]:
        house.act("ada", posts.PinPost(post_id=post))
    house.refuses("ada", posts.PinPost(post_id=made[5]), Invalid)
    house.leaves("ada", posts.PinPost(post_id=made[0]))
