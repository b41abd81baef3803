"""Verdicts: the order of outcomes, what they mean for the engine, and their words."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.policy.verdicts import OUTCOMES, Outcome, Reason, Verdict, strongest


def verdict(outcome: Outcome) -> Verdict:
    return Verdict(outcome, (Reason("town.rule", outcome, "It rains.", "Rain Act 1847"),), "v")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_is_exactly_one_of_allowed_held_denied(outcome: Outcome) -> None:
    """No outcome falls between: the engine does it, keeps it for a person, or refuses it."""
    each = verdict(outcome)
    assert [each.is_allowed, each.is_held, each.is_denied].count(True) == 1
    assert each.is_allowed is (outcome in {"allow", "advise", "suggest", "route"})
    assert each.is_held is (outcome == "hold")


@pytest.mark.parametrize("weaker", OUTCOMES)
@pytest.mark.parametrize("stronger", OUTCOMES)
def test_the_strongest_outcome_wins(weaker: Outcome, stronger: Outcome) -> None:
    """Whatever order the reasons come in."""
    if OUTCOMES.index(weaker) > OUTCOMES.index(stronger):
        weaker, stronger = stronger, weaker
    reasons = (Reason("a.a", weaker, "A."), Reason("b.b", stronger, "B."))
    assert strongest(reasons, "v").outcome == stronger
    assert strongest(reasons[::-1], "v").outcome == stronger
    assert strongest(reasons, "v").reasons[0].verdict == stronger


def test_no_reason_allows() -> None:
    """Nothing that spoke against it is a yes."""
    assert strongest((), "v") == Verdict.allowed("v") == Verdict("allow", (), "v")
    assert Verdict.allowed().explain() == "Done."


def test_a_held_verdict_can_become_a_refusal() -> None:
    """The reasons stay, and so does the version."""
    denied = verdict("hold").as_denied()
    assert denied.is_denied
    assert denied.reasons == verdict("hold").reasons
    assert denied.policy_version == "v"


def test_the_explanation_says_what_why_and_by_which_rule() -> None:
    """Plain sentences for the person, with the rule and what it rests on."""
    assert verdict("hold").explain() == (
        "Waiting. A person looks at it first. It rains. (Rule town.rule; Rain Act 1847.)"
    )
    plain = Verdict("deny", (Reason("a.a", "deny", "A."), Reason("b.b", "require", "B.")), "v")
    assert plain.explain() == "Not done. A. (Rule a.a.) B. (Rule b.b.)"
    assert plain.rule_ids == ("a.a", "b.b")


def test_a_refusal_does_not_tell_what_would_have_come_of_it() -> None:
    """That a person looks first is not true of what is not done. It is kept, and told where nothing else refused."""
    mixed = Verdict("deny", (Reason("a.a", "deny", "A."), Reason("b.b", "hold", "A person looks first.")), "v")
    assert mixed.explain() == "Not done. A. (Rule a.a.)"
    assert mixed.rule_ids == ("a.a", "b.b")
    assert verdict("hold").as_denied().told == verdict("hold").reasons
    held = Verdict("hold", (Reason("b.b", "hold", "B."), Reason("c.c", "advise", "C.")), "v")
    assert [reason.rule for reason in held.told] == ["b.b", "c.c"]


def test_a_verdict_is_a_value() -> None:
    """It cannot be changed, and goes to JSON and back."""
    with pytest.raises(AttributeError):
        verdict("deny").outcome = "allow"  # type: ignore[misc]
    assert msgspec.json.decode(msgspec.json.encode(verdict("route")), type=Verdict) == verdict("route")
