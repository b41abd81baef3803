"""Somebody who listens: what waits to be sent to them, bounded, and why they were sent away."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque

from coffeehouse.channels.streaming.events import Event
from coffeehouse.channels.streaming.names import Stream
from coffeehouse.domain.context import Actor

# A listener this far behind does not read: it is sent away, and its app asks the timelines when it comes back.
MOST_WAITING = 1_000
MOST_BYTES = 2 * 1024 * 1024

TOKEN_DEAD, TOO_SLOW, HOUSE_CLOSES = "token", "slow", "closing"
_numbers = itertools.count(1)


class Listener:
    """One connection. `subscriptions`: each stream it hears, and how messages name that. Of the event loop's thread."""

    def __init__(self, actor: Actor, *, is_socket: bool) -> None:
        self.number = next(_numbers)
        self.actor = actor
        self.is_socket = is_socket
        self.subscriptions: dict[Stream, tuple[str, ...]] = {}
        self.closed_for = ""
        self.closed = asyncio.Event()
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()

    def offer(self, event: Event, stream: Stream) -> None:
        """Put an event into the queue, or close a listener whose queue is full."""
        self.say(event.as_message(self.subscriptions[stream]) if self.is_socket else event.as_sent())

    def say(self, piece: bytes) -> None:
        """Put a piece into the queue, as it goes out."""
        if self.closed_for:
            return
        if len(self._waiting) >= MOST_WAITING or self._bytes + len(piece) > MOST_BYTES:
            self.close(TOO_SLOW)
            return
        self._waiting.append(piece)
        self._bytes += len(piece)
        self._news.set()

    def close(self, why: str) -> None:
        """Send the listener away; what waits for them is forgotten."""
        if not self.closed_for:
            self.closed_for = why
            self._waiting.clear()
            self._bytes = 0
            self.closed.set()

    async def take(self, seconds: float) -> list[bytes]:
        """Everything that waits; an empty list when nothing came in that time."""
        if not self._waiting:
            self._news.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._news.wait()
            except TimeoutError:
                return []
        taken = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return taken
