"""The matrix of capture: every way into the house that may change something, the commands it leads to, and the entries
they leave. Made from the code; `make docs` writes it to docs/reference/capture.md, a test compares it, and the tests of
the channels hold what is really done against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from coffeehouse.engine.commands import BY_NAME
from coffeehouse.site.reaching import commands_of
from coffeehouse.site.without_entry import WITHOUT_ENTRY

SAFE = {"GET", "HEAD", "OPTIONS"}
# Who looks for somebody of another server has them taken in (`resolve`).
LOOKS_ELSEWHERE = {"api/v2/search", "api/v1/accounts/search"}
CHANNELS = {
    "web": "The pages",
    "client_api": "The Mastodon API",
    "federation": "Other servers",
    "witnessing": "Witnesses",
    "cli": "The command line",
    "worker": "The worker: jobs of the outbox and what comes round by the clock",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. methods: of HTTP, empty elsewhere. reason: why it leaves no entry; "" where it leaves one."""

    channel: str
    address: str
    name: str
    methods: tuple[str, ...]
    commands: tuple[str, ...]
    reason: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of entries, in the order of the commands, each once."""
        return tuple(dict.fromkeys(BY_NAME[command].kind for command in self.commands))


def ways() -> list[Way]:
    """Every way in that takes another method than GET, or leads to a command."""
    return [*_addresses(), *_command_line(), *_work()]


def _addresses() -> Iterator[Way]:
    for address, pattern in _patterns(get_resolver()):
        view: Any = pattern.callback
        name = pattern.name or address
        methods = view.methods if hasattr(view, "methods") else ()
        if isinstance(methods, dict):
            yield from _of_api(address, name, methods)
            continue
        way = _way(_channel_of(view), address, name, methods, view)
        if way.commands or set(methods) - SAFE:
            yield way


def _of_api(address: str, name: str, methods: dict[str, Any]) -> Iterator[Way]:
    """One way for each method that is not only for reading; of GET only LOOKS_ELSEWHERE acts, tests hold it."""
    for method, endpoint in methods.items():
        if method not in SAFE or name in LOOKS_ELSEWHERE:
            yield _way("client_api", address, name, (method,), endpoint)


def _way(channel: str, address: str, name: str, methods: tuple[str, ...], *roots: object) -> Way:
    commands = tuple(sorted(commands_of(*roots, with_stored=channel == "worker")))
    shown = tuple(method for method in methods if method not in {"HEAD", "OPTIONS"})
    return Way(channel, address, name, shown, commands, "" if commands else WITHOUT_ENTRY.get(name, ""))


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = before + _plain(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, address)
        else:
            yield address, entry


def _plain(pattern: str) -> str:
    """A route as people write it: without the marks of regular expressions."""
    text = pattern
    if text.startswith("^"):
        text = text.removeprefix("^")
        text = re.sub(r"\(\?=[^)]*\)", "", text)
        text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", text)
        text = text.replace("/?$", "").replace("$", "").replace("(?:api|oauth)/.*", "api/… and oauth/…")
        text = text.replace("\\", "")
    return text


def _channel_of(view: Callable[..., Any]) -> str:
    """coffeehouse.channels.web.posting → web; what stands in no channel is of the site itself."""
    parts = getattr(view, "__module__", "").split(".")
    return parts[2] if parts[:2] == ["coffeehouse", "channels"] else "web"


def _command_line() -> Iterator[Way]:
    from coffeehouse.site.cli import COMMANDS

    for name in COMMANDS:
        module = import_module(f"coffeehouse.site.cli.{name}")
        way = _way("cli", f"coffeehouse {name}", name, (), module.run)
        if way.commands:
            yield way


def _work() -> Iterator[Way]:
    from coffeehouse.delivery import deliveries, jobs, periodic, workshop

    deliveries.register_all()
    for kind, delivery in sorted(jobs.DELIVERIES.items()):
        way = _way("worker", f"job {kind}", kind, (), delivery)
        if way.commands:
            yield way
    for duty in [*periodic.duties(), *workshop.duties()]:
        way = _way("worker", f"by the clock: {duty.name}", duty.name, (), duty.duty)
        if way.commands:
            yield way
