"""Looks at somebody for a report about them: kept at once, told to them when the report has been decided.

Told at once, a look would tell whoever is reported that somebody reported them, and who may have.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.capture.queries import View, views_of

MOST_HIDDEN = 10_000


def looks_told(member_id: int, limit: int = 200) -> list[View]:
    """Who looked at this member, newest first, as far as they may know by now."""
    hidden = looks_not_told(member_id)
    return [view for view in views_of(member_id, limit=limit) if view.sequence not in hidden]


def looks_not_told(member_id: int) -> frozenset[int]:
    """Entries of looks for reports about this member that wait for a decision; of what others reported."""
    waiting = sql.rows(
        "SELECT r.id, r.created_at FROM cases_report r JOIN people_account t ON t.id = r.target_id"
        " LEFT JOIN people_account a ON a.id = r.account_id"
        " WHERE r.state = 'open' AND t.member_id = %s AND COALESCE(a.member_id, 0) <> %s",
        (member_id, member_id),
    )
    if not waiting:
        return frozenset()
    about = {f"report/{report_id}" for report_id, _at in waiting}
    found = views_of(member_id, since=min(at for _id, at in waiting), limit=MOST_HIDDEN)
    return frozenset(view.sequence for view in found if view.about in about)
