"""The streaming process, not streaming yet: it says so instead of holding connections that would stay silent.

A stream that opens and never speaks would make apps stop asking for news. 503 with Retry-After makes them ask the
timelines instead, which is what every Mastodon app does when streaming is away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEALTHY = ("/health", "/api/v1/streaming/health")
STREAMS = "/api/v1/streaming"
NOT_YET = msgspec.json.encode(
    {"error": "This house does not stream yet. Ask the timelines for news instead, for example once a minute."}
)
NOT_FOUND = msgspec.json.encode({"error": "Record not found"})


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """ASGI 3: health, and an honest refusal of streams."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1013, "reason": "This house does not stream yet."})
        return
    if scope["type"] != "http":
        return
    path = scope["path"]
    if path in HEALTHY:
        await _answer(send, 200, b"OK", [(b"content-type", b"text/plain; charset=utf-8")])
    elif path == STREAMS or path.startswith(STREAMS + "/"):
        await _answer(send, 503, NOT_YET, [(b"retry-after", b"3600"), *JSON])
    else:
        await _answer(send, 404, NOT_FOUND, JSON)


JSON = [(b"content-type", b"application/json; charset=utf-8"), (b"access-control-allow-origin", b"*")]


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
