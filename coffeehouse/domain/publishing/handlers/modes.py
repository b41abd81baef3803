"""What the whole house is in: the incident stop, and the period before an election."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.publishing import commands, queries
from coffeehouse.domain.publishing.handlers import drafts
from coffeehouse.domain.publishing.handlers.deciding import require_reason
from coffeehouse.kernel.errors import Forbidden, Invalid

STOPPED = "Official posts were stopped for an incident. What was approved before is looked at again."


def _keep(name: str, starts_at: int, ends_at: int | None, reason: str, context: Context) -> None:
    sql.execute(
        "INSERT INTO publishing_mode (name, starts_at, ends_at, reason, set_at, set_by_id)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (name) DO UPDATE SET starts_at = excluded.starts_at,"
        " ends_at = excluded.ends_at, reason = excluded.reason, set_by_id = excluded.set_by_id,"
        " set_at = CASE WHEN publishing_mode.starts_at = excluded.starts_at THEN publishing_mode.set_at"
        " ELSE excluded.set_at END",
        (name, starts_at, ends_at, reason, context.now, context.actor.member_id),
    )


def _require_lead(context: Context) -> None:
    """An administrator, or anybody with the power `emergency` at some voice, for seconds count."""
    member_id = context.actor.member_id
    if context.actor.role == "system" or queries.role_of(member_id) == "admin":
        return
    if not queries.has_power(member_id, "emergency"):
        raise Forbidden(
            "Only administrators, and seats with the power `emergency`, stop official posts. Tell one of them.",
            code="seat",
        )


def apply_set_incident_stop(command: commands.SetIncidentStop, context: Context) -> Outcome:
    """From now on nothing official is published; what was approved waits for a new look. Or: it goes on."""
    _require_lead(context)
    reason = require_reason(command.reason)
    mode = queries.read_mode("incident_stop")
    is_on = mode is not None and mode.ends_at is None
    if command.is_on == is_on:
        return Outcome(object="mode/incident_stop", result={"is_on": is_on}, unchanged=True)
    jobs: list[Job] = []
    if command.is_on:
        _keep("incident_stop", context.now, None, reason, context)
        for held_id in queries.approved_or_nearly():
            draft = drafts.load(held_id)
            if draft.state == "approved":
                jobs += drafts.hold_again(draft, STOPPED, context)
            else:
                drafts.void_approvals(held_id)
    else:
        assert mode is not None  # noqa: S101  # it is on, so it was set
        _keep("incident_stop", mode.starts_at, context.now, reason, context)
    return Outcome(
        object="mode/incident_stop",
        result={"is_on": command.is_on},
        kept={"is_on": command.is_on, "reason": reason},
        jobs=tuple(jobs),
    )


def apply_set_election_period(command: commands.SetElectionPeriod, context: Context) -> Outcome:
    """From then until then, policy and reviewers are told that an election is near."""
    if context.actor.role != "system" and queries.role_of(context.actor.member_id) != "admin":
        raise Forbidden("Only administrators set the period before an election. Ask one of them.", code="role")
    reason = require_reason(command.reason)
    starts_at, ends_at = command.starts_at, command.ends_at
    if (starts_at is None) != (ends_at is None):
        raise Invalid("Give both the first and the last moment of the period, or neither to end it.", field="ends_at")
    if starts_at is None or ends_at is None:
        mode = queries.read_mode("election")
        if mode is None or (mode.ends_at is not None and mode.ends_at <= context.now):
            return Outcome(object="mode/election", result={"is_set": False}, unchanged=True)
        if mode.starts_at > context.now:
            # Called off before it began: as if there had been none.
            sql.execute("DELETE FROM publishing_mode WHERE name = 'election'")
        else:
            _keep("election", mode.starts_at, context.now, reason, context)
        return Outcome(object="mode/election", result={"is_set": False}, kept={"reason": reason})
    if ends_at <= starts_at:
        raise Invalid("The period ends before it begins. Choose a later end.", field="ends_at")
    _keep("election", starts_at, ends_at, reason, context)
    return Outcome(
        object="mode/election",
        result={"is_set": True},
        kept={"starts_at": str(starts_at), "ends_at": str(ends_at), "reason": reason},
    )
