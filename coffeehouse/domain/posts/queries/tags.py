"""Hashtags: one, found by its start, followed, featured. One that is used in private only looks like an unused one."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page
from coffeehouse.kernel.text import fold_tag
from coffeehouse.protocols.mastodon.entities import FeaturedTag, Tag, TagHistory
from coffeehouse.protocols.mastodon.fragments import account_url

DAYS = 7
SUGGESTED = 10
PUBLIC_USE = (
    "EXISTS (SELECT 1 FROM posts_posttag u JOIN posts_post p ON p.id = u.post_id"
    " WHERE u.tag_id = t.id AND p.visibility = 'public')"
)
Named = tuple[int, str]
"""(id, name) of a hashtag; id 0 of one the house does not know."""


def _entities(viewer_id: int | None, tags: list[Named]) -> list[Tag]:
    """Tag entities; whether the viewer follows and features each, None for the anonymous."""
    ids = [tag_id for tag_id, _ in tags if tag_id]
    now = clock.now_ms()
    history = _history(ids, now)
    following, featuring = _among(viewer_id, "posts_tagfollow", ids), _among(viewer_id, "posts_featuredtag", ids)
    return [
        Tag(
            id=str(tag_id),
            name=name,
            url=f"{settings.BASE_URL}/tags/{name}",
            history=_days(history.get(tag_id, {}), now),
            following=None if viewer_id is None else tag_id in following,
            featuring=None if viewer_id is None else tag_id in featuring,
        )
        for tag_id, name in tags
    ]


def tags_with_ids(viewer_id: int | None, tags: list[Named]) -> list[Tag]:
    """Tag entities of hashtags known to be used in public, in this order."""
    return _entities(viewer_id, tags)


def _among(viewer_id: int | None, table: str, tag_ids: list[int]) -> set[int]:
    if viewer_id is None or not tag_ids:
        return set()
    marks = sql.marks(len(tag_ids))
    found = sql.rows(f"SELECT tag_id FROM {table} WHERE account_id = %s AND tag_id IN ({marks})", (viewer_id, *tag_ids))
    return {row[0] for row in found}


Uses = dict[int, tuple[int, int]]
"""Uses and users by day since the epoch."""


# Of hashtags used very much what was counted is told for a while: tag → (when, uses).
MUCH_USED, FRESH, MOST_KEPT = 1_000, 5 * clock.MINUTE, 1_000
_counted: dict[int, tuple[int, Uses]] = {}


def _history(tag_ids: list[int], now: int) -> dict[int, Uses]:
    """Uses and users of the public posts of each of the last seven days, by tag; of the most used a little old."""
    found = {
        tag_id: _counted[tag_id][1] for tag_id in tag_ids if 0 <= now - _counted.get(tag_id, (-FRESH, {}))[0] < FRESH
    }
    for tag_id, uses in _count([tag_id for tag_id in tag_ids if tag_id not in found], now).items():
        found[tag_id] = uses
        if sum(number for number, _ in uses.values()) > MUCH_USED:
            if len(_counted) >= MOST_KEPT:
                _counted.clear()
            _counted[tag_id] = (now, uses)
    return found


def _count(tag_ids: list[int], now: int) -> dict[int, Uses]:
    found: dict[int, Uses] = {}
    if not tag_ids:
        return found
    since = ((now // clock.DAY - DAYS + 1) * clock.DAY) << 16
    for tag_id, day, uses, accounts in sql.rows(
        "SELECT t.tag_id, (p.created_at / %s) AS on_day, COUNT(*), COUNT(DISTINCT p.account_id) FROM posts_posttag t"
        f" JOIN posts_post p ON p.id = t.post_id WHERE t.tag_id IN ({sql.marks(len(tag_ids))}) AND t.post_id >= %s"
        " AND p.visibility = 'public' GROUP BY t.tag_id, on_day",
        (clock.DAY, *tag_ids, since),
    ):
        found.setdefault(tag_id, {})[int(day)] = (uses, accounts)
    return found


def _days(uses: Uses, now: int) -> list[TagHistory]:
    """TagHistory of the last seven days, today first."""
    today = now // clock.DAY
    return [
        TagHistory(
            day=str((today - back) * 86_400),
            uses=str(uses.get(today - back, (0, 0))[0]),
            accounts=str(uses.get(today - back, (0, 0))[1]),
        )
        for back in range(DAYS)
    ]


def search_tags(words: str, limit: int, offset: int = 0, viewer_id: int | None = None) -> list[Tag]:
    """Tag entities whose name starts with the word, of tags used in public."""
    term = fold_tag(words.strip().lstrip("#"))
    if not term:
        return []
    found = sql.rows(
        f"SELECT t.id, t.name FROM posts_tag t WHERE t.name >= %s AND t.name < %s AND {PUBLIC_USE}"
        " ORDER BY t.name LIMIT %s OFFSET %s",
        (term, term + "\U0010ffff", limit, offset),
    )
    return _entities(viewer_id, found)


OWN = (
    "EXISTS (SELECT 1 FROM posts_tagfollow y WHERE y.tag_id = t.id AND y.account_id = %s) OR EXISTS"
    " (SELECT 1 FROM posts_featuredtag z WHERE z.tag_id = t.id AND z.account_id = %s)"
)


def read_tag(name: str, viewer_id: int | None = None) -> Tag:
    """The Tag entity; one neither used in public nor the viewer's own looks like any new one."""
    folded = fold_tag(name.removeprefix("#"))
    row = sql.row(
        f"SELECT t.id, t.name FROM posts_tag t WHERE t.name = %s AND ({PUBLIC_USE} OR {OWN})",
        (folded, viewer_id or 0, viewer_id or 0),
    )
    return _entities(viewer_id, [(0, folded) if row is None else (row[0], row[1])])[0]


def followed_tags(viewer_id: int, page: Page) -> Listed:
    """The hashtags the viewer follows, newest follow first; paged by the follow."""
    if page.is_empty:
        return []
    clause, edges, order = bounds(page, "f.id")
    found = sql.rows(
        "SELECT f.id, t.id, t.name FROM posts_tagfollow f JOIN posts_tag t ON t.id = f.tag_id"
        f" WHERE f.account_id = %s{clause} ORDER BY f.id {order} LIMIT %s",
        (viewer_id, *edges, page.limit),
    )
    rows = found if order == "DESC" else found[::-1]
    tags = _entities(viewer_id, [(row[1], row[2]) for row in rows])
    return [(row[0], msgspec.json.encode(tag).decode()) for row, tag in zip(rows, tags, strict=True)]


def suggested_tags(viewer_id: int) -> list[Tag]:
    """Hashtags the viewer used lately and does not feature, those used most first."""
    found = sql.rows(
        "SELECT t.id, t.name FROM (SELECT p.id FROM posts_post p WHERE p.account_id = %s AND p.boost_of_id IS NULL"
        " ORDER BY p.id DESC LIMIT 1000) q JOIN posts_posttag u ON u.post_id = q.id JOIN posts_tag t ON t.id = u.tag_id"
        " WHERE NOT EXISTS (SELECT 1 FROM posts_featuredtag z WHERE z.tag_id = t.id AND z.account_id = %s)"
        " GROUP BY t.id, t.name ORDER BY COUNT(*) DESC, MAX(q.id) DESC LIMIT %s",
        (viewer_id, viewer_id, SUGGESTED),
    )
    return _entities(viewer_id, found)


FEATURED = (
    "SELECT z.id, z.tag_id, t.name, t.display_name, a.username FROM posts_featuredtag z"
    " JOIN posts_tag t ON t.id = z.tag_id JOIN people_account a ON a.id = z.account_id WHERE z.account_id = %s"
    " AND NOT EXISTS (SELECT 1 FROM people_block b WHERE b.account_id = z.account_id AND b.target_id = %s)"
)


def featured_tags(viewer_id: int | None, account_id: int) -> list[FeaturedTag]:
    """What an account features, oldest first, with how often it said it where everybody may see."""
    return _featured(account_id, sql.rows(f"{FEATURED} ORDER BY z.id", (account_id, viewer_id or 0)))


def read_featured_tag(account_id: int, featured_id: int) -> FeaturedTag | None:
    """One of the featured hashtags of an account."""
    found = _featured(account_id, sql.rows(f"{FEATURED} AND z.id = %s", (account_id, account_id, featured_id)))
    return found[0] if found else None


def _featured(account_id: int, rows: list[tuple[Any, ...]]) -> list[FeaturedTag]:
    if not rows:
        return []
    used: dict[int, tuple[int, int]] = {
        tag_id: (count, latest)
        for tag_id, count, latest in sql.rows(
            "SELECT u.tag_id, COUNT(*), MAX(p.created_at) FROM posts_post p JOIN posts_posttag u ON u.post_id = p.id"
            " WHERE p.account_id = %s AND p.boost_of_id IS NULL AND p.visibility IN ('public', 'unlisted')"
            f" AND u.tag_id IN ({sql.marks(len(rows))}) GROUP BY u.tag_id",
            (account_id, *(row[1] for row in rows)),
        )
    }
    entities = []
    for featured_id, tag_id, name, display_name, username in rows:
        count, latest = used.get(tag_id, (0, 0))
        entities.append(
            FeaturedTag(
                id=str(featured_id),
                name=display_name,
                url=f"{account_url(settings.BASE_URL, username)}/tagged/{name}",
                statuses_count=str(count),
                last_status_at=clock.day_text(latest) if latest else None,
            )
        )
    return entities
