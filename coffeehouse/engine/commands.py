"""The registry of commands: for each its policy action, ledger kind, sentence for auditors, scope, limits, handler.

`act` looks a command up here; nothing that is not registered can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coffeehouse.domain.context import Actor, Command, Context, Outcome
from coffeehouse.kernel import clock

Handler = Callable[[Any, Context], Outcome]
Prepare = Callable[[Any, Actor], Any]
Facts = Callable[[Any, Actor, Any, int], Mapping[str, Any]]
LimitKeys = Callable[[Any, Actor], "list[Limit]"]
Then = Callable[[Any, Outcome, Context], None]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` acts by `key` within `window` ms."""

    key: str
    count: int
    window: int


@dataclass(frozen=True, slots=True)
class Registered:
    """All the engine knows of a command.

    scope: what the actor's token must allow, "" where no token is needed. kind: past tense, for the ledger. sentence:
    what an auditor reads; `{actor}` and `{object}` are filled in. prepare: slow or pure work before the transaction.
    facts: what policy is told besides the common facts. limits: counters this act adds to. then: what later domains do
    in the same transaction because of it (a follow fills a feed), in order; domains themselves form a one-way stack.
    """

    command: type[Command]
    kind: str
    sentence: str
    handler: Handler
    scope: str
    action: str = ""
    prepare: Prepare | None = None
    facts: Facts | None = None
    limits: LimitKeys | None = None
    may_be_held: bool = False
    then: tuple[Then, ...] = ()


REGISTRY: dict[type[Command], Registered] = {}
BY_NAME: dict[str, Registered] = {}


def register(
    command: type[Command],
    *,
    kind: str,
    sentence: str,
    handler: Handler,
    scope: str,
    prepare: Prepare | None = None,
    facts: Facts | None = None,
    limits: LimitKeys | None = None,
    may_be_held: bool = False,
    then: tuple[Then, ...] = (),
) -> None:
    """Make a command known. Raises ValueError when the command or its handler's name does not fit the house."""
    name = command.__name__
    if name in BY_NAME and BY_NAME[name].command is not command:
        raise ValueError(f"two commands are called {name}")
    entry = Registered(
        command=command,
        kind=kind,
        sentence=sentence,
        handler=handler,
        scope=scope,
        action=name,
        prepare=prepare,
        facts=facts,
        limits=limits,
        may_be_held=may_be_held,
        then=then,
    )
    REGISTRY[command] = entry
    BY_NAME[name] = entry


def also(command: type[Command], *reactions: Then) -> None:
    """Have later domains react to a command that is registered already. Doing it again changes nothing."""
    entry = REGISTRY[command]
    fresh = tuple(react for react in reactions if react not in entry.then)
    REGISTRY[command] = BY_NAME[entry.action] = replace(entry, then=entry.then + fresh)


def writes_per_account(_command: Any, actor: Actor) -> list[Limit]:
    """The limit every signed-in write shares: 300 in five minutes for an account, as Mastodon's."""
    return [Limit(f"write:{actor.label}", 300, 5 * clock.MINUTE)]
