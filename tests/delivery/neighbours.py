"""A server of this machine whose people follow ours: what it was told, and the worker's round that tells it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, worker
from coffeehouse.delivery.sending import Sending
from coffeehouse.domain.people import commands as people
from tests.commands.house import House
from tests.delivery.web_server import Answer, Asked, WebServer
from tests.federation.elsewhere import Stranger, stranger


class Neighbour(Stranger):
    """Somebody on a server of this machine."""

    @property
    def uri(self) -> str:
        return f"http://{self.host}/users/{self.name}"


class Elsewhere:
    """Another server: what it was told, and how it answers."""

    def __init__(self) -> None:
        self.status = 202
        self.answer: Callable[[Asked], int] | None = None
        self.web: WebServer

    def respond(self, asked: Asked) -> Answer:
        return Answer(self.answer(asked) if self.answer else self.status)

    @property
    def host(self) -> str:
        return f"localhost:{self.web.port}"

    def person(self, name: str = "dee") -> Stranger:
        base = f"http://{self.host}"
        found = stranger(
            name, self.host, id=f"{base}/users/{name}", inbox=f"{base}/users/{name}/inbox",
            shared_inbox=f"{base}/inbox", followers=f"{base}/users/{name}/followers",
        )  # fmt: skip
        return Neighbour(found.name, found.host, found.account_id)

    def told(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(asked.body) for asked in self.web.asked]

    def types(self) -> list[str]:
        return [document["type"] for document in self.told()]


def deliver(seconds: float = 10, until: Callable[[], bool] | None = None) -> None:
    """The worker's round: jobs, then what is due at other servers, until nothing is under way."""
    deliveries.register_all()
    worker.drain()
    sending = Sending(threading.Event())
    deadline = time.monotonic() + seconds
    sending.look()
    while sending.busy or (until is not None and not until()):
        assert time.monotonic() < deadline
        sending.settle(0.05)
        sending.look()
    sending.stop.set()


def follow(house: House, who: Stranger, target: str) -> None:
    who.does(people.FollowAccount(target_id=house.id(target)))
    deliver()


def queue() -> list[tuple[Any, ...]]:
    return sql.rows("SELECT host, attempts, dead_at IS NULL FROM federation_delivery ORDER BY id")
