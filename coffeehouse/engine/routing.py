"""What policy is told of an official post besides its words: how much hangs on it, and its author's record.

judging → routing_facts (one statement) → policy.routing.assess → facts → decide → the verdict's route
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coffeehouse.domain.context import Actor, Command, Context, Outcome
from coffeehouse.domain.posts.commands import EditPost, PublishPost
from coffeehouse.domain.posts.writing_commands import SchedulePost
from coffeehouse.domain.publishing.record import keep_direct_release, read_record
from coffeehouse.policy.routing import RECORD_DAYS, assess
from coffeehouse.policy.verdicts import Route, Verdict


def words_of(command: Command) -> str:
    """All that a post says, as detectors read it: warning, text, answers of its poll. "" for other commands."""
    said = command.post if isinstance(command, SchedulePost) else command
    if not isinstance(said, PublishPost | EditPost):
        return ""
    options = said.poll.options if said.poll else ()
    return "\n".join(part for part in (said.spoiler_text, said.text, *options) if part)


def routing_facts(
    command: Command, actor: Actor, facts: Mapping[str, Any], now: int
) -> tuple[dict[str, Any], Route | None]:
    """The facts of routing, and the same for the author; nothing for what is no official post."""
    said = command.post if isinstance(command, SchedulePost) else command
    if actor.capacity != "voice" or not isinstance(said, PublishPost | EditPost):
        return {}, None
    edited_id = said.post_id if isinstance(said, EditPost) else None
    answered_id = said.in_reply_to_id if isinstance(said, PublishPost) else None
    record = read_record(actor.member_id, actor.account_id, answered_id, edited_id, RECORD_DAYS, now)
    assessment = assess(words_of(command), facts, record.answered)
    found = assessment.facts() | {
        "recent_released_count": record.released,
        "recent_changed_count": record.changed,
        "recent_refused_count": record.refused,
        "record_days": RECORD_DAYS,
        "receiver_count": record.receivers,
    }
    route = Route(assessment.level, assessment.explain(), record.released, record.changed, record.refused, RECORD_DAYS)
    return found, route


def keep_route(command: Command, outcome: Outcome, context: Context, verdict: Verdict) -> None:
    """Write down that an official post was released at once: part of its author's record from now on."""
    actor = context.actor
    if verdict.route is None or not isinstance(command, PublishPost) or not actor.member_id or not actor.account_id:
        return
    keep_direct_release(
        int(outcome.result["id"]),
        actor.account_id,
        actor.member_id,
        verdict.route.criticality,
        verdict.explain_route(),
        context.now,
    )
