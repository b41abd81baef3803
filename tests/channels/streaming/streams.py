"""A real house's streams as an app has them: WebSockets, server-sent events, raw requests."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.running_house import RunningHouse


def port_of(house: RunningHouse) -> int:
    """Where the house streams."""
    return int(house.environment["STREAMING_PORT"])


def call(house: RunningHouse, method: str, path: str, token: str, **body: Any) -> Any:
    """One REST request; its decoded answer."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(house.base_url + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def say(house: RunningHouse, token: str, text: str, visibility: str = "public") -> str:
    """Publish; the post's id. It is acknowledged when this returns."""
    return str(call(house, "POST", "/api/v1/statuses", token, status=text, visibility=visibility)["id"])


def follow(house: RunningHouse, token: str, name: str) -> None:
    """Follow an account by its name."""
    target = call(house, "GET", f"/api/v1/accounts/lookup?acct={name}", token)["id"]
    call(house, "POST", f"/api/v1/accounts/{target}/follow", token, reblogs=True)


class App:
    """A WebSocket and what came through it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def ask(self, kind: str, stream: str, **parts: Any) -> None:
        """Subscribe or unsubscribe."""
        self.socket.send(json.dumps({"type": kind, "stream": stream, **parts}))

    def hear(self, seconds: float = 5) -> Any:
        """The next message."""
        return json.loads(self.socket.recv(timeout=seconds))

    def event(self, seconds: float = 5) -> tuple[list[str], str, Any]:
        """(stream, event, payload) of the next message."""
        message = self.hear(seconds)
        payload = message.get("payload")
        return message["stream"], message["event"], None if payload is None else json.loads(payload)

    def end(self, seconds: float = 5) -> int | None:
        """The code with which the house closes the connection; what comes before is passed over."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.socket.recv(timeout=seconds)
        return self.socket.close_code

    def settled(self) -> None:
        """Wait until what was asked has been done: messages are answered in order, so ask for something wrong."""
        self.ask("subscribe", "nonsense")
        while self.hear() != {"error": "Unknown stream type", "status": 400}:
            continue


@contextlib.contextmanager
def app(house: RunningHouse, query: str = "", **options: Any) -> Iterator[App]:
    """An app connected to the house's streams."""
    with connect(f"ws://localhost:{port_of(house)}/api/v1/streaming{query}", **options) as opened:
        yield App(opened)


class Sent:
    """A stream of server-sent events."""

    def __init__(self, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> None:
        self.connection = connection
        self.answer = answer

    def lines(self, count: int) -> list[str]:
        """The next lines, without their ends."""
        return [self.answer.readline().decode().rstrip("\n") for _ in range(count)]


@contextlib.contextmanager
def sent(house: RunningHouse, path: str, token: str = "", seconds: float = 20) -> Iterator[Sent]:
    """Open a stream of server-sent events."""
    connection = http.client.HTTPConnection("localhost", port_of(house), timeout=seconds)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
        yield Sent(connection, connection.getresponse())
    finally:
        connection.close()


def ask(house: RunningHouse, path: str, token: str = "", method: str = "GET", **headers: str) -> tuple[int, Any, Any]:
    """(status, headers, body) of a plain request to the streaming port."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection("localhost", port_of(house), timeout=20)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def raw(house: RunningHouse, data: bytes) -> bytes:
    """What comes back to raw bytes, up to the end of the answer's head."""
    with socket.create_connection(("localhost", port_of(house)), timeout=20) as opened:
        opened.sendall(data)
        return opened.recv(4096)
