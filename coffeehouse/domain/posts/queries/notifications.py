"""Notifications of one account."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import ACCOUNT_JSON, SHOWN, account_join
from coffeehouse.domain.posts.queries.statuses import read_statuses
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

TYPES = ("mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "admin.sign_up")
SELECT = f"SELECT n.id, n.type, n.post_id, n.created_at, {ACCOUNT_JSON} FROM posts_notification n"
JOIN = f" {account_join('a.id = n.from_account_id')}"
POST = " LEFT JOIN posts_post p ON p.id = n.post_id"


def _entities(viewer_id: int, rows: list[tuple[Any, ...]]) -> Listed:
    """Notification entities; one whose post the viewer may no longer see is left out."""
    statuses = dict(read_statuses(viewer_id, list(dict.fromkeys(row[2] for row in rows if row[2] is not None))))
    listed: Listed = []
    for row in rows:
        status = "null" if row[2] is None else statuses.get(row[2])
        if status is not None:
            listed.append((row[0], _entity(row, status)))
    return listed


def _entity(row: tuple[Any, ...], status: str) -> str:
    shown = "" if status == "null" else f',"status":{status}'
    return (
        f'{{"id":"{row[0]}","type":"{row[1]}","created_at":"{clock.iso(row[3])}","group_key":"ungrouped-{row[0]}",'
        f'"account":{row[4]}{shown}}}'
    )


def list_notifications(
    viewer_id: int,
    page: Page,
    *,
    types: tuple[str, ...] = (),
    excluded_types: tuple[str, ...] = (),
    from_account_id: int | None = None,
) -> Listed:
    """One page of the viewer's notifications."""
    if page.is_empty:
        return []
    # Asked here as well as in `_entities`: a page of news that may no longer be seen must not look like the last one.
    scope, scope_params = visible_posts(viewer_id)
    condition = f"n.account_id = %s AND {SHOWN} AND (n.post_id IS NULL OR ({scope}))"
    params: list[Any] = [viewer_id, *scope_params]
    wanted = [name for name in (types or TYPES) if name in TYPES and name not in excluded_types]
    if not wanted:
        return []
    if len(wanted) < len(TYPES):
        condition += f" AND n.type IN ({sql.marks(len(wanted))})"
        params += wanted
    if from_account_id is not None:
        condition += " AND n.from_account_id = %s"
        params.append(from_account_id)
    clause, edges, order = bounds(page, "n.id")
    found = sql.rows(
        f"{SELECT}{JOIN}{POST} WHERE {condition}{clause} ORDER BY n.id {order} LIMIT %s",
        (*params, *edges, page.limit),
    )
    return _entities(viewer_id, found if order == "DESC" else found[::-1])


def read_notification(viewer_id: int, notification_id: int) -> str | None:
    """One Notification entity of the viewer's own."""
    found = sql.rows(f"{SELECT}{JOIN} WHERE n.account_id = %s AND n.id = %s", (viewer_id, notification_id))
    listed = _entities(viewer_id, found)
    return listed[0][1] if listed else None


def count_notifications(viewer_id: int, limit: int = 100) -> int:
    """How many notifications are newer than the viewer's marker, counted up to `limit`."""
    found = sql.value(
        "SELECT COUNT(*) FROM (SELECT 1 FROM posts_notification n WHERE n.account_id = %s AND n.id > COALESCE("
        "(SELECT m.last_read_id FROM people_marker m WHERE m.account_id = %s AND m.timeline = 'notifications'), 0)"
        " LIMIT %s) q",
        (viewer_id, viewer_id, limit),
    )
    return int(found)
