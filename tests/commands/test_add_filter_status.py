"""AddFilterStatus: putting a single post under a filter."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import MATRIX, House, sees


def filter_of(house: House, who: str) -> int:
    return int(house.act(who, commands.CreateFilter(title="x", context=("home",))).result)


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_a_post_one_may_see(house: House, viewer: str, visibility: str) -> None:
    """P1: for whoever may not see the post it does not exist; twice is refused."""
    post, filter_id = house.post_to(visibility), filter_of(house, viewer)
    command = commands.AddFilterStatus(filter_id=filter_id, post_id=post)
    if not sees(viewer, visibility):
        house.refuses(viewer, command, NotFound)
        return
    done, _ = house.records(viewer, command, "filter.post_added", f"filter/{filter_id}")
    assert sql.rows("SELECT id, filter_id, post_id FROM posts_filterstatus") == [(int(done.result), filter_id, post)]
    house.refuses(viewer, command, Invalid)


def test_p1_anothers_filter_is_not_there(house: House) -> None:
    """P1: only under one's own."""
    command = commands.AddFilterStatus(filter_id=filter_of(house, "ada"), post_id=house.post())
    house.refuses("bevan", command, NotFound)


def test_a_post_that_is_gone_leaves_nothing(house: House) -> None:
    """Deleting the post takes it out of every filter."""
    post = house.post()
    house.act("bevan", commands.AddFilterStatus(filter_id=filter_of(house, "bevan"), post_id=post))
    house.act("ada", posts.DeletePost(post_id=post))
    assert sql.rows("SELECT * FROM posts_filterstatus") == []
