"""UnmuteThread: notifications from a conversation again."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import MATRIX, House, sees


def test_the_thread_notifies_again(house: House) -> None:
    """The row is gone and a reply is told; again there is nothing to do."""
    post = house.post("Dechrau")
    house.act("ada", posts.MuteThread(post_id=post))
    house.records("ada", posts.UnmuteThread(post_id=post), "thread.unmuted", f"post/{post}")
    assert sql.rows("SELECT * FROM posts_threadmute") == []
    house.leaves("ada", posts.UnmuteThread(post_id=post))
    reply = house.post("@ada ateb", "fern", in_reply_to_id=post)
    assert house.notified("ada") == [("mention", house.id("fern"), reply)]


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_what_one_may_not_see_is_not_found(house: House, viewer: str, visibility: str) -> None:
    """Where there is nothing muted there is nothing to do, for those who see the post."""
    command = posts.UnmuteThread(post_id=house.post_to(visibility))
    if sees(viewer, visibility):
        house.leaves(viewer, command)
    else:
        house.refuses(viewer, command, NotFound)
