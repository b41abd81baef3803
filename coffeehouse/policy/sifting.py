"""Which rules can speak to a question at all: seen from how their conditions begin, before Cedar is asked. Pure.

A rule that begins `context.is_official && ...` says nothing where that is false, whatever comes after. Only conditions
that are a fact, its opposite, or a comparison of a fact with a written value are read, and only up to the first that is
more than that: Cedar reads them in the same order, so nothing is left out that it would have complained about.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from cedarpy import pst

_COMPARES: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "not_eq": operator.ne,
    "less": operator.lt,
    "less_eq": operator.le,
    "greater": operator.gt,
    "greater_eq": operator.ge,
}


class Condition(NamedTuple):
    """`context.name` compared with a value."""

    name: str
    compares: Callable[[Any, Any], bool]
    value: Any


def beginning_of(rule: pst.Template) -> tuple[Condition, ...]:
    """The plain conditions that the rule begins with, in order; all must hold for it to speak."""
    if not rule.clauses or not isinstance(rule.clauses[0], pst.When):
        return ()
    found = []
    for part in _parts(rule.clauses[0].expr):
        condition = _plain(part)
        if condition is None:
            break
        found.append(condition)
    return tuple(found)


def _parts(expr: Any) -> Iterator[Any]:
    """What is joined by `&&`, from left to right."""
    if isinstance(expr, pst.BinaryOp) and expr.op == "and":
        yield from _parts(expr.left)
        yield from _parts(expr.right)
    else:
        yield expr


def _plain(expr: Any) -> Condition | None:
    if name := _fact(expr):
        return Condition(name, operator.eq, True)
    if isinstance(expr, pst.UnaryOp) and expr.op == "not" and (name := _fact(expr.arg)):
        return Condition(name, operator.eq, False)
    if not isinstance(expr, pst.BinaryOp) or not isinstance(expr.right, pst.LongLit | pst.StringLit | pst.BoolLit):
        return None
    name = _fact(expr.left)
    return Condition(name, _COMPARES[expr.op], expr.right.value) if name and expr.op in _COMPARES else None


def _fact(node: Any) -> str:
    """The name in `context.name`, else ""."""
    is_fact = isinstance(node, pst.GetAttr) and isinstance(node.base, pst.Var) and node.base.name == "context"
    return node.attr if is_fact else ""
