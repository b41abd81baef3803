"""Holding: policy wants a person to look first. The command waits as a draft, as it was given; nobody has said it yet.

act → verdict "hold" → hold → (people look: `holding_release`, change it: `holding_revision`) → published or not
"""

from __future__ import annotations

import msgspec

from coffeehouse.domain.context import Actor, Command, Context, Job, Outcome
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.posts.writing_commands import SchedulePost
from coffeehouse.domain.publishing import content
from coffeehouse.domain.publishing.handlers import drafts
from coffeehouse.engine.commands import Registered
from coffeehouse.policy.verdicts import Verdict, explain_reason


def hold(registered: Registered, command: Command, context: Context, verdict: Verdict) -> Outcome:
    """Store the command with who sent it and why it waits; the result is the draft's id.

    A post for later waits as the post it will be, with its time: it is approved for that time, and once.
    """
    embargo_at, name = None, registered.action
    if isinstance(command, SchedulePost):
        embargo_at, name, command = command.scheduled_at, PublishPost.__name__, command.post
    actor = context.actor
    words = as_words(command)
    draft = drafts.Draft(
        id=context.new_id(),
        name=name,
        command=words,
        content_hash=content.hash_of(name, words, actor.account_id, embargo_at, None),
        actor=msgspec.json.encode(actor).decode(),
        account_id=actor.account_id,
        channel=context.channel,
        state="held",
        member_id=actor.member_id,
        voice_id=actor.account_id if actor.capacity == "voice" else None,
        revision=1,
        criticality="routine",
        needs=1,
        embargo_at=embargo_at,
        release_at=embargo_at,
        pair_id=None,
        review_due_at=None,
    )
    drafts.insert(draft, judgement_of(verdict), context.now, context.new_id())
    return Outcome(
        object=draft.label,
        result={"held_id": str(draft.id)},
        kept={"content_hash": draft.content_hash, **author_of(actor)},
        kind="command.held",
        jobs=(drafts.asked(draft), *due_job(draft.id, embargo_at)),
    )


def as_words(command: Command) -> str:
    """A command as it is stored: the same JSON for the same command."""
    return msgspec.json.encode(command, order="deterministic").decode()


def judgement_of(verdict: Verdict) -> drafts.Judgement:
    """What of a verdict is kept beside a draft, and shown to its author."""
    route = verdict.explain_route() or " ".join(explain_reason(reason) for reason in verdict.reasons[:1])
    return drafts.Judgement(
        verdict=msgspec.json.encode(verdict).decode(),
        criticality=verdict.route.criticality if verdict.route else "routine",
        route=route,
        needs=verdict.needs,
    )


def author_of(actor: Actor) -> dict[str, str]:
    """The human behind the words, for the ledger: an account may speak for many."""
    return {} if actor.member_id is None else {"member": f"member/{actor.member_id}"}


def due_job(held_id: int, release_at: int | None) -> tuple[Job, ...]:
    """The worker's call for when its time has come; a call for a time that was changed since is over."""
    if release_at is None:
        return ()
    return (Job("publish_draft", {"held_id": held_id, "release_at": release_at}, run_at=release_at),)
