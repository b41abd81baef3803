"""Search over posts and hashtags."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.searching import match
from coffeehouse.domain.posts.visibility import unmuted_posts, visible_posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import MAX_ID
from coffeehouse.kernel.text import fold_tag
from coffeehouse.protocols.mastodon.entities import Tag, TagHistory

DAYS = 7
# Newest first, and no deeper than this: a common word must not cost more than a rare one.
CANDIDATES = 1_000
BATCH = 100


def search_posts(
    viewer_id: int, words: str, limit: int, offset: int = 0, account_id: int | None = None, max_id: int | None = None
) -> list[str]:
    """Status entities that hold every word: public ones, and what was written by or to the viewer; newest first."""
    found: list[str] = []
    looked_at = 0
    while len(found) < offset + limit and looked_at < CANDIDATES:
        candidates = _candidates(words, max_id)
        if not candidates:
            break
        looked_at += len(candidates)
        max_id = candidates[-1]
        found += _readable(viewer_id, candidates, account_id, offset + limit - len(found))
    return found[offset:]


def _candidates(words: str, max_id: int | None) -> list[int]:
    """The newest posts older than `max_id` that hold every word, whoever may see them; ids, newest first."""
    matching = match(words)
    if matching is None:
        return []
    condition, term = matching
    return [
        row[0]
        for row in sql.rows(
            f"SELECT rowid FROM posts_search WHERE {condition} AND rowid < %s ORDER BY rowid DESC LIMIT {BATCH}",
            (term, MAX_ID if max_id is None else max_id),
        )
    ]


def _readable(viewer_id: int, post_ids: list[int], account_id: int | None, limit: int) -> list[str]:
    """Those of the posts that the viewer may find, newest first."""
    scope, params = visible_posts(viewer_id, author="a")
    unmuted, unmuted_params = unmuted_posts(viewer_id, clock.now_ms())
    narrowed, narrow_params = (" AND p.account_id = %s", (account_id,)) if account_id is not None else ("", ())
    rows = sql.rows(
        f"{select('posts_post p', is_signed_in=True, has_boosts=False)} WHERE p.id IN ({sql.marks(len(post_ids))})"
        f" AND {scope} AND {unmuted}{narrowed}"
        " AND (p.visibility = 'public' OR p.account_id = %s OR EXISTS"
        " (SELECT 1 FROM posts_mention z WHERE z.post_id = p.id AND z.account_id = %s))"
        " ORDER BY p.id DESC LIMIT %s",
        (
            *flag_params(viewer_id), *post_ids, *params, *unmuted_params, *narrow_params, viewer_id, viewer_id, limit,
        ),
    )  # fmt: skip
    return [status for _, status in assemble(rows, viewer_id)]


def _tag(row: tuple[Any, ...], now: int) -> Tag:
    return Tag(
        id=str(row[0]),
        name=row[1],
        url=f"{settings.BASE_URL}/tags/{row[1]}",
        history=_history(row[0], now),
        following=False,
        featuring=False,
    )


def _history(tag_id: int, now: int) -> list[TagHistory]:
    """Uses and users of the public posts of each of the last seven days, today first."""
    today = now // clock.DAY
    since = ((today - DAYS + 1) * clock.DAY) << 16
    counts: dict[int, tuple[int, int]] = {}
    for day, uses, accounts in sql.rows(
        "SELECT (p.created_at / %s) AS on_day, COUNT(*), COUNT(DISTINCT p.account_id) FROM posts_posttag t"
        " JOIN posts_post p ON p.id = t.post_id WHERE t.tag_id = %s AND t.post_id >= %s AND p.visibility = 'public'"
        " GROUP BY on_day",
        (clock.DAY, tag_id, since),
    ):
        counts[int(day)] = (uses, accounts)
    return [
        TagHistory(
            day=str((today - back) * 86_400),
            uses=str(counts.get(today - back, (0, 0))[0]),
            accounts=str(counts.get(today - back, (0, 0))[1]),
        )
        for back in range(DAYS)
    ]


PUBLIC_USE = (
    "EXISTS (SELECT 1 FROM posts_posttag u JOIN posts_post p ON p.id = u.post_id"
    " WHERE u.tag_id = t.id AND p.visibility = 'public')"
)


def search_tags(words: str, limit: int, offset: int = 0) -> list[Tag]:
    """Tag entities whose name starts with the word, of tags used in public."""
    term = fold_tag(words.strip().lstrip("#"))
    if not term:
        return []
    found = sql.rows(
        f"SELECT t.id, t.name FROM posts_tag t WHERE t.name >= %s AND t.name < %s AND {PUBLIC_USE}"
        " ORDER BY t.name LIMIT %s OFFSET %s",
        (term, term + "\U0010ffff", limit, offset),
    )
    now = clock.now_ms()
    return [_tag(row, now) for row in found]


def read_tag(name: str) -> Tag:
    """The Tag entity; one that was never used in public looks like any new one."""
    folded = fold_tag(name)
    now = clock.now_ms()
    row = sql.row(f"SELECT t.id, t.name FROM posts_tag t WHERE t.name = %s AND {PUBLIC_USE}", (folded,))
    return _tag(row if row is not None else (0, folded), now)
