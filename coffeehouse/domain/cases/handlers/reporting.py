"""Reports: filed by anybody, read and decided by moderators, never by the one reported."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.cases import commands
from coffeehouse.domain.cases.queries import report_entity
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts.handlers.notifying import notify
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.kernel.text import characters, normalise

CATEGORIES = ("spam", "legal", "violation", "other")
MAX_COMMENT = 1_000
MAX_POSTS = 40
VOUCHED = ("account_id", "target_id", "category", "comment", "rule_ids", "state", "decided_by_id", "reason")
# Who decides: active moderators and administrators, by their personas.
MODERATORS = (
    "SELECT a.id FROM people_member m JOIN people_account a ON a.member_id = m.id AND a.kind = 'persona'"
    " WHERE m.role IN ('moderator', 'admin') AND m.state = 'active' AND a.hidden_at IS NULL ORDER BY a.id"
)


def apply_file_report(command: commands.FileReport, context: Context) -> Outcome:
    """Insert the report with the posts as they read now, and tell the moderators."""
    account_id = acting_account(context)
    if not sql.value("SELECT 1 FROM people_account WHERE id = %s AND hidden_at IS NULL", (command.account_id,)):
        raise NotFound()
    comment = normalise(command.comment, field="comment")
    if characters(comment) > MAX_COMMENT:
        raise Invalid(f"Validation failed: Comment has at most {MAX_COMMENT} characters", field="comment")
    category = "violation" if command.rule_ids and command.category == "other" else command.category
    if category not in CATEGORIES:
        raise Invalid(f"Validation failed: Category is one of {', '.join(CATEGORIES)}", field="category")
    report_id = context.new_id()
    sql.execute(
        "INSERT INTO cases_report (id, account_id, target_id, category, comment, is_forwarded, rule_ids, state,"
        " created_at, reason) VALUES (%s, %s, %s, %s, %s, %s, %s, 'open', %s, '')",
        (
            report_id, account_id, command.account_id, category, comment, command.is_forwarded,
            " ".join(str(rule_id) for rule_id in _known_rules(command.rule_ids)), context.now,
        ),
    )  # fmt: skip
    _keep_posts(report_id, account_id, command)
    tell_moderators(context, report_id, account_id, command.account_id)
    return Outcome(object=f"report/{report_id}", result=str(report_id), states=(vouch(report_id),))


def _known_rules(rule_ids: tuple[int, ...]) -> list[int]:
    if not rule_ids:
        return []
    found = {
        row[0]
        for row in sql.rows(f"SELECT id FROM people_houserule WHERE id IN ({sql.marks(len(rule_ids))})", rule_ids)
    }
    if found != set(rule_ids):
        raise Invalid("Validation failed: Rules does not exist", field="rule_ids")
    return list(dict.fromkeys(rule_ids))


def _keep_posts(report_id: int, account_id: int, command: commands.FileReport) -> None:
    """Copy the posts that the reporter sees and the reported wrote; all others are as if they did not exist."""
    if len(command.post_ids) > MAX_POSTS:
        raise Invalid(f"Validation failed: A report names at most {MAX_POSTS} posts", field="status_ids")
    scope, params = visible_posts(account_id)
    for post_id in dict.fromkeys(command.post_ids):
        done = sql.execute(
            "INSERT INTO cases_reportedpost (report_id, post_id, text, spoiler_text, created_at)"
            " SELECT CAST(%s AS BIGINT), p.id, p.text, p.spoiler_text, p.created_at FROM posts_post p"
            f" WHERE p.id = %s AND p.account_id = %s AND p.boost_of_id IS NULL AND {scope}",
            (report_id, post_id, command.account_id, *params),
        )
        if not done:
            raise NotFound()


def tell_moderators(context: Context, report_id: int, account_id: int, target_id: int) -> None:
    """A notification for each moderator but the one reported. The queue has every report, whatever they mute."""
    detail = msgspec.json.encode(report_entity(report_id)).decode()
    for (moderator_id,) in sql.rows(MODERATORS):
        if moderator_id == target_id or _belongs_to(target_id, moderator_id):
            continue
        notification_id = notify(context, moderator_id, "admin.report", account_id)
        if notification_id is not None:
            sql.execute(
                "UPDATE posts_notification SET report_id = %s, detail = %s WHERE id = %s",
                (report_id, detail, notification_id),
            )


def _belongs_to(target_id: int, moderator_id: int) -> bool:
    """Whether the one reported is the moderator by another name, or a voice they hold a seat at."""
    return bool(
        sql.value(
            "SELECT 1 FROM people_account m WHERE m.id = %s AND (EXISTS (SELECT 1 FROM people_account t"
            " WHERE t.id = %s AND t.member_id = m.member_id) OR EXISTS (SELECT 1 FROM people_seat s"
            " WHERE s.account_id = %s AND s.member_id = m.member_id))",
            (moderator_id, target_id, target_id),
        )
    )


def _open(report_id: int, context: Context) -> Any:
    """(target, assigned to) of an open report the actor may decide. Raises NotFound, Conflict or Forbidden."""
    row = sql.row("SELECT target_id, assigned_to_id, state FROM cases_report WHERE id = %s", (report_id,))
    if row is None:
        raise NotFound()
    if context.actor.account_id is not None and (
        row[0] == context.actor.account_id or _belongs_to(row[0], context.actor.account_id)
    ):
        # As if it never was: whoever is reported does not learn of it here either.
        raise NotFound()
    if row[2] != "open":
        raise Conflict("This report has been decided already.")
    return row


def apply_assign_report(command: commands.AssignReport, context: Context) -> Outcome:
    """Note who looks at it. Somebody else's is not taken from them."""
    row = _open(command.report_id, context)
    member_id = context.actor.member_id
    if row[1] is not None and row[1] != member_id:
        raise Forbidden("A colleague looks at this report. Ask them to give it back.")
    wanted = member_id if command.is_taken else None
    if row[1] == wanted:
        return Outcome(object=f"report/{command.report_id}", unchanged=True)
    sql.execute("UPDATE cases_report SET assigned_to_id = %s WHERE id = %s", (wanted, command.report_id))
    return Outcome(object=f"report/{command.report_id}", kept={"taken": command.is_taken})


def apply_resolve_report(command: commands.ResolveReport, context: Context) -> Outcome:
    """Close it with a reason."""
    _open(command.report_id, context)
    reason = normalise(command.reason, field="reason")[:MAX_COMMENT]
    if not reason:
        raise Invalid("Give a reason: it is recorded with the decision.", field="reason")
    sql.execute(
        "UPDATE cases_report SET state = 'resolved', decided_at = %s, decided_by_id = %s, reason = %s,"
        " assigned_to_id = COALESCE(assigned_to_id, %s) WHERE id = %s",
        (context.now, context.actor.member_id, reason, context.actor.member_id, command.report_id),
    )
    detail = msgspec.json.encode(report_entity(command.report_id)).decode()
    sql.execute(
        "UPDATE posts_notification SET detail = %s WHERE report_id = %s AND type = 'admin.report'",
        (detail, command.report_id),
    )
    return Outcome(object=f"report/{command.report_id}", states=(vouch(command.report_id),))


def vouch(report_id: int) -> State:
    """The report's row as it now is, for the ledger."""
    row: Any = sql.row(f"SELECT {', '.join(VOUCHED)} FROM cases_report WHERE id = %s", (report_id,))
    return State("cases_report", report_id, dict(zip(VOUCHED, row, strict=True)))
