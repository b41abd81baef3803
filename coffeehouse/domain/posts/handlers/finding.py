"""Fetch-and-authorise: a handler gets a post it may touch, or NotFound; there is no other way to get one."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.mastodon.fragments import LOCAL_ONLY


class Found(NamedTuple):
    """What handlers need to know of a post."""

    id: int
    account_id: int
    visibility: str
    conversation_id: int
    boost_of_id: int | None
    in_reply_to_id: int | None
    created_at: int
    traits: int = 0

    @property
    def is_local_only(self) -> bool:
        """Whether it stays in this house; so does what passes it on, answers or quotes it."""
        return bool(self.traits & LOCAL_ONLY)


COLUMNS = "p.id, p.account_id, p.visibility, p.conversation_id, p.boost_of_id, p.in_reply_to_id, p.created_at, p.traits"
HERE = "SELECT 1 FROM people_account WHERE id = %s AND domain = ''"


def find_visible(post_id: int, viewer_id: int | None) -> Found:
    """A post the viewer may see; the id of a boost gives the post that was boosted."""
    for _ in range(2):
        scope, params = visible_posts(viewer_id)
        row = sql.row(f"SELECT {COLUMNS} FROM posts_post p WHERE p.id = %s AND {scope}", (post_id, *params))
        if row is None:
            raise NotFound()
        found = Found(*row)
        if found.is_local_only and viewer_id is not None and not sql.value(HERE, (viewer_id,)):
            raise NotFound()  # whoever names it from elsewhere guessed
        if found.boost_of_id is None:
            return found
        post_id = found.boost_of_id
    raise NotFound()


# What an account leaves on a post and may take back.
MARKS = {
    "boost": "posts_post m WHERE m.boost_of_id = p.id AND m.account_id = %s",
    "favourite": "posts_favourite m WHERE m.post_id = p.id AND m.account_id = %s",
    "bookmark": "posts_bookmark m WHERE m.post_id = p.id AND m.account_id = %s",
}


def find_marked(post_id: int, account_id: int, mark: str) -> Found:
    """A post this account boosted, favourited or bookmarked, also when out of sight by now; else a visible one."""
    row = sql.row(
        f"SELECT {COLUMNS} FROM posts_post p WHERE p.id = %s AND EXISTS (SELECT 1 FROM {MARKS[mark]})",
        (post_id, account_id),
    )
    return find_visible(post_id, account_id) if row is None else Found(*row)


def find_own(post_id: int, account_id: int) -> Found:
    """A post of this account."""
    row = sql.row(
        f"SELECT {COLUMNS} FROM posts_post p WHERE p.id = %s AND p.account_id = %s",
        (post_id, account_id),
    )
    if row is None:
        raise NotFound()
    return Found(*row)
