"""Rules that cannot speak to a question are not put to Cedar; whatever might speak, or fail, is."""

from __future__ import annotations

import operator

import pytest

from coffeehouse.policy import decide as deciding
from coffeehouse.policy.decide import Principal, Resource, decide
from coffeehouse.policy.examples import Example, facts_for
from coffeehouse.policy.sifting import beginning_of
from tests.policy.test_narrowing import small_pack

WHO = Principal("Member", "1"), Resource("Account", "1")


def beginning(condition: str) -> list[tuple[str, object]]:
    return [(each.name, each.value) for each in beginning_of(small_pack(condition).rules[0].node)]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("context.is_official", [("is_official", True)]),
        ("!context.is_official && context.link_count > 2", [("is_official", False), ("link_count", 2)]),
        ('context.role == "admin" && (context.is_reply || context.is_official)', [("role", "admin")]),
        ("context.link_count * 2 > 4 && context.is_official", []),
        ("context.is_reply || context.is_official", []),
        ("context.link_count > context.tag_count && context.is_reply", []),
    ],
)
def test_conditions_are_read_up_to_the_first_that_is_more(condition: str, found: list[tuple[str, object]]) -> None:
    """A fact, its opposite, a comparison with a written value; nothing after what may fail."""
    assert beginning(condition) == found


def test_every_comparison_is_read_as_cedar_reads_it() -> None:
    """Each of the six, by Python's operator of the same meaning."""
    for sign, meant in {
        "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    }.items():  # fmt: skip
        (condition,) = beginning_of(small_pack(f"context.link_count {sign} 2").rules[0].node)
        assert condition.compares is meant
        for links in (1, 2, 3):
            facts = facts_for(Example(name="", action="PublishPost", who="citizen", expect="allow"))
            verdict = decide(
                "PublishPost", *WHO, facts | {"link_count": links}, small_pack(f"context.link_count {sign} 2")
            )
            assert verdict.is_held is meant(links, 2)


def test_a_rule_that_fails_is_still_a_fault() -> None:
    """Reckoning beyond 64 bits stands before a condition that is false: the act is refused as before."""
    pack = small_pack("context.link_count * 9223372036854775807 > 4 && context.is_official")
    facts = facts_for(Example(name="", action="PublishPost", who="citizen", expect="allow"))
    assert decide("PublishPost", *WHO, facts | {"link_count": 5}, pack).rule_ids == ("policy.fault",)


def test_few_rules_are_left_for_a_persons_own_words() -> None:
    """Most rules are about official posts."""
    facts = facts_for(Example(name="", action="PublishPost", who="citizen", text="Hello", expect="allow"))
    deciding._sift.cache_clear()
    decide("PublishPost", *WHO, facts)
    all_rules = deciding._plan(deciding.default_pack(), "PublishPost")
    assert all_rules is not None
    left = [
        position
        for position, conditions in enumerate(all_rules.beginnings)
        if all(each.compares(facts[each.name], each.value) for each in conditions)
    ]
    assert len(left) < len(all_rules.rules) / 2
