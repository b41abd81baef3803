"""Holding: policy wants a person to look first. The command waits as it was given; its release decides again."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Command, Context, Job, Outcome
from coffeehouse.domain.people.queries import accounts_of_member
from coffeehouse.domain.posts.queries.media import pictures_as_they_are
from coffeehouse.domain.publishing import commands, handlers
from coffeehouse.engine.commands import BY_NAME, Registered
from coffeehouse.engine.judging import judge
from coffeehouse.kernel.errors import Conflict
from coffeehouse.policy.verdicts import Verdict


def _content_hash(words: str, command: Command) -> str:
    """SHA-256 of what is looked at: the command, and the pictures it names as they are now (attack W1)."""
    pictures = pictures_as_they_are(getattr(command, "media_ids", None) or ())
    seen = words.encode() + (msgspec.json.encode(pictures) if pictures else b"")
    return hashlib.sha256(seen).hexdigest()


def hold(registered: Registered, command: Command, context: Context, verdict: Verdict) -> Outcome:
    """Store the command with who sent it and why it waits; the result is the held command's id."""
    held_id = context.new_id()
    words = msgspec.json.encode(command, order="deterministic").decode()
    held = handlers.Held(
        id=held_id,
        name=registered.action,
        command=words,
        content_hash=_content_hash(words, command),
        actor=msgspec.json.encode(context.actor).decode(),
        account_id=context.actor.account_id,
        channel=context.channel,
    )
    handlers.store_held(held, msgspec.json.encode(verdict).decode(), context.now)
    return Outcome(
        object=f"held/{held_id}",
        result={"held_id": str(held_id)},
        kept={"content_hash": held.content_hash},
        kind="command.held",
    )


class ReleaseContext:
    """The context of the held command's own author, within the act of the one who releases it."""

    is_release = True

    def __init__(self, outer: Context, actor: Actor, channel: str, prepared: Any) -> None:
        self._outer = outer
        self.actor = actor
        self.channel = channel
        self.now = outer.now
        self.prepared = prepared

    def new_id(self) -> int:
        return self._outer.new_id()

    def later(self, job: Job) -> None:
        self._outer.later(job)


def _may_still_act(author: Actor) -> None:
    if author.member_id is None:
        return
    state = sql.value("SELECT state FROM people_member WHERE id = %s", (author.member_id,))
    if state != "active":
        raise Conflict("Its author is no longer an active member, so this cannot be released.")
    if author.account_id not in {held.account_id for held in accounts_of_member(author.member_id)}:
        raise Conflict("Its author no longer speaks for this account, so this cannot be released.")


def apply_release_held(command: commands.ReleaseHeld, context: Context) -> Outcome:
    """Carry out what was held, as its author, if policy still would do no worse than hold it."""
    held = handlers.take_held(command.held_id, command.content_hash, context.actor)
    registered = BY_NAME[held.name]
    words: Command = msgspec.json.decode(held.command, type=registered.command)
    if _content_hash(held.command, words) != held.content_hash:
        raise Conflict("The words or pictures have changed since they were held. Refuse this, and ask for it anew.")
    actor = msgspec.json.decode(held.actor, type=Actor)
    _may_still_act(actor)
    prepared = registered.prepare(words, actor) if registered.prepare else None
    inner = ReleaseContext(context, actor, held.channel, prepared)
    verdict = judge(registered, words, inner)
    if verdict.is_denied:
        raise Conflict(f"By the rules of today this cannot be released. {verdict.explain()}")
    outcome = registered.handler(words, inner)
    for react in registered.then:
        react(words, outcome, inner)
    handlers.settle(held.id, "released", context, result_object=outcome.object)
    return Outcome(
        object=outcome.object,
        result=outcome.result,
        kept={"held": str(held.id), "content_hash": held.content_hash, "author": actor.label, **dict(outcome.kept)},
        states=outcome.states,
        jobs=outcome.jobs,
    )
