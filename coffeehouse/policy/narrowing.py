"""Numbers as coarse as the rules see them, so that one remembered answer serves many questions. Pure.

A rule that only asks whether an account is younger than 3 days cannot tell 40 days from 400. Where every mention of a
number is a comparison with a number written in the rule, all values between two such marks get the same answer: the
first of them stands for all. Used by `decide`; a test holds every answer to that of the whole pack.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from cedarpy import pst

from coffeehouse.policy.vocabulary import FactValue

LARGEST = 2**63  # Cedar refuses numbers beyond, and is to see them
_COMPARISONS = frozenset({"eq", "not_eq", "less", "less_eq", "greater", "greater_eq"})


def marks_of(nodes: Iterable[Any]) -> Mapping[str, tuple[int, ...]]:
    """For each number of the context that is only ever compared with written numbers: these, in order."""
    mentioned: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    marks: dict[str, set[int]] = {}
    for node in nodes:
        name = _fact(node)
        if name:
            mentioned[name] += 1
        if isinstance(node, pst.BinaryOp) and node.op in _COMPARISONS:
            for one, other in ((node.left, node.right), (node.right, node.left)):
                name = _fact(one)
                if name and isinstance(other, pst.LongLit):
                    compared[name] += 1
                    marks.setdefault(name, set()).add(other.value)
    return {name: tuple(sorted(found)) for name, found in marks.items() if compared[name] == mentioned[name]}


def narrow(value: FactValue, marks: tuple[int, ...]) -> FactValue:
    """The number that stands for this one: itself where it is a mark, else the first between the same two marks."""
    if not marks or not isinstance(value, int) or not -LARGEST <= value < LARGEST:
        return value
    place = bisect_left(marks, value)
    if place < len(marks) and marks[place] == value:
        return value
    return marks[place - 1] + 1 if place else marks[0] - 1


def _fact(node: Any) -> str:
    """The name in `context.name`, else ""."""
    is_fact = isinstance(node, pst.GetAttr) and isinstance(node.base, pst.Var) and node.base.name == "context"
    return node.attr if is_fact else ""
