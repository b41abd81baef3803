"""The streaming application as ASGI, behind the same gate as the web: the one process that keeps connections open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings

from coffeehouse.channels.streaming.application import Streaming, refuse
from coffeehouse.channels.streaming.names import Refused
from coffeehouse.site.gate import Gate, networks

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# Browsers and apps send a few dozen (attack D9).
MOST_HEADERS = 100
READ = {
    b"host": "HTTP_HOST",
    b"x-forwarded-for": "HTTP_X_FORWARDED_FOR",
    b"x-forwarded-proto": "HTTP_X_FORWARDED_PROTO",
}


class StreamGate:
    """Wraps `streams`: which hosts we are, whose address counts, how many headers a request may have."""

    def __init__(self, streams: Streaming) -> None:
        self.streams = streams
        self._gate = Gate(
            _no_application,
            hosts=settings.ALLOWED_HOSTS,
            trusted=networks(settings.TRUSTED_PROXIES),
            max_body=0,
            max_file=0,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return
        refused = self._refusal(scope)
        if refused is None:
            await self.streams(scope, receive, send)
            return
        is_socket = scope["type"] == "websocket"
        if is_socket:
            await receive()
        await refuse(send, refused, is_socket=is_socket)

    def _refusal(self, scope: Scope) -> Refused | None:
        headers = scope["headers"]
        if len(headers) > MOST_HEADERS:
            return Refused(431, f"A request has at most {MOST_HEADERS} headers.")
        address, port = scope.get("client") or ("", 0)
        environ: dict[str, Any] = {"REMOTE_ADDR": address}
        for name, value in headers:
            if name in READ:
                environ[READ[name]] = value.decode("latin-1")
        if not self._gate.meet(environ):
            return Refused(400, "This is not the address of this house.")
        scope["client"] = (environ["REMOTE_ADDR"], port)
        return None


def _no_application(*_: Any) -> list[bytes]:
    raise AssertionError("the gate of streams only looks")


def build() -> tuple[StreamGate, Streaming]:
    """The application and the streams within, for the process that serves them."""
    streams = Streaming()
    return StreamGate(streams), streams
