"""Numbers as coarse as rules see them: no rule can tell a number from the one that stands for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.narrowing import LARGEST, marks_of, narrow
from coffeehouse.policy.packs import Pack, make_pack

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


def small_pack(condition: str) -> Pack:
    text = (
        '@id("small.base") permit (principal, action, resource);\n'
        '@id("small.rule") @verdict("hold") @because("So.")\n'
        f'forbid (principal, action in Action::"Publishing", resource) when {{ {condition} }};\n'
    )
    return make_pack(HEAD, {"rules.cedar": text})


def marks(condition: str) -> dict[str, tuple[int, ...]]:
    from coffeehouse.policy import decide

    return dict(marks_of(node for rule in small_pack(condition).rules for node in decide._walk(rule.node)))


@given(
    st.integers(-100, 100),
    st.lists(st.integers(-100, 100), min_size=1, unique=True).map(lambda all: tuple(sorted(all))),
)
def test_every_comparison_with_a_mark_stays(value: int, all_marks: tuple[int, ...]) -> None:
    """Smaller, equal, greater: as before; and twice is once."""
    stands = narrow(value, all_marks)
    assert isinstance(stands, int)
    for mark in all_marks:
        assert (value < mark, value == mark) == (stands < mark, stands == mark)
    assert narrow(stands, all_marks) == stands


def test_only_comparisons_with_written_numbers_count() -> None:
    """A number that is reckoned with, or compared with another fact, is told as it is."""
    assert marks("context.link_count > 3 || 7 <= context.link_count") == {"link_count": (3, 7)}
    assert marks("context.link_count > 3 && context.link_count < context.tag_count") == {}
    assert marks("context.link_count * 10 > 3") == {}
    assert marks("context.tag_count > 3 && context.link_count > context.mention_count") == {"tag_count": (3,)}


def test_the_default_pack_gains_by_it() -> None:
    """Ages of accounts are many; what its rules see of them is little."""
    from coffeehouse.policy import decide

    plan = decide._plan(default_pack(), "PublishPost")
    assert plan is not None
    assert len({narrow(days, plan.marks["account_age_days"]) for days in range(4_000)}) <= 9


def test_what_cedar_refuses_is_shown_to_it() -> None:
    """A number beyond 64 bits is a fault, not "many"."""
    assert narrow(LARGEST, (3,)) == LARGEST
    assert narrow(LARGEST - 1, (3,)) == 4
