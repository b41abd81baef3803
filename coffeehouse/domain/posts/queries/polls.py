"""One poll, as its viewer may see it."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries.assembling import poll_json
from coffeehouse.domain.posts.queries.statuses import visible_post_id
from coffeehouse.kernel import clock


def read_poll(viewer_id: int | None, post_id: int) -> str | None:
    """The Poll entity (its id is the post's), or None when the post is not to be seen or asks nothing."""
    visible_id = visible_post_id(viewer_id, post_id)
    row = (
        None
        if visible_id is None
        else sql.row(
            "SELECT q.id, q.options, q.is_multiple, q.hides_totals, q.expires_at, q.voters_count, q.votes,"
            " p.account_id FROM posts_poll q JOIN posts_post p ON p.id = q.id WHERE q.id = %s",
            (visible_id,),
        )
    )
    if row is None:
        return None
    own = [
        choice
        for (choice,) in sql.rows(
            "SELECT choice FROM posts_pollvote WHERE post_id = %s AND account_id = %s ORDER BY choice",
            (visible_id, viewer_id or 0),
        )
    ]
    return poll_json(row[:7], viewer_id, own, row[7], clock.now_ms())
