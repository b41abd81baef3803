"""Watches what is committed and hands the hub what is to be heard. A thread: the reads are ordinary, blocking ones.

The ledger's head says how far the house has come. What lies between the head seen last and the head now is read and
composed; if that fails it is read again, so no listener misses what was acknowledged while their stream was open.
"""

from __future__ import annotations

import asyncio
import threading
import time

import structlog
from django.db import DatabaseError, connection

from coffeehouse.channels.streaming.composing import compose
from coffeehouse.channels.streaming.hub import Hub
from coffeehouse.database import waking
from coffeehouse.domain.people.queries.liveness import live_tokens
from coffeehouse.ledger import queries as ledger

log = structlog.get_logger("coffeehouse.streaming")

# A wake-up may be lost on the way; the look that finds what it would have said comes at the latest then.
LOOK_ANYWAY = 1.0
# What comes in a burst is read together.
GATHER = 0.015
# A token that was revoked ends its streams within this time (attack U4 allows 5 s).
CHECK_TOKENS = 2.0
AFTER_TROUBLE = 1.0


class Watch:
    """One thread between the database and the hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._stopped = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._seen: ledger.Position | None = None
        self._check_at = 0.0

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start watching from what is committed now."""
        self._loop = loop
        threading.Thread(target=self._run, name="stream-watch", daemon=True).start()

    def end(self) -> None:
        """Stop at the next turn."""
        self._stopped.set()

    def _run(self) -> None:
        wakeups = waking.listen()
        while not self._stopped.is_set():
            try:
                self.look()
                self.check_tokens()
                if wakeups.wait(LOOK_ANYWAY):
                    self._stopped.wait(GATHER)
            except DatabaseError as error:
                log.error("database_trouble", error=str(error), again_in_seconds=AFTER_TROUBLE)
                connection.close()
                self._stopped.wait(AFTER_TROUBLE)
            except Exception:
                # One thing that cannot be composed must not silence every stream.
                log.exception("watch_failed")
                self._seen = None
                self._stopped.wait(AFTER_TROUBLE)
        wakeups.close()

    def look(self) -> None:
        """Compose what was committed since the last look."""
        now = ledger.position()
        if self._seen is None or not len(self.hub):
            self._seen = now
        while self._seen != now:
            step, deliveries = compose(self.hub, self._seen, now)
            if deliveries:
                self._call(self.hub.deliver, deliveries)
            self._seen = step
            self.check_tokens()

    def check_tokens(self) -> None:
        """Send away whoever came with a token that no longer lets in."""
        if time.monotonic() < self._check_at:
            return
        tokens = self.hub.tokens()
        if tokens and (dead := tokens - live_tokens(tokens)):
            self._call(self.hub.close_tokens, dead)
        self._check_at = time.monotonic() + CHECK_TOKENS

    def _call(self, work: object, given: object) -> None:
        assert self._loop is not None  # noqa: S101  # `begin` was called
        try:
            self._loop.call_soon_threadsafe(work, given)  # type: ignore[arg-type]
        except RuntimeError:
            self._stopped.set()  # the loop has ended
