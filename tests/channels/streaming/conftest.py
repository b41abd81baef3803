"""The cast, and ears: who listens to what, without a network between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from coffeehouse.channels.streaming.admission import admit, read_holder
from coffeehouse.channels.streaming.composing import compose
from coffeehouse.channels.streaming.hub import Hub
from coffeehouse.channels.streaming.listeners import Listener
from coffeehouse.channels.streaming.names import wish
from coffeehouse.ledger.queries import position
from tests.cast import EVERYTHING, Cast, Person, assemble
from tests.running_house import RunningHouse

Heard = list[tuple[str, Any]]


class Ears:
    """A hub with listeners, and what they heard since the last time."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.seen = position()

    def listen(self, person: Person | None, name: str, scopes: str = EVERYTHING, **parts: str) -> Listener:
        """Open a stream as this person; None: as anybody."""
        actor = read_holder(person.token(scopes) if person else "", "127.0.0.1")
        self.seen = position()
        listener = Listener(actor, is_socket=False)
        wanted = wish(name, parts)
        stream = admit(actor, wanted)
        self.hub.enter(listener)
        self.hub.subscribe(listener, stream, wanted.label)
        return listener

    def watch(self) -> None:
        """Do what the watching thread does after a commit."""
        now = position()
        while self.seen != now:
            self.seen, deliveries = compose(self.hub, self.seen, now)
            self.hub.deliver(deliveries)

    def heard(self, listener: Listener) -> Heard:
        """(event, payload) of everything committed since."""
        self.watch()
        found: Heard = []
        for piece in asyncio.run(listener.take(0)):
            event, data, *rest = piece.decode().split("\n")
            assert rest == ["", ""]
            written = data.removeprefix("data: ")
            payload = None if written == "undefined" else msgspec.json.decode(written)
            found.append((event.removeprefix("event: "), payload))
        return found


def ids(heard: Heard, event: str = "update") -> list[int]:
    """The ids of the posts in events of one kind."""
    return [int(payload["id"]) for name, payload in heard if name == event]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def ears(db: None) -> Ears:
    return Ears()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A real house with ada, and faye who follows her."""
    made = RunningHouse(tmp_path_factory.mktemp("streaming") / "house")
    made.start()
    for name in ("ada", "faye"):
        made.add_member(name)
    yield made
    made.stop()
