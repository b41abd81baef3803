"""Releasing: people have looked, as many as it needs, and what they looked at is published as its author's.

    ReleaseHeld ×needs ─→ undo window, embargo, other language ─→ PublishDraft (worker) ─→ published
    EmergencyRelease ×2 ──────────────────────────────────────────────────────────────→ published, reviewed afterwards

Whatever the way, `_publish` is the only place where held words become a post, and `_require_standing` stands before it:
the approvals of exactly these words, by people who still may, not one of them an author. Policy decides anew.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec
from django.db import transaction

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Command, Context, Job, Outcome
from coffeehouse.domain.people.queries import accounts_of_member, read_actor_of_member
from coffeehouse.domain.publishing import commands, queries
from coffeehouse.domain.publishing.closing import closed
from coffeehouse.domain.publishing.handlers import deciding, drafts, permitting
from coffeehouse.engine.commands import BY_NAME
from coffeehouse.engine.holding import author_of, due_job
from coffeehouse.engine.judging import judge, pack_in_force
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Problem

EMERGENCY_PEOPLE = 2
REVIEW_AFTERWARDS = clock.DAY
STOPPED = (
    "Official posts are stopped while an incident is dealt with. Wait until the stop is lifted; what cannot wait is"
    " released by two people in the emergency lane."
)


class ReleaseContext:
    """The context of the draft's own author, within the act of the one who releases it.

    Jobs wait in `jobs` until all has gone well: what is rolled back must leave none.
    """

    def __init__(self, outer: Context, actor: Actor, channel: str, prepared: Any) -> None:
        self._outer = outer
        self.actor = actor
        self.channel = channel
        self.now = outer.now
        self.prepared = prepared
        self.jobs: list[Job] = []

    def new_id(self) -> int:
        return self._outer.new_id()

    def later(self, job: Job) -> None:
        self.jobs.append(job)


# ---- The acts


def apply_release_held(command: commands.ReleaseHeld, context: Context) -> Outcome:
    """One more has looked. With as many as it needs it is approved; and published, if nothing else is waited for."""
    draft = drafts.load(command.held_id)
    member_id = permitting.require_decider(draft, context.actor)
    drafts.require_state(draft, "held")
    deciding.require_looked_at(draft, command.content_hash)
    _require_no_stop(draft, context.now)
    if member_id in permitting.standing_approvals(draft, "release", context.now):
        raise Conflict("You have approved this already. It waits for one more person.")
    decision_id = drafts.decide(draft, "release", context)
    approvals = permitting.standing_approvals(draft, "release", context.now)
    if not _enough(approvals, draft.needs):
        return _noted(draft, "held.approved", approvals, (drafts.told(draft, decision_id), drafts.asked(draft)))
    return _carry_out(draft, approvals, decision_id, context)


def apply_emergency_release(command: commands.EmergencyRelease, context: Context) -> Outcome:
    """The first of two people says that this cannot wait; the second publishes it."""
    draft = drafts.load(command.held_id)
    member_id = permitting.require_emergency_power(draft, context.actor)
    drafts.require_state(draft, "held", "approved")
    deciding.require_looked_at(draft, command.content_hash)
    if drafts.partner_of(draft) is not None:
        raise Conflict("This is one of a pair, and both languages go out together. Untie them first.")
    if member_id in permitting.standing_approvals(draft, "emergency", context.now):
        raise Conflict("You have released this already. It waits for a second person with the power `emergency`.")
    decision_id = drafts.decide(draft, "emergency", context)
    approvals = permitting.standing_approvals(draft, "emergency", context.now)
    told = drafts.told(draft, decision_id)
    if not _enough(approvals, EMERGENCY_PEOPLE):
        return _noted(draft, "held.emergency_asked", approvals, (told, drafts.asked(draft)))
    published = _publish_all((draft,), context, decision="emergency", needs=EMERGENCY_PEOPLE)
    due_at = context.now + REVIEW_AFTERWARDS
    sql.execute("UPDATE publishing_heldcommand SET emergency = TRUE WHERE id = %s", (draft.id,))
    drafts.set_review_due(draft, due_at)
    return dataclasses.replace(published, jobs=(*published.jobs, told))


def apply_publish_draft(command: commands.PublishDraft, context: Context) -> Outcome:
    """Its time has come. Approved as it is now: published. Approved no longer: held again. Never approved: a draft.

    In a closed house nothing is published any more, whoever approved it.
    """
    draft = drafts.load(command.held_id)
    unchanged = Outcome(object=draft.label, unchanged=True)
    if context.now < command.release_at or closed() is not None:
        return unchanged
    if draft.state in ("held", "changes_asked"):
        return _late(draft, context) if draft.embargo_at == command.release_at else unchanged
    partner = drafts.partner_of(draft)
    is_paired = draft.pair_id is not None
    if draft.state != "approved" or draft.release_at != command.release_at:
        return unchanged
    if is_paired and (partner is None or partner.state != "approved"):
        return unchanged
    pair = (draft,) if partner is None else (draft, partner)
    try:
        with transaction.atomic():
            return _publish_all(pair, context)
    except Problem as problem:
        jobs = [job for each in pair for job in drafts.hold_again(each, problem.message, context)]
        return Outcome(
            object=draft.label, kept={"reason": problem.message}, kind="held.returned", jobs=tuple(jobs),
            result={"held_id": str(draft.id), "state": "held"},
        )  # fmt: skip


def _late(draft: drafts.Draft, context: Context) -> Outcome:
    """It stays a draft, and the team is told: once for each revision."""
    if queries.is_late(draft.id, draft.content_hash):
        return Outcome(object=draft.label, unchanged=True)
    reason = "Its time came before it was approved, so it was not published. It is still a draft."
    decision_id = drafts.decide(draft, "late", context, reason)
    return Outcome(object=draft.label, kind="held.delayed", jobs=(drafts.told(draft, decision_id), drafts.asked(draft)))


# ---- What they share


def undo_window(draft: drafts.Draft) -> int:
    """How many ms approved words wait so that somebody can still take them back; the pack in force says by risk."""
    if draft.voice_id is None:
        return 0
    return pack_in_force().about.undo_seconds.get(draft.criticality, 0) * clock.SECOND


def _enough(approvals: list[int], needs: int) -> bool:
    return len(set(approvals)) >= needs


def _noted(draft: drafts.Draft, kind: str, approvals: list[int], jobs: tuple[Job, ...]) -> Outcome:
    """What is recorded of an approval that does not publish yet."""
    state = queries.state_of(draft.id)
    return Outcome(
        object=draft.label,
        result={"held_id": str(draft.id), "state": state, "approvals": len(approvals), "needs": draft.needs},
        kept={"content_hash": draft.content_hash, "approved_by": [f"member/{member_id}" for member_id in approvals]},
        kind=kind,
        jobs=jobs,
    )


def _carry_out(draft: drafts.Draft, approvals: list[int], decision_id: int, context: Context) -> Outcome:
    """Enough people have looked: publish now, or at the end of the undo window, its time, with its other language."""
    told = drafts.told(draft, decision_id)
    partner = drafts.partner_of(draft)
    if draft.pair_id is not None and (partner is None or partner.state not in drafts.OPEN):
        raise Conflict("Its other language was refused or taken back. Untie them, or pair it with another draft.")
    if partner is not None and partner.state != "approved":
        drafts.set_state(draft, "approved", context)
        return _noted(draft, "held.approved", approvals, (told,))
    pair = (draft,) if partner is None else (draft, partner)
    times = [max(each.embargo_at or 0, context.now + undo_window(each)) for each in pair]
    if max(times) <= context.now:
        published = _publish_all(pair, context)
        return dataclasses.replace(published, jobs=(*published.jobs, told))
    drafts.set_state(draft, "approved", context)
    for each in pair:
        drafts.set_release(each, max(times))
    return _noted(draft, "held.approved", approvals, (told, *due_job(draft.id, max(times))))


def _require_no_stop(draft: drafts.Draft, now: int) -> None:
    if draft.voice_id is not None and queries.is_stopped(now):
        raise Conflict(STOPPED)


def _require_standing(draft: drafts.Draft, context: Context, decision: str, needs: int) -> list[int]:
    """Who approved, where that is enough at this moment and of the draft as everything is now. Raises Conflict."""
    if decision != "emergency":
        _require_no_stop(draft, context.now)
    if drafts.hash_now(draft) != draft.content_hash:
        raise Conflict("The pictures, or what these words answer, changed after they were approved.")
    approvals = permitting.standing_approvals(draft, decision, context.now)
    if not _enough(approvals, needs):
        raise Conflict("Who approved this may no longer decide about it, or an election period has begun since.")
    return approvals


def _publish_all(
    pair: tuple[drafts.Draft, ...], context: Context, *, decision: str = "release", needs: int = 0
) -> Outcome:
    """Publish a draft, or both languages of one: all of it or, with whatever is raised, nothing."""
    standing = [_require_standing(draft, context, decision, needs or draft.needs) for draft in pair]
    outcomes = [_publish(draft, approvals, context, decision) for draft, approvals in zip(pair, standing, strict=True)]
    first = outcomes[0]
    kept = dict(first.kept)
    result = first.result
    if len(outcomes) > 1:
        kept["pair"] = [dict(outcome.kept) for outcome in outcomes[1:]]
        result = {**result, "pair": [outcome.result for outcome in outcomes[1:]]}
    return Outcome(
        object=first.object,
        result=result,
        kept=kept,
        states=tuple(state for outcome in outcomes for state in outcome.states),
        jobs=tuple(job for outcome in outcomes for job in outcome.jobs),
        spoken_by=f"account/{pair[0].voice_id}" if pair[0].voice_id and context.actor.member_id else "",
    )


def _publish(draft: drafts.Draft, approvals: list[int], context: Context, decision: str) -> Outcome:
    """Carry the draft out as its author, if policy would do no worse than hold it."""
    registered = BY_NAME[draft.name]
    words: Command = msgspec.json.decode(draft.command, type=registered.command)
    author = _author_today(draft)
    prepared = registered.prepare(words, author) if registered.prepare else None
    inner = ReleaseContext(context, author, draft.channel, prepared)
    verdict = judge(registered, words, inner)
    if verdict.is_denied:
        raise Conflict(f"By the rules of today this cannot be released. {verdict.explain()}")
    outcome = registered.handler(words, inner)
    for react in registered.then:
        react(words, outcome, inner)
    drafts.set_state(draft, "released", context, result_object=outcome.object)
    return Outcome(
        object=outcome.object,
        result=outcome.result,
        kept={
            "held": str(draft.id),
            "content_hash": draft.content_hash,
            "author": author.label,
            **author_of(msgspec.structs.replace(author, member_id=draft.member_id)),
            "approved_by": [f"member/{member_id}" for member_id in approvals],
            "lane": decision,
            **dict(outcome.kept),
        },
        states=outcome.states,
        jobs=(*outcome.jobs, *inner.jobs),
    )


def _author_today(draft: drafts.Draft) -> Actor:
    """The author as they are now. Raises Conflict when they may no longer speak for the account."""
    stored = msgspec.json.decode(draft.actor, type=Actor)
    state = sql.value("SELECT state FROM people_member WHERE id = %s", (stored.member_id or 0,))
    if stored.member_id is None or state != "active":
        raise Conflict("Its author is no longer an active member. A colleague can take it over by saving it anew.")
    if stored.account_id not in {held.account_id for held in accounts_of_member(stored.member_id)}:
        raise Conflict("Its author no longer speaks for this account. A colleague can take it over by saving it anew.")
    today = read_actor_of_member(stored.member_id, stored.account_id, stored.address)
    return msgspec.structs.replace(today, application_id=stored.application_id, token_id=stored.token_id)
