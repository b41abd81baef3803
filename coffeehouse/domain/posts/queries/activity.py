"""How busy the house is, week by week: what it tells about itself."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.kernel import clock

WEEK = 7 * clock.DAY
WEEKS = 12
# 1970-01-01 was a Thursday: weeks begin on Mondays.
FIRST_MONDAY = 4 * clock.DAY

_latest: tuple[int, list[dict[str, str]]] | None = None
FRESH = 5 * clock.MINUTE


def weekly_activity() -> list[dict[str, str]]:
    """Posts, people who signed in by any app or page and wrote, and joiners, of twelve weeks, newest first."""
    global _latest
    now = clock.now_ms()
    if _latest is None or not 0 <= now - _latest[0] < FRESH:
        _latest = (now, _count_weeks(now))
    return _latest[1]


def _count_weeks(now: int) -> list[dict[str, str]]:
    monday = now - (now - FIRST_MONDAY) % WEEK
    start = monday - (WEEKS - 1) * WEEK
    # Ids begin with the millisecond. All is in an index of author and id; `+` keeps SQLite from reading the posts.
    posts = dict(
        (int(row[0]), row[1:])
        for row in sql.rows(
            "SELECT q.week, SUM(q.said), COUNT(*) FROM (SELECT p.account_id, ((p.id >> 16) - %s) / %s AS week,"
            " COUNT(*) AS said FROM posts_post p WHERE +p.id >= %s GROUP BY 1, 2) q GROUP BY q.week",
            (start, WEEK, start << 16),
        )
    )
    joined = dict(
        (int(row[0]), row[1])
        for row in sql.rows(
            "SELECT (m.created_at - %s) / %s AS week, COUNT(*) FROM people_member m WHERE m.id >= %s"
            " AND m.state = 'active' GROUP BY 1",
            (start, WEEK, start << 16),
        )
    )
    return [
        {
            "week": str((start + week * WEEK) // 1_000),
            "statuses": str(posts.get(week, (0, 0))[0]),
            "logins": str(posts.get(week, (0, 0))[1]),
            "registrations": str(joined.get(week, 0)),
        }
        for week in range(WEEKS - 1, -1, -1)
    ]
