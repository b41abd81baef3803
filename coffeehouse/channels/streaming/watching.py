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

from coffeehouse.channels.streaming.announcing import tell_due
from coffeehouse.channels.streaming.composing import compose, sort_streams
from coffeehouse.channels.streaming.hub import Hub
from coffeehouse.database import waking
from coffeehouse.domain.people.queries.liveness import live_tokens
from coffeehouse.kernel import clock
from coffeehouse.ledger import queries as ledger

log = structlog.get_logger("coffeehouse.streaming")

# A wake-up may be lost on the way; the look that finds what it would have said comes at the latest then.
LOOK_ANYWAY = 1.0
# What comes in a burst is read together.
GATHER = 0.015
# A token that was revoked ends its streams within this time (attack U4 allows 5 s).
CHECK = 2.0
AFTER_TROUBLE = 1.0


class Watch:
    """One thread between the database and the hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._stopped = threading.Event()
        self.is_watching = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._seen: ledger.Position | None = None
        self._check_at = 0.0
        self._told_at = clock.now_ms()

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
                self.check_clock()
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
            self.is_watching.set()
        while self._seen != now:
            step, deliveries = compose(self.hub, self._seen, now)
            if deliveries:
                self._call(self.hub.deliver, deliveries)
            self._seen = step
            self.check_clock()

    def check_clock(self) -> None:
        """Send away whoever came with a token that no longer lets in; tell what was written for now."""
        if time.monotonic() < self._check_at:
            return
        self._tell_due()
        tokens = self.hub.tokens()
        if tokens and (dead := tokens - live_tokens(tokens)):
            self._call(self.hub.close_tokens, dead)
        self._check_at = time.monotonic() + CHECK

    def _tell_due(self) -> None:
        """What was written for later has no entry of its own when its time comes."""
        now = clock.now_ms()
        if deliveries := tell_due(self._told_at, now, sort_streams(self.hub.heard()).home):
            self._call(self.hub.deliver, deliveries)
        self._told_at = now

    def _call(self, work: object, given: object) -> None:
        assert self._loop is not None  # noqa: S101  # `begin` was called
        try:
            self._loop.call_soon_threadsafe(work, given)  # type: ignore[arg-type]
        except RuntimeError:
            self._stopped.set()  # the loop has ended
