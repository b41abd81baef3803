"""Reports that the rules of the house file: a post is out, and a person is asked to look at it."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.cases.handlers.reporting import tell_moderators, vouch
from coffeehouse.domain.context import Context, State


def note_post(post_id: int, category: str, rules: list[str], context: Context) -> State | None:
    """File a report of a post on behalf of the house; its row for the ledger. None where one is open already.

    Who reports is the author: the row says by this that nobody else did.
    """
    row = sql.row("SELECT account_id FROM posts_post WHERE id = %s", (post_id,))
    if row is None or _is_open(post_id, row[0]):
        return None
    report_id = context.new_id()
    sql.execute(
        "INSERT INTO cases_report (id, account_id, target_id, category, comment, is_forwarded, rule_ids, state,"
        " created_at, reason) VALUES (%s, %s, %s, %s, %s, %s, '', 'open', %s, '')",
        (report_id, row[0], row[0], category, ", ".join(rules), False, context.now),
    )
    sql.execute(
        "INSERT INTO cases_reportedpost (report_id, post_id, text, spoiler_text, created_at)"
        " SELECT CAST(%s AS BIGINT), p.id, p.text, p.spoiler_text, p.created_at FROM posts_post p WHERE p.id = %s",
        (report_id, post_id),
    )
    tell_moderators(context, report_id, row[0], row[0])
    return vouch(report_id)


def _is_open(post_id: int, account_id: int) -> bool:
    """Whether the house asked already for this post to be looked at, and nobody has decided."""
    return bool(
        sql.value(
            "SELECT 1 FROM cases_reportedpost p JOIN cases_report r ON r.id = p.report_id"
            " WHERE p.post_id = %s AND r.account_id = %s AND r.target_id = %s AND r.state = 'open'",
            (post_id, account_id, account_id),
        )
    )
