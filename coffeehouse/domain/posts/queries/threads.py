"""Threads: what a post answers, and what answers it. Depth and number are bounded (attack O17)."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries.statuses import read_statuses, visible_post_id

# For the anonymous, who may be a crawler, less (as Mastodon).
ANCESTORS, DESCENDANTS, DEPTH = 4_096, 4_096, 200
ANONYMOUS_ANCESTORS, ANONYMOUS_DESCENDANTS, ANONYMOUS_DEPTH = 40, 60, 20

# Two queries, each with its LIMIT at the end: SQLite would compile one that has it in the middle anew at every read.
# Which of very many answers are left out is decided by depth: those that are nearest come first.
UP = """
WITH RECURSIVE up (id, parent_id, depth) AS (
    SELECT id, in_reply_to_id, 0 FROM posts_post WHERE id = %s
    UNION ALL
    SELECT p.id, p.in_reply_to_id, up.depth + 1 FROM posts_post p JOIN up ON p.id = up.parent_id WHERE up.depth < %s
)
SELECT depth, id FROM up WHERE depth > 0
"""
DOWN = """
WITH RECURSIVE down (id, parent_id, depth) AS (
    SELECT id, in_reply_to_id, 1 FROM posts_post WHERE in_reply_to_id = %s
    UNION ALL
    SELECT p.id, p.in_reply_to_id, down.depth + 1 FROM posts_post p JOIN down ON p.in_reply_to_id = down.id
    WHERE down.depth < %s
)
SELECT id, parent_id FROM down LIMIT %s"""


def read_context(viewer_id: int | None, post_id: int) -> tuple[list[str], list[str]] | None:
    """(ancestors from the first, descendants in reading order) as Status JSON; None when the post is not to be seen.

    Posts in between that the viewer may not see are left out without a trace.
    """
    visible_id = visible_post_id(viewer_id, post_id)
    if visible_id is None:
        return None
    known = viewer_id is not None
    walked = sql.rows(UP, (visible_id, ANCESTORS if known else ANONYMOUS_ANCESTORS))
    parents = dict.fromkeys(row[1] for row in sorted(walked, reverse=True))
    above = [post_id for post_id in parents if post_id != visible_id]
    depth, most = (DEPTH, DESCENDANTS) if known else (ANONYMOUS_DEPTH, ANONYMOUS_DESCENDANTS)
    below = _reading_order(visible_id, sorted(sql.rows(DOWN, (visible_id, depth, most))))
    shown = _entities(viewer_id, [*above, *below])
    return [shown[post] for post in above if post in shown], [shown[post] for post in below if post in shown]


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


def _entities(viewer_id: int | None, post_ids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(post_ids), 100):
        found.update(read_statuses(viewer_id, post_ids[start : start + 100]))
    return found
