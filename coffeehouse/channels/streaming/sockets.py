"""A WebSocket that carries several streams: an app subscribes and unsubscribes with JSON messages."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec

from coffeehouse.channels.streaming import admission
from coffeehouse.channels.streaming.hub import Hub
from coffeehouse.channels.streaming.listeners import HOUSE_CLOSES, TOKEN_DEAD, TOO_SLOW, Listener
from coffeehouse.channels.streaming.names import Refused, Wish, wish

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Ask = Callable[..., Awaitable[Any]]

# RFC 6455, section 7.4.1; apps come back after each of them.
FAREWELLS = {
    TOKEN_DEAD: (1008, "The access token is no longer valid"),
    TOO_SLOW: (1008, "Too slow: more waits to be read than is kept"),
    HOUSE_CLOSES: (1012, "The house closes"),
}
NO_TEXT = (1003, "Send JSON text")
TOO_MANY = (1008, "Too many messages")
# A minute's worth of subscribing; nobody needs as many.
MESSAGES_A_MINUTE = 300
IDLE = 3_600.0


class Asked(msgspec.Struct):
    """What an app sends. Other members are ignored."""

    type: str = ""
    stream: str = ""
    tag: str | int = ""
    list: str | int = ""

    def names(self) -> Mapping[str, str]:
        """The parameters as a query would have them."""
        return {"tag": str(self.tag), "list": str(self.list)}


class Socket:
    """One WebSocket's side of the house."""

    def __init__(self, hub: Hub, listener: Listener, ask: Ask) -> None:
        self.hub = hub
        self.listener = listener
        self.ask = ask
        self._ended = (1000, "")
        self._window = 0.0
        self._heard = 0

    async def open(self, query: Mapping[str, str]) -> None:
        """Let it in, with the stream that its address names. Raises Refused."""
        first = wish(query["stream"], query) if query.get("stream") else None
        stream = await self.ask(admission.admit, self.listener.actor, first) if first else None
        self.hub.enter(self.listener)
        if first and stream:
            self.hub.subscribe(self.listener, stream, first.label)

    async def speak(self, send: Send) -> None:
        """Send what waits, for ever. Pings are the server's."""
        while True:
            for piece in await self.listener.take(IDLE):
                await send({"type": "websocket.send", "text": piece.decode()})

    async def hear(self, receive: Receive) -> None:
        """Do what the app asks until it goes or misbehaves."""
        while (message := await receive())["type"] == "websocket.receive":
            text = message.get("text")
            if text is None:
                self._ended = NO_TEXT
                return
            if self._is_flooding():
                self._ended = TOO_MANY
                return
            await self._obey(text)

    def _is_flooding(self) -> bool:
        now = time.monotonic()
        if now - self._window > 60:
            self._window, self._heard = now, 0
        self._heard += 1
        return self._heard > MESSAGES_A_MINUTE

    async def _obey(self, text: str) -> None:
        try:
            asked = msgspec.json.decode(text, type=Asked)
        except (msgspec.DecodeError, RecursionError):
            return  # as Mastodon: what is no message is not answered
        try:
            await self._follow(asked)
        except Refused as refused:
            self.listener.say(msgspec.json.encode({"error": refused.message, "status": refused.status}))

    async def _follow(self, asked: Asked) -> None:
        if asked.type not in ("subscribe", "unsubscribe"):
            return
        wanted: Wish = wish(asked.stream, asked.names())
        if asked.type == "subscribe":
            stream = await self.ask(admission.admit, self.listener.actor, wanted)
            self.hub.subscribe(self.listener, stream, wanted.label)
            return
        for stream, label in list(self.listener.subscriptions.items()):
            if label == wanted.label:
                self.hub.unsubscribe(self.listener, stream)

    def farewell(self) -> Message:
        """The close message."""
        code, reason = FAREWELLS.get(self.listener.closed_for, self._ended)
        return {"type": "websocket.close", "code": code, "reason": reason}
