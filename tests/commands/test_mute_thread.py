"""MuteThread: no more notifications from a conversation."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import MATRIX, House, sees


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_who_sees_a_post_may_mute_its_thread(house: House, viewer: str, visibility: str) -> None:
    """A row for the conversation; for all others it does not exist."""
    post = house.post_to(visibility)
    command = posts.MuteThread(post_id=post)
    if not sees(viewer, visibility):
        house.refuses(viewer, command, NotFound)
        return
    house.records(viewer, command, "thread.muted", f"post/{post}")
    assert sql.rows("SELECT account_id, conversation_id FROM posts_threadmute") == [(house.id(viewer), post)]
    house.leaves(viewer, command)


def test_nothing_in_the_thread_notifies_any_more(house: House) -> None:
    """Neither a reply nor a favourite of a reply; other conversations do."""
    post = house.post("Dechrau")
    house.act("ada", posts.MuteThread(post_id=post))
    house.post("@ada ateb", "fern", in_reply_to_id=post)
    house.act("fern", posts.FavouritePost(post_id=post))
    assert house.notified("ada") == []
    other = house.post("@ada arall", "fern")
    assert house.notified("ada") == [("mention", house.id("fern"), other)]
