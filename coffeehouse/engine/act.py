"""The one way to write. Read this first.

    channels → act → policy.decide → domain handler → ledger.append → outbox, in one transaction

A channel turns outside words into a Command and calls `act`. Scope, limits, policy and the ledger stand in the way of
every command alike; no argument skips one. Everything that happened is committed together or not at all, and what
leaves the house leaves after the commit, through the outbox.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from django.conf import settings
from django.db import OperationalError

from coffeehouse.database import sql, transaction
from coffeehouse.domain import vouching
from coffeehouse.domain.context import Actor, Command, Job, Outcome
from coffeehouse.engine import idempotency, limits, outbox, tally
from coffeehouse.engine.closing import require_open
from coffeehouse.engine.commands import REGISTRY, Limit, Registered
from coffeehouse.engine.holding import hold
from coffeehouse.engine.judging import Ruling, rule_on
from coffeehouse.engine.routing import keep_route
from coffeehouse.engine.telling import tell_person
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, Invalid, LimitReached, Problem, Unauthenticated, Unavailable
from coffeehouse.ledger.append import Appender
from coffeehouse.policy.verdicts import Verdict
from coffeehouse.protocols.oauth_scopes import grants


class Refused(Forbidden):
    """Policy said no, or asks for something first; `verdict` has the rules and reasons. The refusal is recorded."""

    code = "refused"

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.explain())
        self.verdict = verdict
        if verdict.outcome == "require":
            self.status = Invalid.status


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act. `is_held` True means that it waits for a person and `result` is the held command's id."""

    result: Any
    object: str
    verdict: Verdict
    entry_sequence: int
    is_held: bool = False
    is_replay: bool = False


class ActContext:
    """What a handler is given (`domain.context.Context`)."""

    def __init__(self, actor: Actor, channel: str, now: int, prepared: Any) -> None:
        self.actor = actor
        self.channel = channel
        self.now = now
        self.prepared = prepared
        self.jobs: list[Job] = []

    @cached_property
    def ledger(self) -> Appender:
        # Opened on first use, inside the transaction: reads the head of the ledger once.
        return Appender(self.now)

    @property
    def recorded(self) -> range:
        """The entries of this act so far."""
        return self.ledger.appended if "ledger" in self.__dict__ else range(0)

    def new_id(self) -> int:
        return self.ledger.new_id()

    def later(self, job: Job) -> None:
        self.jobs.append(job)


def act(command: Command, actor: Actor, channel: str, *, idempotency_key: str | None = None) -> Done:
    """Do what `command` asks, as `actor`, heard through `channel` ("web", "client_api", "cli", "email", ...).

    Returns Done, also when policy holds the command. Raises a kernel.errors.Problem: Refused with the verdict, or
    NotFound, Invalid, Conflict, LimitReached, Unauthenticated, Unavailable; then nothing but a refusal is stored.
    """
    registered = REGISTRY[type(command)]
    require_scope(registered, actor)
    counted = limits.limits_of(registered, command, actor)
    if counted and registered.prepare:
        limits.check(counted, clock.now_ms())
    prepared = registered.prepare(command, actor) if registered.prepare else None
    context = ActContext(actor, channel, clock.now_ms(), prepared)
    try:
        with transaction.write(), sql.noting():
            context.now = clock.now_ms()  # the turn may have taken a while
            done = _within(registered, command, context, counted, idempotency_key)
    except LimitReached:
        raise
    except Problem:
        # The rollback took the count back with all the rest; a try that failed is a try (attack D14).
        if counted and settings.RATE_LIMITS:
            # On a disk that is full the answer is still what was wrong, and not that the count failed.
            with suppress(OperationalError), transaction.write():
                limits.count(counted, clock.now_ms())
        raise
    except transaction.NotFlushed as error:
        raise Unavailable(
            "The disk did not confirm what you did, so it may get lost. See whether it is there before you do it again."
        ) from error
    except OperationalError as error:
        raise Unavailable(
            "The house cannot record anything at the moment, so nothing was done. Try again in a minute."
        ) from error
    tally.note(tally.RECORDED if context.recorded else tally.UNCHANGED, registered.action, channel, context.recorded)
    if done.verdict.is_denied:
        raise Refused(done.verdict)
    return done


def require_scope(registered: Registered, actor: Actor) -> None:
    """Raise Unauthenticated without a token, Forbidden when the token allows less than the command needs."""
    if not registered.scope:
        return
    if not actor.scopes:
        raise Unauthenticated("The access token is invalid. Sign in again.")
    if registered.scope not in actor.scopes and not grants(actor.scopes, registered.scope):
        raise Forbidden("This action is outside the authorized scopes", code="scope")


def _within(
    registered: Registered, command: Command, context: ActContext, counted: list[Limit], idempotency_key: str | None
) -> Done:
    """The whole act, inside the transaction."""
    require_open(registered, context.actor)
    if idempotency_key:
        answered = idempotency.find(idempotency_key, command, context.actor)
        if answered is not None:
            held = isinstance(answered.result, dict) and "held_id" in answered.result
            return Done(answered.result, "", Verdict.allowed(), answered.entry_sequence, held, is_replay=True)
    limits.count(counted, context.now)
    ruling = rule_on(registered, command, context)
    verdict = ruling.verdict
    if verdict.is_denied or (verdict.is_held and not registered.may_be_held):
        return _refuse(registered, command, context, ruling)
    if verdict.is_held:
        outcome = hold(registered, command, context, verdict)
    else:
        outcome = registered.handler(command, context)
        if outcome.unchanged:
            return Done(outcome.result, outcome.object, verdict, -1)
        for react in registered.then:
            react(command, outcome, context)
        keep_route(command, outcome, context, verdict)
        outcome = tell_person(outcome, context, verdict)
    sequence = _record(registered, command, context, ruling, outcome)
    outbox.enqueue([*outcome.jobs, *context.jobs], context.now, context.new_id)
    if idempotency_key:
        idempotency.keep(idempotency_key, command, context.actor, outcome.result, sequence, context.now)
    context.ledger.close()
    return Done(outcome.result, outcome.object, verdict, sequence, is_held=verdict.is_held)


def act_within(command: Command, context: ActContext) -> Outcome:
    """Do what an act means besides itself (a vote that is a decision), as the same actor, in the same transaction.

    Judged and recorded as every act; its entry comes before that of the act around it. Raises Refused when policy does
    not allow it, and whatever the handler raises: then nothing is done of either.
    """
    registered = REGISTRY[type(command)]
    prepared = registered.prepare(command, context.actor) if registered.prepare else None
    inner = ActContext(context.actor, context.channel, context.now, prepared)
    inner.ledger, inner.jobs = context.ledger, context.jobs
    ruling = rule_on(registered, command, inner)
    verdict = ruling.verdict
    if verdict.is_denied or verdict.is_held:
        raise Refused(verdict if verdict.is_denied else verdict.as_denied())
    # Its entry tells of the rows that it wrote itself: those of the act around it stand in that one's.
    with sql.noting():
        outcome = registered.handler(command, inner)
        for react in () if outcome.unchanged else registered.then:
            react(command, outcome, inner)
        if not outcome.unchanged:
            _record(registered, command, inner, ruling, outcome)
            context.jobs.extend(outcome.jobs)
        left = sql.take_written()
    sql.note_written(left)
    return outcome


def _refuse(registered: Registered, command: Command, context: ActContext, ruling: Ruling) -> Done:
    """Record that policy refused, and why; not what was said."""
    verdict = ruling.verdict
    sequence = context.ledger.append(
        kind="act.refused",
        actor=context.actor.label,
        capacity=context.actor.capacity,
        channel=context.channel,
        object=f"command/{registered.action}",
        body=_body(context.actor),
        policy=verdict.policy_version,
        payload={"rules": list(verdict.rule_ids), "outcome": verdict.outcome, "judged": ruling.question.kept()},
    )
    context.ledger.close()
    return Done(None, "", verdict if verdict.is_denied else verdict.as_denied(), sequence)


def _record(registered: Registered, command: Command, context: ActContext, ruling: Ruling, outcome: Outcome) -> int:
    """Append the entry of what was done; its sequence."""
    return context.ledger.append(
        kind=outcome.kind or registered.kind,
        actor=outcome.spoken_by or context.actor.label,
        capacity=context.actor.capacity,
        channel=context.channel,
        object=outcome.object,
        body=_body(context.actor),
        policy=ruling.verdict.policy_version,
        payload=_payload(command, ruling, outcome) | _speaker(context.actor, outcome),
    )


def _speaker(actor: Actor, outcome: Outcome) -> dict[str, Any]:
    """Which member speaks through a voice: the entry itself names the voice alone. Of an account elsewhere, by what."""
    if actor.activity:
        return {"activity": actor.activity}
    return {"member": str(actor.member_id)} if actor.capacity == "voice" or outcome.spoken_by else {}


def _body(actor: Actor) -> str:
    return "house" if actor.body_id is None else f"body/{actor.body_id}"


def _payload(command: Command, ruling: Ruling, outcome: Outcome) -> dict[str, Any]:
    """What the vault keeps: the command without its secrets, what policy was asked and how it answered, what was kept
    of the outcome, the rows as they now are."""
    verdict = ruling.verdict
    payload: dict[str, Any] = {"command": recordable(command), "judged": ruling.question.kept()}
    if verdict.route is not None:
        payload["route"] = verdict.explain_route()
    if verdict.rule_ids:
        payload["verdict"] = {"outcome": verdict.outcome, "rules": list(verdict.rule_ids)}
    if outcome.kept:
        payload["kept"] = dict(outcome.kept)
    states = [*outcome.states, *vouching.states_written()]
    if states:
        payload["states"] = [
            {"table": state.table, "id": str(state.id), "row": None if state.row is None else _as_text(state.row)}
            for state in states
        ]
    return payload


def recordable(command: Command) -> dict[str, Any]:
    """The command as JSON-able members, ids as text, without its secret members."""
    members: dict[str, Any] = msgspec.to_builtins(command, builtin_types=(bytes,))
    for name in command.secret_members():
        members.pop(name, None)
    return _as_text(members)


def _as_text(members: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers beyond 2^53 have no one form in RFC 8785: ids and times are recorded as text."""
    return {name: _text(value) for name, value in members.items()}


def _text(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return _as_text(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return [_text(member) for member in value]
