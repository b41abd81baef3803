"""What trends, as its reader may see it: the list is the same for everybody, posts pass the scope as everywhere."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.fragments import CARD_COLUMNS, card_entity
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.queries.tags import tags_with_ids
from coffeehouse.domain.posts.visibility import unmuted_posts, visible_posts
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import Tag, TagHistory

DAYS = 7


def trending_tags(viewer_id: int | None, limit: int, offset: int = 0) -> list[Tag]:
    """Tag entities, what is talked of most first."""
    found = sql.rows(
        "SELECT t.id, t.name FROM posts_trend n JOIN posts_tag t ON t.id = n.target_id WHERE n.kind = 'tag'"
        " ORDER BY n.position LIMIT %s OFFSET %s",
        (limit, offset),
    )
    return tags_with_ids(viewer_id, found)


def trending_statuses(viewer_id: int | None, limit: int, offset: int = 0) -> list[str]:
    """Status entities of public posts that many liked or passed on."""
    scope, params = visible_posts(viewer_id, author="a")
    unmuted, unmuted_params = unmuted_posts(viewer_id, clock.now_ms())
    source = "posts_trend n JOIN posts_post p ON p.id = n.target_id"
    found = sql.rows(
        f"{select(source, is_signed_in=viewer_id is not None, has_boosts=False)} WHERE n.kind = 'status'"
        f" AND p.visibility = 'public' AND {scope} AND {unmuted} ORDER BY n.position LIMIT %s OFFSET %s",
        (*flag_params(viewer_id), *params, *unmuted_params, limit, offset),
    )
    return [status for _, status in assemble(found, viewer_id)]


def trending_links(limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """Trends::Link entities: cards of pages that many link to, with their use day by day."""
    columns = ", ".join(f"c.{name}" for name in CARD_COLUMNS.split(", "))
    found = sql.rows(
        f"SELECT {columns} FROM posts_trend n JOIN posts_card c ON c.id = n.target_id WHERE n.kind = 'link'"
        " ORDER BY n.position LIMIT %s OFFSET %s",
        (limit, offset),
    )
    history = _history([row[0] for row in found], clock.now_ms())
    return [msgspec.to_builtins(card_entity(row)) | {"history": history[row[0]]} for row in found]


def _history(card_ids: list[int], now: int) -> dict[int, list[TagHistory]]:
    """Posts and accounts of each of the last seven days, today first, by card."""
    today = now // clock.DAY
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    if card_ids:
        for card_id, day, uses, accounts in sql.rows(
            "SELECT t.card_id, (p.created_at / %s) AS on_day, COUNT(*), COUNT(DISTINCT p.account_id)"
            " FROM posts_postcard t JOIN posts_post p ON p.id = t.post_id"
            f" WHERE t.card_id IN ({sql.marks(len(card_ids))}) AND t.post_id >= %s AND p.visibility = 'public'"
            " GROUP BY t.card_id, on_day",
            (clock.DAY, *card_ids, ((today - DAYS + 1) * clock.DAY) << 16),
        ):
            counts[card_id, int(day)] = (uses, accounts)
    return {card_id: [_day(counts.get((card_id, today - back), (0, 0)), today - back) for back in range(DAYS)]
            for card_id in card_ids}  # fmt: skip


def _day(counted: tuple[int, int], day: int) -> TagHistory:
    return TagHistory(day=str(day * 86_400), uses=str(counted[0]), accounts=str(counted[1]))
