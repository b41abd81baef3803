"""How long the house waits for other machines, and who may: what stands before every question it asks of them.

A web process has one thread: while it waits, nobody is answered. So it waits briefly, and in all no longer than a few
seconds of each minute; then it raises MustWait, and what was to be done is left to the worker. The worker's threads
that are there to wait say so with `patiently`.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

WINDOW = 60.0
BUDGET = 6.0
# With less than this left, asking would only break off what was begun.
LEAST = 0.5
# A host that let a web process wait in vain is left to the worker for so long.
SLOW_FOR = 30.0
MOST_SLOW = 1_000


class MustWait(Exception):
    """Somebody else has to answer first, and there is no time for it here: leave it to the worker."""


class Times(NamedTuple):
    """Seconds to connect, and for the whole request with its redirects."""

    connect: float
    total: float


BRIEFLY = Times(1.0, 3.0)
PATIENTLY = Times(5.0, 20.0)

_is_patient: ContextVar[bool] = ContextVar("is_patient", default=False)


class Budget:
    """The seconds a process has waited in the last minute, and the hosts that were slow."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waited: deque[tuple[float, float]] = deque()
        self.slow: dict[str, float] = {}

    def left(self) -> float:
        """Seconds there still are."""
        with self.lock:
            while self.waited and self.waited[0][0] < time.monotonic() - WINDOW:
                self.waited.popleft()
            return BUDGET - sum(seconds for _, seconds in self.waited)

    def spend(self, host: str, seconds: float, *, in_vain: bool) -> None:
        """Note a wait."""
        now = time.monotonic()
        with self.lock:
            self.waited.append((now, seconds))
            if in_vain and seconds >= LEAST:
                if len(self.slow) >= MOST_SLOW:
                    self.slow.clear()
                self.slow[host] = now + SLOW_FOR

    def is_slow(self, host: str) -> bool:
        """Whether this host was waited for in vain a short while ago."""
        return self.slow.get(host, 0.0) > time.monotonic()

    def forget(self) -> None:
        """Begin anew (tests)."""
        with self.lock:
            self.waited.clear()
            self.slow.clear()


budget = Budget()


@contextmanager
def patiently() -> Iterator[None]:
    """Within: there is time. For the worker's threads that wait for other machines, and for the command line."""
    token = _is_patient.set(True)
    try:
        yield
    finally:
        _is_patient.reset(token)


@contextmanager
def turn(host: str) -> Iterator[Times]:
    """Within: `host` may be asked, as long as the Times say. Raises MustWait when there is no time for it here."""
    if _is_patient.get():
        yield PATIENTLY
        return
    left = budget.left()
    if left < LEAST or budget.is_slow(host):
        raise MustWait(f"No time to wait for {host} here")
    begun, in_vain = time.monotonic(), True
    try:
        yield Times(min(BRIEFLY.connect, left), min(BRIEFLY.total, left))
        in_vain = False
    finally:
        budget.spend(host, time.monotonic() - begun, in_vain=in_vain)
