"""Direct conversations of one account, and all its direct posts in a row."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import read_accounts
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.queries.statuses import read_statuses
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel.pages import Page

COLUMNS = "v.id, v.is_unread, v.participants, v.last_post_id"
SOURCE = "posts_conversation v JOIN posts_post p ON p.id = v.last_post_id"


def list_conversations(viewer_id: int, page: Page) -> Listed:
    """Conversation entities, latest post first, paged by that post; not those whose latest post is out of sight."""
    if page.is_empty:
        return []
    scope, params = visible_posts(viewer_id)
    clause, edges, order = bounds(page, "v.last_post_id")
    rows = sql.rows(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE v.account_id = %s AND {scope}{clause}"
        f" ORDER BY v.last_post_id {order} LIMIT %s",
        (viewer_id, *params, *edges, page.limit),
    )
    return _entities(viewer_id, rows if order == "DESC" else rows[::-1])


def read_conversation(viewer_id: int, conversation_id: int) -> str | None:
    """One Conversation of the viewer's, or None."""
    scope, params = visible_posts(viewer_id)
    rows = sql.rows(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE v.account_id = %s AND v.id = %s AND {scope}",
        (viewer_id, conversation_id, *params),
    )
    found = _entities(viewer_id, rows)
    return found[0][1] if found else None


def conversation_of(viewer_id: int, post_id: int) -> str | None:
    """The Conversation that a direct post stands in for the viewer, or None."""
    found = sql.value(
        "SELECT in_conversation_id FROM posts_directpost WHERE account_id = %s AND post_id = %s", (viewer_id, post_id)
    )
    return None if found is None else read_conversation(viewer_id, found)


def _entities(viewer_id: int, rows: list[tuple[Any, ...]]) -> Listed:
    statuses = dict(read_statuses(viewer_id, [row[3] for row in rows]))
    return [
        (
            row[3],
            f'{{"id":"{row[0]}","unread":{"true" if row[1] else "false"}'
            f',"accounts":[{",".join(_people(viewer_id, row[2]))}],"last_status":{statuses.get(row[3], "null")}}}',
        )
        for row in rows
    ]


def _people(viewer_id: int, participants: str) -> list[str]:
    """The others; whoever writes to nobody else talks to themselves, as in Mastodon."""
    others = [int(account_id) for account_id in participants.split()]
    return read_accounts(viewer_id, others) or read_accounts(viewer_id, [viewer_id])


def direct_timeline(viewer_id: int, page: Page) -> Listed:
    """Every direct post the viewer wrote or was told of."""
    if page.is_empty:
        return []
    scope, params = visible_posts(viewer_id, author="a")
    clause, edges, order = bounds(page, "d.post_id")
    statement = select(
        "posts_directpost d JOIN posts_post p ON p.id = d.post_id",
        is_signed_in=True,
        key="d.post_id",
        has_boosts=False,
    )
    rows = sql.rows(
        f"{statement} WHERE d.account_id = %s AND {scope}{clause} ORDER BY d.post_id {order} LIMIT %s",
        (*flag_params(viewer_id), viewer_id, *params, *edges, page.limit),
    )
    listed = assemble(rows, viewer_id)
    return listed if order == "DESC" else listed[::-1]
