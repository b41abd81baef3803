"""One poll, as its viewer may see it."""

from __future__ import annotations

from coffeehouse.domain.posts.queries.assembling import read_polls
from coffeehouse.domain.posts.queries.statuses import visible_post_id


def read_poll(viewer_id: int | None, post_id: int) -> str | None:
    """The Poll entity (its id is the post's), or None when the post is not to be seen or asks nothing."""
    visible_id = visible_post_id(viewer_id, post_id)
    return None if visible_id is None else read_polls(viewer_id, [visible_id]).get(visible_id)
