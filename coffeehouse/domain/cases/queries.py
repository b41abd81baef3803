"""Reports as their authors, and those who decide, read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import Raw

from coffeehouse.database import sql
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel import clock

COLUMNS = (
    "r.id, r.account_id, r.target_id, r.category, r.comment, r.is_forwarded, r.rule_ids, r.state, r.assigned_to_id,"
    " r.created_at, r.decided_at, r.decided_by_id, r.reason"
)
# A moderator never reads what was said about themselves, by whatever name, or about a voice of theirs.
NOT_ABOUT = (
    " AND NOT EXISTS (SELECT 1 FROM people_account t WHERE t.id = r.target_id AND t.member_id = %s)"
    " AND NOT EXISTS (SELECT 1 FROM people_seat s WHERE s.account_id = r.target_id AND s.member_id = %s)"
)


class ReportedPost(NamedTuple):
    """A post as it read when it was reported."""

    post_id: int
    text: str
    spoiler_text: str
    created_at: int


class Report(NamedTuple):
    """A report with all that those who decide see. Times in ms."""

    id: int
    account_id: int
    target_id: int
    category: str
    comment: str
    is_forwarded: bool
    rule_ids: str
    state: str
    assigned_to_id: int | None
    created_at: int
    decided_at: int | None
    decided_by_id: int | None
    reason: str


class OwnReport(NamedTuple):
    """A report as its author is told of it. Times in ms."""

    id: int
    created_at: int
    decided_at: int | None


def list_reports(member_id: int, state: str = "open", limit: int = 100) -> list[Report]:
    """Reports in a state that this moderator may decide: open ones longest waiting first, others latest first."""
    order = "r.id" if state == "open" else "r.decided_at DESC, r.id DESC"
    found = sql.rows(
        f"SELECT {COLUMNS} FROM cases_report r WHERE r.state = %s{NOT_ABOUT} ORDER BY {order} LIMIT %s",
        (state, member_id, member_id, limit),
    )
    return [Report(*row) for row in found]


def count_reports(member_id: int) -> int:
    """How many wait for a decision this moderator may take."""
    return int(
        sql.value(f"SELECT COUNT(*) FROM cases_report r WHERE r.state = 'open'{NOT_ABOUT}", (member_id, member_id))
    )


def read_report(member_id: int, report_id: int) -> Report | None:
    """One of those reports, whatever its state."""
    row = sql.row(f"SELECT {COLUMNS} FROM cases_report r WHERE r.id = %s{NOT_ABOUT}", (report_id, member_id, member_id))
    return None if row is None else Report(*row)


def reported_posts(report_id: int) -> list[ReportedPost]:
    """The posts a report names."""
    found = sql.rows(
        "SELECT post_id, text, spoiler_text, created_at FROM cases_reportedpost WHERE report_id = %s ORDER BY post_id",
        (report_id,),
    )
    return [ReportedPost(*row) for row in found]


def reporter_of(report_id: int) -> int | None:
    """The account that filed a report; None where a rule of the house noticed something, or there is none."""
    found = sql.value("SELECT account_id FROM cases_report WHERE id = %s AND account_id <> target_id", (report_id,))
    return None if found is None else int(found)


def reports_by(account_ids: Sequence[int], limit: int = 50) -> list[OwnReport]:
    """What these accounts reported, latest first; not what the rules of the house noticed in their posts."""
    wanted = tuple(account_ids)[:100] or (0,)
    found = sql.rows(
        "SELECT id, created_at, decided_at FROM cases_report"
        f" WHERE account_id IN ({sql.marks(len(wanted))}) AND account_id <> target_id ORDER BY id DESC LIMIT %s",
        (*wanted, limit),
    )
    return [OwnReport(*row) for row in found]


def report_entity(report_id: int) -> dict[str, Any] | None:
    """The Report entity, for its author and for moderators. It does not say who reported."""
    row = sql.row(f"SELECT {COLUMNS} FROM cases_report r WHERE r.id = %s", (report_id,))
    if row is None:
        return None
    report = Report(*row)
    target = people.read_account(report.target_id, report.target_id)
    if target is None:
        return None
    return {
        "id": str(report.id),
        "action_taken": report.state == "resolved",
        "action_taken_at": None if report.decided_at is None else clock.iso(report.decided_at),
        "category": report.category,
        "comment": report.comment,
        "forwarded": bool(report.is_forwarded),
        "created_at": clock.iso(report.created_at),
        "status_ids": [str(post.post_id) for post in reported_posts(report.id)],
        "rule_ids": report.rule_ids.split() or None,
        "collection_ids": [],
        "target_account": Raw(target.encode()),
    }
