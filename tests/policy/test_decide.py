"""Decisions: the rules of the default pack, faults that never allow, and the same answer every time."""

from __future__ import annotations

from typing import Any

import cedarpy
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coffeehouse.policy import decide as deciding
from coffeehouse.policy.decide import Principal, Resource, decide, default_pack
from coffeehouse.policy.examples import CAST, Example, facts_for, load_examples
from coffeehouse.policy.packs import DEFAULT_FOLDER, Pack, make_pack
from coffeehouse.policy.vocabulary import ACTIONS, GROUP_OF, TEST_FACTS, facts_of, schema_text

ADA = Principal("Member", "7")
HERS = Resource("Account", "70")
HEAD = """
id = "small"
title = "A small pack"
version = "0.1.0"
owner = "The town clerk"
legal_basis = "None needed"
valid_from = 2026-01-01
review_by = 2027-01-01
summary = "For the tests."
"""
PERMIT = '@id("small.base") permit (principal, action, resource);\n'


def small_pack(rules: str) -> Pack:
    return make_pack(HEAD, {"rules.cedar": PERMIT + rules})


def rule(rule_id: str, verdict: str, condition: str, scope: str = "action") -> str:
    return (
        f'@id("{rule_id}") @verdict("{verdict}") @because("Because of {rule_id}.")\n'
        f"forbid (principal, {scope}, resource) when {{ {condition} }};\n"
    )


def facts(action: str, who: str = "citizen", **more: Any) -> dict[str, Any]:
    """As the engine gives them; what only a house opened for tests does is asked in one."""
    test_mode = {"test_mode": True} if TEST_FACTS[0] in facts_of(action) else {}
    return facts_for(Example(name="", action=action, who=who, expect="allow")) | test_mode | more


@pytest.mark.parametrize("action", sorted(set(ACTIONS)))
@pytest.mark.parametrize("who", ["visitor", "pending", "rejected", "suspended"])
def test_those_outside_only_come_in_or_leave(who: str, action: str) -> None:
    """Visitors, pending and rejected members may only use the doors; the suspended may only leave."""
    open_groups = {"LeaveDoor"} if who == "suspended" else {"OpenDoor", "LeaveDoor"}
    verdict = decide(action, ADA, HERS, facts(action, who))
    assert verdict.is_denied is (GROUP_OF[action] not in open_groups)
    assert verdict.is_allowed is (GROUP_OF[action] in open_groups)


@pytest.mark.parametrize("role", ["visitor", "member", "moderator", "records", "admin", "system", "", "Admin"])
@pytest.mark.parametrize(
    "action",
    [
        name
        for name, group in GROUP_OF.items()
        if group in ("Membership", "Moderation", "RecordKeeping", "Administration", "Housekeeping")
    ],
)
def test_house_business_belongs_to_roles(action: str, role: str) -> None:
    """Administrators do the house's business, moderators also decide who joins, the house alone opens itself."""
    may = {
        "Membership": {"moderator", "admin", "system"},
        "Moderation": {"moderator", "admin", "system"},
        "RecordKeeping": {"records", "admin", "system"},
        "Administration": {"admin", "system"},
        "Housekeeping": {"system"},
    }[GROUP_OF[action]]
    assert decide(action, ADA, HERS, facts(action, role=role)).is_allowed is (role in may)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_rule_that_refuses_is_given(action: str) -> None:
    """A refusal names the pack's version and a rule of the pack, with words and without a fault."""
    verdict = decide(action, ADA, HERS, facts(action, "suspended"))
    assert verdict.policy_version == default_pack().version
    for reason in verdict.reasons:
        assert default_pack().rule(reason.rule).because == reason.because


@pytest.mark.parametrize("action", ["PublishPost", "FollowAccount", "CreateAccount"])
def test_a_missing_fact_is_a_fault(action: str) -> None:
    """Every fact without default must be given; without one the act is refused and the fact is named."""
    for fact in facts_of(action):
        told = facts(action)
        del told[fact.name]
        verdict = decide(action, ADA, HERS, told)
        if fact.default is None:
            assert verdict.outcome == "deny"
            assert verdict.rule_ids == ("policy.fault",)
            assert f"{fact.name} is missing" in verdict.reasons[0].cites


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mention_count", True),
        ("is_official", 0),
        ("is_official", "no"),
        ("role", None),
        ("role", 5),
        ("link_count", 2.0),
    ],
)
def test_a_fact_of_a_wrong_kind_is_a_fault(name: str, value: Any) -> None:
    """A comparison with a value of another kind would quietly be false; so it is refused before."""
    verdict = decide("PublishPost", ADA, HERS, facts("PublishPost") | {name: value})
    assert verdict.outcome == "deny"
    assert name in verdict.reasons[0].cites


def test_what_nobody_knows_is_refused() -> None:
    """An action, a kind of principal or a number beyond Cedar's is a fault, and so is a house without a pack."""
    assert "BurnBooks" in decide("BurnBooks", ADA, HERS, facts("PublishPost")).reasons[0].cites
    assert "Robot" in decide("SignIn", Principal("Robot", "1"), HERS, facts("SignIn")).reasons[0].cites
    assert decide("SignIn", ADA, HERS, facts("SignIn"), []).outcome == "deny"
    huge = decide("PublishPost", ADA, HERS, facts("PublishPost", mention_count=2**70))
    assert huge.outcome == "deny"
    assert huge.rule_ids == ("policy.fault",)
    torn = decide("PublishPost", ADA, HERS, facts("PublishPost", visibility="\ud800"))
    assert torn.rule_ids == ("policy.fault",)


def test_facts_nobody_asked_for_are_not_looked_at() -> None:
    """The engine may tell more than the vocabulary has; it changes nothing."""
    told = facts("FollowAccount")
    assert decide("FollowAccount", ADA, HERS, told | {"zodiac": "lion"}) == decide("FollowAccount", ADA, HERS, told)


def test_a_rule_that_fails_refuses_and_is_named() -> None:
    """A rule that cannot be evaluated (a number too large to add) refuses; the other reasons are given as well."""
    pack = small_pack(
        rule("small.overflow", "advise", "context.mention_count + 9223372036854775807 > 5").replace(
            "action, resource", 'action == Action::"PublishPost", resource'
        )
        + rule("small.always", "advise", "context.role == context.role")
    )
    verdict = decide("PublishPost", ADA, HERS, facts("PublishPost", mention_count=1), pack)
    assert verdict.outcome == "deny"
    assert verdict.rule_ids == ("policy.fault", "small.always")
    assert "small.overflow" in verdict.reasons[0].cites
    assert "policy1" not in verdict.reasons[0].cites
    fine = decide("PublishPost", ADA, HERS, facts("PublishPost", mention_count=0), pack)
    assert fine.outcome == "advise"


@pytest.mark.parametrize("answer", ["NoDecision", "Deny"])
def test_a_refusal_without_reason_is_a_fault(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should Cedar ever answer without a decision or a reason, nothing is allowed."""
    empty = cedarpy.AuthzResult({"decision": answer, "diagnostics": {"reason": [], "errors": []}})
    monkeypatch.setattr(cedarpy, "is_authorized", lambda *_: empty)
    deciding._evaluate.cache_clear()
    assert decide("SignIn", ADA, HERS, facts("SignIn")).rule_ids == ("policy.fault",)
    deciding._evaluate.cache_clear()


def test_the_strongest_wins_and_all_reasons_are_given() -> None:
    """allow < advise < route < hold < require < deny; equal ones stay in the order of the pack."""
    pack = small_pack(
        rule("small.a", "advise", "true")
        + rule("small.b", "hold", "true")
        + rule("small.c", "advise", "true")
        + rule("small.d", "require", "context.is_official")
        + rule("small.e", "route", "true")
    )
    verdict = decide("SignIn", ADA, HERS, facts("SignIn"), pack)
    assert verdict.outcome == "hold"
    assert verdict.rule_ids == ("small.b", "small.e", "small.a", "small.c")


def test_several_packs_decide_together() -> None:
    """Each pack is asked; the strongest verdict wins and the version names them all."""
    pack = small_pack(rule("small.no-mondays", "hold", 'context.channel == "web"'))
    told = facts("FollowAccount", "pending")
    both = decide("FollowAccount", ADA, HERS, told, [default_pack(), pack])
    assert both.outcome == "deny"
    assert both.rule_ids == ("house.pending-may-not-write", "small.no-mondays")
    assert both.policy_version == f"{default_pack().version}+{pack.version}"
    assert decide("FollowAccount", ADA, HERS, facts("FollowAccount"), [default_pack(), pack]).outcome == "hold"


def test_rules_may_look_at_who_acts() -> None:
    """A rule about one member is not answered from another member's remembered verdict."""
    named = '@id("small.bevan") @verdict("hold") @because("B.") forbid (principal == Member::"8", action, resource);'
    by_variable = rule("small.account", "hold", 'resource == Account::"80"')
    pack = small_pack(named + by_variable)
    told = facts("SignIn")
    assert decide("SignIn", ADA, HERS, told, pack).outcome == "allow"
    assert decide("SignIn", Principal("Member", "8"), HERS, told, pack).rule_ids == ("small.bevan",)
    assert decide("SignIn", ADA, Resource("Account", "80"), told, pack).rule_ids == ("small.account",)
    assert decide("SignIn", ADA, HERS, told, pack).outcome == "allow"


def test_rules_may_look_at_the_whole_context_or_ask_whether_a_fact_is_there() -> None:
    """`context has` and the context as a whole see all the facts of the action."""
    has = small_pack(rule("small.has", "hold", "context has channel"))
    assert decide("SignIn", ADA, HERS, facts("SignIn"), has).outcome == "hold"
    whole = small_pack(rule("small.whole", "hold", "[context].contains(context)"))
    assert decide("SignIn", ADA, HERS, facts("SignIn"), whole).outcome == "hold"


def test_rules_may_name_kinds_of_principals() -> None:
    """`principal is Visitor` tells kinds apart."""
    pack = small_pack('@id("small.v") @verdict("hold") @because("B.") forbid (principal is Visitor, action, resource);')
    assert decide("SignIn", Principal("Visitor", "0"), HERS, facts("SignIn"), pack).outcome == "hold"
    assert decide("SignIn", ADA, HERS, facts("SignIn"), pack).outcome == "allow"


def whole_pack_rule_ids(action: str, told: dict[str, Any]) -> set[str]:
    """What Cedar says of the whole pack with all facts, checked against the schema: the plain way, slower."""
    answer = cedarpy.is_authorized(
        {
            "principal": {"type": "Member", "id": "7"},
            "action": {"type": "Action", "id": action},
            "resource": {"type": "Account", "id": "70"},
            "context": msgspec.json.encode(told).decode(),
        },
        default_pack().policy_set,
        cedarpy.Entities.from_json_str("[]", schema_text()),
        cedarpy.Schema.from_str(schema_text()),
    )
    assert answer.diagnostics.errors == []
    if answer.allowed:
        return set()
    return set(answer.diagnostics.id_annotations_by_reason.values())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_left_out_for_speed_changes_no_answer(data: st.DataObject) -> None:
    """Rules sorted by action, facts left out, answers remembered: the same as the whole pack asked the plain way."""
    action = data.draw(st.sampled_from(ACTIONS))
    told = facts(action, data.draw(st.sampled_from(sorted(CAST))))
    for fact in facts_of(action):
        if fact.type is bool and data.draw(st.booleans()):
            told[fact.name] = not told[fact.name]
        elif fact.type is int and data.draw(st.booleans()):
            told[fact.name] = data.draw(st.sampled_from([0, 1, 2, 3, 5, 8, 9, 25, 26, 61, 1000]))
    first = decide(action, ADA, HERS, told)
    assert set(first.rule_ids) == whole_pack_rule_ids(action, told)
    deciding._evaluate.cache_clear()
    assert decide(action, ADA, HERS, told) == first


def test_every_member_of_the_cast_appears_in_the_examples() -> None:
    """The examples speak of everybody."""
    assert {example.who for example in load_examples(DEFAULT_FOLDER)} == set(CAST)
