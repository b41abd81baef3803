"""DECIDES: one act in, one verdict out. Pure: the same question to the same pack has the same answer.

    engine.act → decide(action, principal, resource, facts) → Verdict → ledger, domain, channel

Rules are Cedar `forbid` statements; the strongest verdict of those that match wins and every reason is given. What
cannot be checked (an action that is unknown, a fact missing or of a wrong kind, a rule that fails) is refused as a
policy fault.

Of a pack only the rules whose scope can reach the action are put to Cedar, and of these only those whose conditions
do not begin with something that is not so; and only the facts these rules read, numbers no finer than the rules see
them. Answers to the same question are remembered. None of it changes an answer: a test compares with the whole pack.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import cedarpy
import msgspec

from coffeehouse.policy.narrowing import LARGEST, marks_of, narrow
from coffeehouse.policy.packs import Pack, Rule, load_pack
from coffeehouse.policy.sifting import Condition, beginning_of
from coffeehouse.policy.verdicts import Reason, Verdict, fault, strongest
from coffeehouse.policy.vocabulary import ACTIONS, GROUPS, PRINCIPAL_KINDS, FactValue, facts_of, schema_text

_POLICY_NAME = re.compile(r"\bpolicy(\d+)\b")
_encode = msgspec.json.Encoder().encode


class Principal(NamedTuple):
    """Who acts: kind is Member, Visitor or System; id is text."""

    kind: str
    id: str


class Resource(NamedTuple):
    """What is acted on: kind is Account (the acting account, where nothing else is named); id is text."""

    kind: str
    id: str


class Expected(NamedTuple):
    """A fact the action comes with."""

    name: str
    type: type[FactValue]
    default: FactValue | None


@dataclasses.dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """What of a pack matters for one action. `reads` are the facts its rules read, by name."""

    action: str
    rules: tuple[Rule, ...]
    beginnings: tuple[tuple[Condition, ...], ...]  # of each rule: see `sifting`
    policy_set: cedarpy.PolicySet
    expected: tuple[Expected, ...]
    reads: frozenset[str]
    marks: Mapping[str, tuple[int, ...]]  # of numbers that are only compared with these: see `narrowing`
    is_personal: bool  # some rule looks at who acts, or on what
    version: str


def decide(
    action: str,
    principal: Principal,
    resource: Resource,
    facts: Mapping[str, Any],
    pack: Pack | Sequence[Pack] | None = None,
) -> Verdict:
    """What policy says to this act.

    facts: those of `vocabulary.facts_of(action)`; others are not looked at. pack: the pack in force, or several (every
    one decides, the strongest wins); None means the default pack.
    """
    if isinstance(pack, Pack):
        return _decide(pack, action, principal, resource, facts)
    packs = (default_pack(),) if pack is None else tuple(pack)
    verdicts = [_decide(each, action, principal, resource, facts) for each in packs]
    if not verdicts:
        return strongest((fault("no policy pack is in force"),), "none")
    reasons = tuple(reason for verdict in verdicts for reason in verdict.reasons)
    return strongest(reasons, "+".join(verdict.policy_version for verdict in verdicts))


@cache
def default_pack() -> Pack:
    """The pack that comes with the house, read once a process."""
    return load_pack()


def _decide(pack: Pack, action: str, principal: Principal, resource: Resource, facts: Mapping[str, Any]) -> Verdict:
    plan = _plan(pack, action)
    if plan is None:
        return strongest((fault(f"the policy does not know the action {action}"),), pack.version)
    if principal.kind not in PRINCIPAL_KINDS:
        return strongest((fault(f"the policy does not know the kind of principal {principal.kind}"),), pack.version)
    found: dict[str, Any] = {}
    for name, kind, default in plan.expected:
        value = facts.get(name, default)
        if type(value) is not kind:  # a bool is no number here
            wrong = f"{type(value).__name__}, not {kind.__name__}" if name in facts else "missing"
            return strongest((fault(f"the fact {name} is {wrong}"),), pack.version)
        if isinstance(value, int) and not -LARGEST <= value < LARGEST:
            return strongest((fault(f"the question could not be put: {name} is too large a number"),), pack.version)
        found[name] = value
    sifted = _sift(
        pack,
        action,
        tuple(
            position
            for position, conditions in enumerate(plan.beginnings)
            if all([each.compares(found[each.name], each.value) for each in conditions])
        ),
    )
    told = {name: narrow(found[name], sifted.marks.get(name, ())) for name in sifted.reads}
    ids = (principal.id, resource) if sifted.is_personal else ("", Resource("Account", ""))
    try:
        return _evaluate(sifted, principal.kind, *ids, _encode(told).decode())
    except ValueError as error:
        return strongest((fault(f"the question could not be put: {error}"),), pack.version)


@lru_cache(maxsize=8_192)
def _evaluate(plan: Plan, kind: str, principal_id: str, resource: Resource, context: str) -> Verdict:
    """Ask Cedar. The arguments are all that the rules of the plan can see, so the answer may be remembered."""
    question = {
        "principal": {"type": kind, "id": principal_id},
        "action": {"type": "Action", "id": plan.action},
        "resource": {"type": resource.kind, "id": resource.id},
        "context": context,
    }
    answer = cedarpy.is_authorized(question, plan.policy_set, _entities())
    reasons = [_fault_of(plan, message) for message in answer.diagnostics.errors]
    if answer.decision is cedarpy.Decision.Deny:
        positions = sorted(int(name.removeprefix("policy")) for name in answer.diagnostics.reasons)
        reasons += [_reason(plan.rules[position - 1]) for position in positions]
    if not reasons and answer.decision is not cedarpy.Decision.Allow:
        reasons.append(fault(f"refused without a reason ({answer.decision.value})"))
    return strongest(tuple(reasons), plan.version)


def _reason(rule: Rule) -> Reason:
    return Reason(rule.id, rule.verdict, rule.because, rule.cites, rule.needs)


def _fault_of(plan: Plan, message: str) -> Reason:
    """A complaint of Cedar as a reason that names the rule by its id."""
    return fault(_POLICY_NAME.sub(lambda found: plan.rules[int(found.group(1)) - 1].id, message))


@lru_cache(maxsize=4_096)
def _plan(pack: Pack, action: str) -> Plan | None:
    """What of the pack matters for the action; None when there is no such action."""
    if action not in ACTIONS:
        return None
    return _plan_of(pack, action, tuple(rule for rule in pack.rules if action in rule.actions))


@lru_cache(maxsize=4_096)
def _sift(pack: Pack, action: str, positions: tuple[int, ...]) -> Plan:
    """The plan with only these of its rules: the others cannot speak to the question."""
    plan = _plan(pack, action)
    assert plan is not None  # noqa: S101  # `_decide` has looked
    return _plan_of(pack, action, tuple(plan.rules[position] for position in positions))


def _plan_of(pack: Pack, action: str, rules: tuple[Rule, ...]) -> Plan:
    expected = tuple(Expected(fact.name, fact.type, fact.default) for fact in facts_of(action))
    nodes = [node for rule in rules for node in _walk(rule.node)]
    names = frozenset(fact.name for fact in expected)
    reads = frozenset(name for node in nodes for name in _facts_read(node))
    # The context as a whole may be looked at, beyond single facts: then all are told.
    whole = sum(_is_var(node, "context") for node in nodes) > sum(bool(_facts_read(node)) for node in nodes)
    return Plan(
        action=action,
        rules=rules,
        beginnings=tuple(_known(beginning_of(rule.node), names) for rule in rules),
        # The permit first: the rule at position n of `rules` is Cedar's `policy<n+1>`.
        policy_set=cedarpy.PolicySet.from_str("\n".join((pack.base, *(rule.text for rule in rules)))),
        expected=expected,
        reads=names if whole else reads & names,
        marks={} if whole else marks_of(nodes),
        is_personal=any(_is_personal(node) for node in nodes),
        version=pack.version,
    )


def _known(conditions: tuple[Condition, ...], names: frozenset[str]) -> tuple[Condition, ...]:
    """Those about facts that the action comes with; whatever is said of others is Cedar's to complain about."""
    return conditions if all(each.name in names for each in conditions) else ()


def _walk(node: Any) -> Iterator[Any]:
    """Every node of a rule's syntax tree."""
    if isinstance(node, tuple):
        for part in node:
            yield from _walk(part)
    elif isinstance(node, Mapping):
        yield from _walk(tuple(node.values()))
    elif dataclasses.is_dataclass(node):
        yield node
        for member in dataclasses.fields(node):
            yield from _walk(getattr(node, member.name))


def _is_var(node: Any, name: str) -> bool:
    return isinstance(node, cedarpy.pst.Var) and node.name == name


def _facts_read(node: Any) -> tuple[str, ...]:
    """The facts this node takes from the context: `context.name`, `context has name`."""
    if isinstance(node, cedarpy.pst.GetAttr) and _is_var(node.base, "context"):
        return (node.attr,)
    if isinstance(node, cedarpy.pst.HasAttr) and _is_var(node.base, "context"):
        return node.attrs[:1]
    return ()


def _is_personal(node: Any) -> bool:
    """Whether this node can tell one principal or resource of a kind from another."""
    scopes = cedarpy.pst.ScopeEq | cedarpy.pst.ScopeIn | cedarpy.pst.ScopeIsIn
    return isinstance(node, scopes) or _is_var(node, "principal") or _is_var(node, "resource")


@cache
def _entities() -> cedarpy.Entities:
    """The actions and the groups they belong to; people and accounts need no entity, facts are told in the context."""
    known = cedarpy.Entities.from_json_str("[]", schema_text())
    assert len(known) == len(ACTIONS) + len(GROUPS)  # noqa: S101 - the schema and the vocabulary are one text
    return known
