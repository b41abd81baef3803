"""Which commands a function leads to, read from the code: for the matrix of capture (docs/reference/capture.md).

From a view, a command of the command line, a job or a duty, every name in its code is followed, through the functions,
classes and tables of its own side of the house, until commands are found. A name that is not written out there (built
from text at run time) would be missed; the tests of the channels hold what is really acted against this.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from types import FunctionType, MethodType, ModuleType
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail

from coffeehouse.delivery.mail import FolderBackend, ServerBackend
from coffeehouse.domain.context import Command
from coffeehouse.engine.act import act, act_within
from coffeehouse.engine.commands import REGISTRY

# What is followed. The engine's own way of acting is not: everything leads there.
FOLLOWED = ("coffeehouse.",)
NOT_FOLLOWED = (
    "coffeehouse.engine.act", "coffeehouse.engine.registry", "coffeehouse.engine.commands", "coffeehouse.site.urls",
    "coffeehouse.site.cli.opening", "coffeehouse.channels.web.urls", "coffeehouse.engine.holding",
)  # fmt: skip
# What a house is opened with, or filled with, is not what the command itself does.
ALL_OF_IT = ("coffeehouse.site.supervisor", "coffeehouse.delivery.worker", "coffeehouse.site.wsgi")

# Who calls one of these acts.
ACTING = (act, act_within)
# Whoever sends mail leads to what the house's ways of sending it do.
MAIL = (send_mail, EmailMessage, EmailMultiAlternatives)


def commands_of(*roots: object, with_stored: bool = False) -> frozenset[str]:
    """Names of the commands that these functions, classes or tables lead to.

    with_stored: also those that are read back from where they wait (a scheduled post); else what is read is only shown.
    Where nothing on the way acts, a command is only named: then there is none.
    """
    found: set[str] = set()
    acts = False
    seen: set[int] = set()
    waiting: list[object] = list(roots)
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        acts = acts or any(thing is each for each in ACTING)
        if isinstance(thing, type) and issubclass(thing, Command):
            if thing in REGISTRY:
                found.add(thing.__name__)
            continue
        if with_stored or ".queries" not in str(getattr(thing, "__module__", "")):
            waiting.extend(_further(thing))
    return frozenset(found) if acts else frozenset()


def _further(thing: object) -> Iterable[object]:
    """What stands behind one thing."""
    if isinstance(thing, Mapping):
        return list(thing.values())
    if isinstance(thing, tuple | list | set | frozenset):
        return list(thing)
    if isinstance(thing, MethodType):
        return [thing.__func__]
    if any(thing is each for each in MAIL):
        return [FolderBackend, ServerBackend]
    if isinstance(thing, FunctionType):
        return _behind_function(thing)
    if isinstance(thing, type):
        return [member for member in vars(thing).values() if callable(member)] if _is_followed(thing) else []
    if is_dataclass(thing) and _is_followed(type(thing)):
        return [getattr(thing, field.name) for field in fields(thing)]
    inner = getattr(thing, "func", None) or getattr(thing, "__wrapped__", None) or getattr(thing, "__func__", None)
    return [inner] if inner is not None else []


def _behind_function(function: FunctionType) -> Iterable[object]:
    wrapped = getattr(function, "__wrapped__", None)
    closed = [cell.cell_contents for cell in function.__closure__ or () if _is_filled(cell)]
    behind = [wrapped] if wrapped is not None else []
    behind += [each for each in closed if callable(each) or isinstance(each, Mapping | tuple)]
    return [*behind, *_named_in(function)] if _is_followed(function) else behind


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _is_followed(thing: Any) -> bool:
    module = f"{getattr(thing, '__module__', '') or ''}."
    if any(module.startswith(f"{name}.") for name in (*NOT_FOLLOWED, *ALL_OF_IT)) or ".handlers." in module:
        return False
    return module.startswith(FOLLOWED)


@cache
def _named_in(function: Callable[..., Any]) -> tuple[object, ...]:
    """Everything of the house that a function's code names."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError):
        return ()
    names = {**function.__globals__, **dict(_imported_in(tree))}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            # `call.act(...)`, as the API's endpoints write it.
            is_act = isinstance(node, ast.Attribute) and node.attr == "act"
            thing = act if is_act else _resolved(node, names)
            if thing is not None and not isinstance(thing, ModuleType | str | int | float | bytes):
                found.append(thing)
    return tuple(found)


def _imported_in(tree: ast.AST) -> Iterator[tuple[str, object]]:
    """Names that the function itself imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coffeehouse"):
            module = import_module(str(node.module))
            for alias in node.names:
                is_there = hasattr(module, alias.name)
                thing = getattr(module, alias.name) if is_there else import_module(f"{node.module}.{alias.name}")
                yield alias.asname or alias.name, thing


def _resolved(node: ast.expr, names: Mapping[str, object]) -> object | None:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _resolved(node.value, names)
        # Only through modules and classes: an attribute of an object may be anything, and asking may do something.
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return None
