"""Threads that wait for others, so that the one that runs the application need not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

import structlog

log = structlog.get_logger("coffeehouse.hands")


class Hands:
    """Daemon threads that take jobs: one is made when all others are busy, and leaves after `idle` seconds of none.

    Not a ThreadPoolExecutor: Python waits at its end for the threads of those, and so for whoever reads slowly.
    """

    def __init__(self, name: str, idle: float = 30.0) -> None:
        self.name, self.idle = name, idle
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._guard = threading.Lock()
        self._free = 0

    def do(self, job: Callable[[], None]) -> None:
        """Have `job` done by the next free thread; returns at once."""
        with self._guard:
            self._jobs.put(job)
            if self._free:
                self._free -= 1
                return
        threading.Thread(target=self._work, name=self.name, daemon=True).start()

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self.idle)
            except Empty:
                with self._guard:
                    if self._free:
                        self._free -= 1
                        return
                continue  # a job for this thread was put down at this very moment
            try:
                job()
            except Exception:
                log.exception("job_failed", thread=self.name)
            # A thread without work must not keep a connection open by what it remembers.
            del job
            with self._guard:
                self._free += 1
