"""Threads: what a post answers, and what answers it. Depth and number are bounded (attack O17)."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries.statuses import read_statuses, visible_post_id

# For the anonymous, who may be a crawler, less (as Mastodon).
ANCESTORS, DESCENDANTS, DEPTH = 4_096, 4_096, 200
ANONYMOUS_ANCESTORS, ANONYMOUS_DESCENDANTS, ANONYMOUS_DEPTH = 40, 60, 20

UP = """
WITH RECURSIVE up (id, parent_id, depth) AS (
    SELECT id, in_reply_to_id, 0 FROM posts_post WHERE id = %s
    UNION ALL
    SELECT p.id, p.in_reply_to_id, up.depth + 1 FROM posts_post p JOIN up ON p.id = up.parent_id WHERE up.depth < %s
)
SELECT id FROM up WHERE depth > 0 ORDER BY depth DESC
"""
DOWN = """
WITH RECURSIVE down (id, parent_id, depth) AS (
    SELECT id, in_reply_to_id, 1 FROM posts_post WHERE in_reply_to_id = %s
    UNION ALL
    SELECT p.id, p.in_reply_to_id, down.depth + 1 FROM posts_post p JOIN down ON p.in_reply_to_id = down.id
    WHERE down.depth < %s
)
SELECT id, parent_id FROM down ORDER BY id LIMIT %s
"""


def read_context(viewer_id: int | None, post_id: int) -> tuple[list[str], list[str]] | None:
    """(ancestors from the first, descendants in reading order) as Status JSON; None when the post is not to be seen.

    Posts in between that the viewer may not see are left out without a trace.
    """
    visible_id = visible_post_id(viewer_id, post_id)
    if visible_id is None:
        return None
    known = viewer_id is not None
    parents = sql.rows(UP, (visible_id, ANCESTORS if known else ANONYMOUS_ANCESTORS))
    above = [post_id for post_id in dict.fromkeys(row[0] for row in parents) if post_id != visible_id]
    below = sql.rows(
        DOWN,
        (
            visible_id,
            DEPTH if known else ANONYMOUS_DEPTH,
            DESCENDANTS if known else ANONYMOUS_DESCENDANTS,
        ),
    )
    return _entities(viewer_id, above), _entities(viewer_id, _reading_order(visible_id, below))


def _reading_order(root_id: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Each post followed by what answers it, oldest answer first. Without recursion: threads can be deep.

    A thread that bites its own tail (nothing of ours makes one) is read once round.
    """
    children: dict[int, list[int]] = {}
    placed = {root_id}
    for post_id, parent_id in pairs:
        if post_id not in placed:
            placed.add(post_id)
            children.setdefault(parent_id, []).append(post_id)
    ordered: list[int] = []
    waiting = children.get(root_id, [])[::-1]
    while waiting:
        post_id = waiting.pop()
        ordered.append(post_id)
        waiting.extend(children.get(post_id, [])[::-1])
    return ordered


def _entities(viewer_id: int | None, post_ids: list[int]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(post_ids), 100):
        found += [status for _, status in read_statuses(viewer_id, post_ids[start : start + 100])]
    return found
