"""What is kept back of the viewer's notifications: their policy, and the requests of those who wait to be let in."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import ACCOUNT_JSON, SHOWN, account_join
from coffeehouse.domain.posts.queries.statuses import read_statuses
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

POLICY = (
    "for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions", "for_limited_accounts",
)  # fmt: skip
DEFAULTS = ("accept", "accept", "accept", "accept", "filter")
MAX_COUNTED = 100
KEPT_BACK = (
    "posts_notification n WHERE n.account_id = r.account_id AND n.from_account_id = r.from_account_id AND n.is_filtered"
)
REQUESTS = (
    f"SELECT r.id, r.created_at, r.updated_at, r.last_post_id, (SELECT COUNT(*) FROM {KEPT_BACK}), {ACCOUNT_JSON}"
    f" FROM posts_notificationrequest r {account_join('a.id = r.from_account_id')} WHERE r.account_id = %s AND {SHOWN}"
    f" AND EXISTS (SELECT 1 FROM {KEPT_BACK})"
)


def read_notification_policy(viewer_id: int) -> dict[str, Any]:
    """The NotificationPolicy entity."""
    answers = sql.row(f"SELECT {', '.join(POLICY)} FROM posts_notificationpolicy WHERE account_id = %s", (viewer_id,))
    return {**dict(zip(POLICY, answers or DEFAULTS, strict=True)), "summary": _summary(viewer_id)}


def _summary(viewer_id: int) -> dict[str, int]:
    row = sql.row(
        "SELECT COUNT(*), COALESCE(SUM(kept), 0) FROM (SELECT COUNT(*) AS kept FROM posts_notification n"
        " JOIN people_account a ON a.id = n.from_account_id AND a.hidden_at IS NULL"
        " WHERE n.account_id = %s AND n.is_filtered GROUP BY n.from_account_id) q",
        (viewer_id,),
    )
    assert row is not None  # noqa: S101  # an aggregate
    return {"pending_requests_count": min(int(row[0]), MAX_COUNTED), "pending_notifications_count": int(row[1])}


def list_requests(viewer_id: int, page: Page) -> Listed:
    """NotificationRequest entities, newest first."""
    if page.is_empty:
        return []
    clause, edges, order = bounds(page, "r.id")
    rows = sql.rows(f"{REQUESTS}{clause} ORDER BY r.id {order} LIMIT %s", (viewer_id, *edges, page.limit))
    return _entities(viewer_id, rows if order == "DESC" else rows[::-1])


def read_request(viewer_id: int, request_id: int) -> str | None:
    """One NotificationRequest of the viewer's, or None."""
    found = _entities(viewer_id, sql.rows(f"{REQUESTS} AND r.id = %s", (viewer_id, request_id)))
    return found[0][1] if found else None


def _entities(viewer_id: int, rows: list[tuple[Any, ...]]) -> Listed:
    statuses = dict(read_statuses(viewer_id, [row[3] for row in rows if row[3] is not None]))
    return [
        (
            row[0],
            f'{{"id":"{row[0]}","created_at":"{clock.iso(row[1])}","updated_at":"{clock.iso(row[2])}"'
            f',"notifications_count":"{row[4]}","account":{row[5]},"last_status":{statuses.get(row[3], "null")}}}',
        )
        for row in rows
    ]
