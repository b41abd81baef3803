"""Erasing a report, or the copies of posts that it keeps as evidence."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.cases.handlers.reporting import vouch
from coffeehouse.domain.cases.queries import report_entity
from coffeehouse.domain.context import State
from coffeehouse.domain.erased import Erased


def erase_report(report_id: int) -> Erased:
    """Remove a report with its evidence, and what moderators were told of it."""
    sql.execute("DELETE FROM cases_reportedpost WHERE report_id = %s", (report_id,))
    sql.execute("DELETE FROM posts_notification WHERE report_id = %s", (report_id,))
    sql.execute("DELETE FROM cases_report WHERE id = %s", (report_id,))
    return Erased(names=[f"report/{report_id}"], states=[State("cases_report", report_id, None)])


def read_whole(report_id: int) -> dict[str, Any]:
    """All that a report says, for whoever must keep it out of sight."""
    row = sql.row("SELECT comment, reason FROM cases_report WHERE id = %s", (report_id,)) or ("", "")
    posts = sql.rows(
        "SELECT post_id, text, spoiler_text, created_at FROM cases_reportedpost WHERE report_id = %s ORDER BY post_id",
        (report_id,),
    )
    return {
        "comment": row[0],
        "reason": row[1],
        "posts": [
            {"id": str(post_id), "text": text, "warning": warning, "created_at": str(at)}
            for post_id, text, warning, at in posts
        ],
    }


def blank_report(report_id: int) -> Erased:
    """Take the words out of a report whose decision stays: they are kept elsewhere, or nowhere."""
    sql.execute("UPDATE cases_reportedpost SET text = '', spoiler_text = '' WHERE report_id = %s", (report_id,))
    sql.execute("UPDATE cases_report SET comment = '' WHERE id = %s", (report_id,))
    detail = msgspec.json.encode(report_entity(report_id)).decode()
    sql.execute("UPDATE posts_notification SET detail = %s WHERE report_id = %s", (detail, report_id))
    return Erased(states=[vouch(report_id)])
