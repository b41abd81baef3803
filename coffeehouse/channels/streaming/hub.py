"""Who listens to what. The one place where events meet listeners.

Everything here runs in the event loop's thread, except `heard` and `holders`, which the watching thread reads: they
copy in one step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings

from coffeehouse.channels.streaming.events import Event
from coffeehouse.channels.streaming.listeners import HOUSE_CLOSES, TOKEN_DEAD, Listener
from coffeehouse.channels.streaming.names import Refused, Stream
from coffeehouse.protocols.oauth_scopes import grants

PER_ACCOUNT = 50
# A council's staff may all come from one address.
PER_ADDRESS = 500
ALTOGETHER = 20_000
PER_SOCKET = 100
FULL = "Too many streams are open. Close some, or ask the timelines for news instead."


class Delivery(NamedTuple):
    """An event for a stream. `without`: accounts that are not to hear it; `instead`: what others hear in its place.

    `needs`: a scope their token must have, beyond that of the stream.
    """

    stream: Stream
    event: Event
    without: frozenset[int] = frozenset()
    instead: Mapping[int, Event] | None = None
    needs: str = ""


class Hub:
    """Listeners by stream, and how many there are of each account and address."""

    def __init__(self) -> None:
        self._streams: dict[Stream, dict[Listener, None]] = {}
        self._listeners: dict[Listener, None] = {}
        self._accounts: Counter[int] = Counter()
        self._addresses: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._listeners)

    def enter(self, listener: Listener) -> None:
        """Let a listener in. Raises Refused (429) when there are too many."""
        account, address = listener.actor.account_id, listener.actor.address
        full = len(self._listeners) >= ALTOGETHER
        if settings.RATE_LIMITS:
            full = full or self._addresses[address] >= PER_ADDRESS
            full = full or (account is not None and self._accounts[account] >= PER_ACCOUNT)
        if full:
            raise Refused(429, FULL, retry_after=60)
        self._listeners[listener] = None
        self._addresses[address] += 1
        if account is not None:
            self._accounts[account] += 1

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        if listener not in self._listeners:
            return
        for stream in list(listener.subscriptions):
            self.unsubscribe(listener, stream)
        del self._listeners[listener]
        _less(self._addresses, listener.actor.address)
        if listener.actor.account_id is not None:
            _less(self._accounts, listener.actor.account_id)

    def subscribe(self, listener: Listener, stream: Stream, label: tuple[str, ...]) -> None:
        """From now on the listener hears the stream. Raises Refused (429) when they hear too many."""
        if stream not in listener.subscriptions and len(listener.subscriptions) >= PER_SOCKET:
            raise Refused(429, f"More than {PER_SOCKET} streams on one connection. Unsubscribe from some first.")
        listener.subscriptions[stream] = label
        self._streams.setdefault(stream, {})[listener] = None

    def unsubscribe(self, listener: Listener, stream: Stream) -> None:
        """They hear it no longer."""
        listener.subscriptions.pop(stream, None)
        found = self._streams.get(stream)
        if found is not None:
            found.pop(listener, None)
            if not found:
                del self._streams[stream]

    def deliver(self, deliveries: Iterable[Delivery]) -> None:
        """Give each listener what is for them."""
        for delivery in deliveries:
            for listener in self._streams.get(delivery.stream, ()):
                event = _for(listener, delivery)
                if event is not None:
                    listener.offer(event, delivery.stream)

    def heard(self) -> list[Stream]:
        """The streams somebody listens to. For any thread."""
        return list(self._streams)

    def viewers(self, stream: Stream) -> set[int]:
        """The accounts that listen to a stream. For any thread."""
        return {
            listener.actor.account_id
            for listener in list(self._streams.get(stream, ()))
            if listener.actor.account_id is not None
        }

    def all_viewers(self) -> set[int]:
        """Every account that listens to anything. For any thread."""
        return {one.actor.account_id for one in list(self._listeners) if one.actor.account_id is not None}

    def tokens(self) -> set[int]:
        """The tokens that let somebody in. For any thread."""
        return {one.actor.token_id for one in list(self._listeners) if one.actor.token_id is not None}

    def close_tokens(self, dead: set[int]) -> None:
        """Send away whoever came with one of these."""
        for listener in list(self._listeners):
            if listener.actor.token_id in dead:
                listener.close(TOKEN_DEAD)

    def close_all(self) -> None:
        """The house closes."""
        for listener in list(self._listeners):
            listener.close(HOUSE_CLOSES)


def _for(listener: Listener, delivery: Delivery) -> Event | None:
    """What this listener hears of a delivery."""
    account = listener.actor.account_id
    if delivery.needs and not grants(listener.actor.scopes, delivery.needs):
        return None
    if account is None:
        return delivery.event
    if account in delivery.without:
        return None
    return delivery.instead.get(account, delivery.event) if delivery.instead else delivery.event


def _less(counter: Counter[Any], key: Any) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
