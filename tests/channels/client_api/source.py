"""Which members of a request an endpoint reads, told from its code: its own and that of the functions it leads to."""

from __future__ import annotations

import ast
import dis
import inspect
import textwrap
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from coffeehouse.channels.client_api.endpoints import Endpoint

PACKAGE = "coffeehouse.channels.client_api"
# What every endpoint shares reads by the names it is given.
SHARED = tuple(f"{PACKAGE}.{name}" for name in ("bodies", "answers", "endpoints", "authentication"))
READERS = {"text", "optional_text", "flag", "number", "items", "texts", "numbers", "ids", "part", "file", "is_set"}
HOLDERS = {"body", "query", "pairs"}
PAGING = {"max_id", "since_id", "min_id", "limit"}


def reached(core: Any) -> list[FunctionType]:
    """The functions of this channel that `core` leads to, itself first."""
    waiting: list[Any] = [core]
    found: list[FunctionType] = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, FunctionType) and one not in found and _is_ours(one):
            found.append(one)
            waiting += _mentioned(one)
    return found


def _is_ours(function: FunctionType) -> bool:
    return function.__module__.startswith(PACKAGE) and not function.__module__.startswith(SHARED)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _mentioned(function: FunctionType) -> Iterator[Any]:
    """Functions that the code names, directly, through a module, in a table or by closure."""
    for cell in function.__closure__ or ():
        yield from _functions_in(cell.cell_contents)
    for value in _named(function):
        yield from _functions_in(value)


def _named(function: FunctionType) -> Iterator[Any]:
    """The values of the globals that the code names, and of the members of our modules that it names."""
    for code in _codes(function.__code__):
        steps = list(dis.get_instructions(code))
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                value = function.__globals__.get(step.argval)
                if not isinstance(value, ModuleType):
                    yield value
                elif after is not None and value.__name__.startswith("coffeehouse"):
                    yield getattr(value, str(after.argval), None)


def _functions_in(value: Any) -> Iterator[Any]:
    if isinstance(value, Endpoint):
        yield value.core
    elif isinstance(value, dict):
        yield from (one for one in value.values() if isinstance(one, FunctionType))
    elif isinstance(value, FunctionType):
        yield value


def words(core: Any) -> set[str]:
    """Every text that stands in the code, in its tables and defaults: what a declared member must be among."""
    found: set[str] = set()
    for function in reached(core):
        for code in _codes(function.__code__):
            for constant in code.co_consts:
                found |= _texts(constant)
        for value in _named(function):
            found |= _texts(value)
        for value in (*(function.__defaults__ or ()), *(cell.cell_contents for cell in function.__closure__ or ())):
            found |= _texts(value)
        if {"page", "parse"} & set(function.__code__.co_names):
            found |= PAGING
    return found


def _texts(value: Any, depth: int = 0) -> set[str]:
    if isinstance(value, str):
        return {value}
    if depth < 3 and isinstance(value, (tuple, list, set, frozenset, dict)):
        inner = [*value, *value.values()] if isinstance(value, dict) else value
        return {text for one in inner for text in _texts(one, depth + 1)}
    return set()


def reads(core: Any) -> set[str]:
    """The members that the code plainly reads: `bodies.text(body, "title")`, `query.get("q")`, `"title" in body`."""
    found: set[str] = set()
    for function in reached(core):
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        for node in ast.walk(tree):
            found |= _read_by(node)
    return found


def _read_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Call):
        name = _name(node.func)
        if name in READERS and len(node.args) > 1:
            return _constant(node.args[1])
        if name == "get" and isinstance(node.func, ast.Attribute) and _name(node.func.value) in HOLDERS:
            return _constant(node.args[0])
        return set()
    if isinstance(node, ast.Subscript) and _name(node.value) in HOLDERS:
        return _constant(node.slice)
    if isinstance(node, ast.Compare) and any(_name(one) in HOLDERS for one in node.comparators):
        return _constant(node.left)
    return set()


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _constant(node: ast.AST) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
