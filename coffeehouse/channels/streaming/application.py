"""IN and OUT at once: streams of what happens, over server-sent events and WebSocket. The only ASGI code.

    commit → wake-up → Watch (a thread: reads what is new, assembles) → Hub (the loop: who hears it) → connections

One process. What is sent are the very entities the REST reads give, through the same visibility scopes.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
import structlog

from coffeehouse.channels.streaming import admission
from coffeehouse.channels.streaming.events import THUMP, WELCOME
from coffeehouse.channels.streaming.hub import Hub
from coffeehouse.channels.streaming.listeners import Listener
from coffeehouse.channels.streaming.names import Refused, Wish, wish_of_path
from coffeehouse.channels.streaming.sending import PREFIX, send_file
from coffeehouse.channels.streaming.sockets import Socket
from coffeehouse.channels.streaming.watching import Watch
from coffeehouse.domain.context import Actor

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
log = structlog.get_logger("coffeehouse.streaming")

HEALTHY = ("/health", "/api/v1/streaming/health")
STREAMS = "/api/v1/streaming"
THUMP_SECONDS = 15.0
LAST_WORDS_SECONDS = 1.0
# A database that is away at the start is waited for so long; apps are answered then, and hear once it is back.
START_SECONDS = 10.0
CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"Authorization, Accept, Cache-Control"),
    (b"access-control-allow-methods", b"GET, OPTIONS"),
]
JSON: Headers = [(b"content-type", b"application/json; charset=utf-8"), *CORS]
EVENTS: Headers = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would keep events back until a buffer is full
    *CORS,
]
TEXT: Headers = [(b"content-type", b"text/plain; charset=utf-8"), *CORS]


class Streaming:
    """The ASGI application. `start` once the loop runs; `stop` sends everybody away, before the server waits."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.watch = Watch(self.hub)

    async def start(self) -> None:
        """Begin to watch what is committed; after this, nothing that is acknowledged is missed."""
        self.watch.begin(asyncio.get_running_loop())
        await asyncio.to_thread(self.watch.is_watching.wait, START_SECONDS)

    def stop(self) -> None:
        """Close every stream and watch no longer."""
        self.hub.close_all()
        self.watch.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return
        is_socket = scope["type"] == "websocket"
        try:
            if is_socket:
                await self._socket(scope, receive, send)
            else:
                await self._http(scope, receive, send)
        except Refused as refused:
            await refuse(send, refused, is_socket=is_socket)
        except (OSError, asyncio.CancelledError):
            raise  # the connection is gone
        except Exception:
            log.exception("stream_failed", path=scope["path"])
            await refuse(send, Refused(500, "This did not work. Try again in a minute."), is_socket=is_socket)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if scope["method"] == "OPTIONS":
            await answer(send, 204, b"", CORS)
        elif path in HEALTHY:
            await answer(send, 200, b"OK", TEXT)
        elif path != STREAMS and not path.startswith(STREAMS + "/"):
            raise Refused(404, "Not found")
        elif scope["method"] != "GET":
            raise Refused(405, "Streams are asked for with GET")
        elif path.startswith(PREFIX):
            await send_file(scope, send)
        else:
            query = admission.query_of(scope)
            wish = wish_of_path(path.removeprefix(STREAMS), query)
            actor = await _read_holder(scope, admission.shown(scope, query).token)
            await self._send_events(actor, wish, receive, send)

    async def _send_events(self, actor: Actor, wish: Wish, receive: Receive, send: Send) -> None:
        """Server-sent events until one of the two goes."""
        stream = await ask(admission.admit, actor, wish)
        listener = Listener(actor, is_socket=False)
        self.hub.enter(listener)
        try:
            self.hub.subscribe(listener, stream, wish.label)
            await send({"type": "http.response.start", "status": 200, "headers": EVENTS})
            await until_over(listener, _pump(listener, send), _hung_up(receive))
        finally:
            self.hub.leave(listener)
        last_words = send({"type": "http.response.body", "body": b""})
        await asyncio.wait_for(last_words, LAST_WORDS_SECONDS)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        if scope["path"].rstrip("/") != STREAMS:
            raise Refused(404, "Not found")
        query = admission.query_of(scope)
        shown = admission.shown(scope, query)
        actor = await _read_holder(scope, shown.token)
        socket = Socket(self.hub, Listener(actor, is_socket=True), ask)
        await socket.open(query)
        try:
            await send({"type": "websocket.accept", "subprotocol": shown.subprotocol})
            await until_over(socket.listener, socket.speak(send), socket.hear(receive))
        finally:
            self.hub.leave(socket.listener)
        try:
            await asyncio.wait_for(send(socket.farewell()), LAST_WORDS_SECONDS)
        except (OSError, TimeoutError, RuntimeError):
            return  # they are gone already, or do not read even this


async def _read_holder(scope: Scope, token: str) -> Actor:
    address = scope["client"][0] if scope.get("client") else ""
    if not token:
        return Actor(address=address)
    actor: Actor = await ask(admission.read_holder, token, address)
    return actor


async def ask(work: Callable[..., Any], *given: Any) -> Any:
    """Do work that asks the database, in one of the threads for that."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(admission.threads, functools.partial(admission.asked, work, *given))


async def until_over(listener: Listener, *works: Any) -> None:
    """Run until one of the works ends or the listener is sent away; the others are given up."""
    tasks = [asyncio.ensure_future(work) for work in (*works, listener.closed.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pump(listener: Listener, send: Send) -> None:
    await send({"type": "http.response.body", "body": WELCOME, "more_body": True})
    while True:
        pieces = await listener.take(THUMP_SECONDS)
        await send({"type": "http.response.body", "body": b"".join(pieces) or THUMP, "more_body": True})


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def answer(send: Send, status: int, body: bytes, headers: Headers, *, is_socket: bool = False) -> None:
    """A whole answer; to a WebSocket, instead of the connection."""
    kind = "websocket.http.response" if is_socket else "http.response"
    whole = [*headers, (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": f"{kind}.start", "status": status, "headers": whole})
    await send({"type": f"{kind}.body", "body": body})


async def refuse(send: Send, refused: Refused, *, is_socket: bool) -> None:
    """A refusal as Mastodon's streaming server words it."""
    wait = [(b"retry-after", str(refused.retry_after).encode())] if refused.retry_after else []
    body = msgspec.json.encode({"error": refused.message})
    await answer(send, refused.status, body, [*JSON, *wait], is_socket=is_socket)
