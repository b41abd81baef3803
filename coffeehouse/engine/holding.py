"""Holding: policy wants a person to look first. The command waits as it was given; its release decides again."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Command, Context, Outcome
from coffeehouse.domain.publishing import commands, handlers
from coffeehouse.engine.commands import BY_NAME, Registered
from coffeehouse.engine.judging import judge
from coffeehouse.kernel.errors import Conflict
from coffeehouse.policy.verdicts import Verdict


def hold(registered: Registered, command: Command, context: Context, verdict: Verdict) -> Outcome:
    """Store the command with who sent it and why it waits; the result is the held command's id."""
    held_id = context.new_id()
    words = msgspec.json.encode(command, order="deterministic").decode()
    held = handlers.Held(
        id=held_id,
        name=registered.action,
        command=words,
        content_hash=hashlib.sha256(words.encode()).hexdigest(),
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

    def __init__(self, outer: Context, actor: Actor, channel: str, prepared: Any) -> None:
        self._outer = outer
        self.actor = actor
        self.channel = channel
        self.now = outer.now
        self.prepared = prepared

    def new_id(self) -> int:
        return self._outer.new_id()


def _still_a_member(held: handlers.Held) -> None:
    state = sql.value(
        "SELECT m.state FROM people_account a JOIN people_member m ON m.id = a.member_id WHERE a.id = %s",
        (held.account_id,),
    )
    if state not in (None, "active"):
        raise Conflict("Its author is no longer an active member, so this cannot be released.")


def apply_release_held(command: commands.ReleaseHeld, context: Context) -> Outcome:
    """Carry out what was held, as its author, if policy still would do no worse than hold it."""
    held = handlers.take_held(command.held_id, command.content_hash, context.actor.account_id)
    registered = BY_NAME[held.name]
    _still_a_member(held)
    words: Command = msgspec.json.decode(held.command, type=registered.command)
    actor = msgspec.json.decode(held.actor, type=Actor)
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
