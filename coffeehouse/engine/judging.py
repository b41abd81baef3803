"""What policy is told about an act, and its verdict. Stands between `act` and the pure `policy` package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.people.queries.authenticators import owes_second_step
from coffeehouse.domain.publishing.queries import is_election_period, is_stopped
from coffeehouse.engine.commands import Registered
from coffeehouse.engine.policy_in_force import pack_in_force as pack_in_force
from coffeehouse.engine.routing import routing_facts
from coffeehouse.kernel import clock
from coffeehouse.policy.channels import channel_facts
from coffeehouse.policy.decide import Principal, Resource, decide
from coffeehouse.policy.questions import Question
from coffeehouse.policy.verdicts import Verdict


class Judged(Protocol):
    """The part of the act's context that judging reads."""

    actor: Actor
    channel: str
    now: int
    prepared: Any


# Whoever may release what others write may write it.
DRAFTING = frozenset({"draft", "release", "emergency"})


def common_facts(actor: Actor, channel: str, now: int) -> dict[str, Any]:
    """What policy knows of every act."""
    age = max(0, now - actor.account_created_at) // clock.DAY if actor.account_created_at else 0
    return {
        "member_state": actor.member_state,
        "role": actor.role,
        "capacity": actor.capacity,
        "account_kind": actor.account_kind,
        "account_age_days": age,
        "channel": channel,
        "is_official": actor.capacity == "voice",
        "owes_second_step": owes_second_step(actor),
        "may_release": actor.capacity != "voice" or "release" in actor.powers,
        "may_draft": actor.capacity != "voice" or not actor.powers.isdisjoint(DRAFTING),
    }


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict, and the question it answers: kept, so that other rules can answer it as well (`policy.replay`)."""

    verdict: Verdict
    question: Question


def judge(registered: Registered, command: Command, context: Judged) -> Verdict:
    """The verdict of the pack in force on this act."""
    return rule_on(registered, command, context).verdict


def rule_on(registered: Registered, command: Command, context: Judged) -> Ruling:
    """The same with its question."""
    actor = context.actor
    facts = common_facts(actor, context.channel, context.now)
    if registered.facts:
        facts.update(registered.facts(command, actor, context.prepared, context.now))
    if registered.may_be_held and actor.capacity == "voice":
        facts["incident_stop"] = is_stopped(context.now)
        facts["is_election_period"] = is_election_period(context.now)
    found, route = routing_facts(command, actor, facts, context.now)
    facts.update(found)
    if registered.may_be_held:
        facts.update(channel_facts(facts))
    kind = "System" if actor.role == "system" else "Member" if actor.member_id else "Visitor"
    principal = Principal(kind, str(actor.member_id or 0))
    resource = Resource("Account", str(actor.account_id or 0))
    verdict = decide(registered.action, principal, resource, facts, pack=pack_in_force())
    if route is not None:
        verdict = msgspec.structs.replace(verdict, route=route)
    return Ruling(verdict, Question(registered.action, principal, resource, facts))
