"""Search over posts. Hashtags are in `tags`."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.searching import match
from coffeehouse.domain.posts.visibility import unmuted_posts, visible_posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import MAX_ID

# Newest first, and no deeper than this: a common word must not cost more than a rare one.
CANDIDATES = 1_000
NEWEST = 1_000
BATCHES = (20, 40, 80, 100)
"""How many to look at in one step: few at first, since most of what is found may be read."""


def search_posts(
    viewer_id: int, words: str, limit: int, offset: int = 0, account_id: int | None = None, max_id: int | None = None
) -> list[str]:
    """Status entities that hold every word: public ones, and what was written by or to the viewer; newest first."""
    found: list[str] = []
    looked_at = 0
    while len(found) < offset + limit and looked_at < CANDIDATES:
        most = next((size for size in BATCHES if size > looked_at + limit), BATCHES[-1])
        candidates = _candidates(words, max_id, most)
        if candidates:
            found += _readable(viewer_id, candidates, account_id, offset + limit - len(found))
        if len(candidates) < most:
            break
        looked_at += most
        max_id = candidates[-1]
    return found[offset:]


def _candidates(words: str, max_id: int | None, most: int) -> list[int]:
    """The newest posts older than `max_id` that hold every word, whoever may see them; ids, newest first."""
    matching = match(words)
    if matching is None:
        return []
    condition, term = matching
    before = MAX_ID if max_id is None else max_id
    if sql.is_postgres():
        return _candidates_on_postgres(condition, term, before, most)
    return [
        row[0]
        for row in sql.rows(
            f"SELECT rowid FROM posts_search WHERE {condition} AND rowid < %s ORDER BY rowid DESC LIMIT %s",
            (term, before, most),
        )
    ]


def _candidates_on_postgres(condition: str, term: str, before: int, most: int) -> list[int]:
    """A common word is in the newest posts; for a rarer one all that hold it are few enough to be sorted.

    Left to itself the planner guesses, and for words it does not know reads every post from the newest on.
    """
    newest = f"SELECT rowid, body FROM posts_search WHERE rowid < %s ORDER BY rowid DESC LIMIT {NEWEST}"
    found = sql.rows(
        f"SELECT rowid FROM ({newest} OFFSET 0) q WHERE {condition} ORDER BY rowid DESC LIMIT %s", (before, term, most)
    )
    if len(found) < most:
        # `+ 0` keeps it from the index by id.
        found = sql.rows(
            f"SELECT rowid FROM posts_search WHERE {condition} AND rowid < %s ORDER BY rowid + 0 DESC LIMIT %s",
            (term, before, most),
        )
    return [row[0] for row in found]


def _readable(viewer_id: int, post_ids: list[int], account_id: int | None, limit: int) -> list[str]:
    """Those of the posts that the viewer may find, newest first."""
    scope, params = visible_posts(viewer_id, author="a")
    unmuted, unmuted_params = unmuted_posts(viewer_id, clock.now_ms(), author="a")
    narrowed, narrow_params = (" AND p.account_id = %s", (account_id,)) if account_id is not None else ("", ())
    rows = sql.rows(
        f"{select('posts_post p', is_signed_in=True, has_boosts=False)} WHERE p.id IN ({sql.marks(len(post_ids))})"
        f" AND {scope} AND {unmuted}{narrowed}"
        " AND ((p.visibility = 'public' AND a.limited_at IS NULL) OR p.account_id = %s OR EXISTS"
        " (SELECT 1 FROM posts_mention z WHERE z.post_id = p.id AND z.account_id = %s))"
        " ORDER BY p.id DESC LIMIT %s",
        (
            *flag_params(viewer_id), *post_ids, *params, *unmuted_params, *narrow_params, viewer_id, viewer_id, limit,
        ),
    )  # fmt: skip
    return [status for _, status in assemble(rows, viewer_id)]
