"""One foreground process that forks the others and looks after them until it is told to stop.

The parent has imported the whole house before it forks, so the children share its memory. It stays single-threaded
(forking a process with threads is unsafe) and does nothing but wait: for a signal, for a child that died, for the
first answer of the web server. A child that dies is started again, later each time. When the parent itself dies,
however suddenly, its children notice the closed pipe and end at once.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import structlog

log = structlog.get_logger("coffeehouse.supervisor")

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
GRACE = 10.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Child:
    """One process: its name, what it runs, and how its restarts went."""

    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self.name = name
        self.run = run
        self.pid = 0
        self.started_at = 0.0
        self.start_again_at = 0.0
        self.pause = FIRST_PAUSE


class Supervisor:
    """Runs `children` until SIGINT or SIGTERM. Asks `is_ready` until it says yes, then calls `on_ready` once."""

    def __init__(
        self,
        children: list[Child],
        is_ready: Callable[[], bool],
        on_ready: Callable[[], None],
        *,
        patience: float = 60.0,
    ) -> None:
        self.children = children
        self.is_ready = is_ready
        self.on_ready = on_ready
        self.patience = patience
        self._stop_asked = False
        self._wake_read, self._wake_write = os.pipe()
        self._life_read, self._life_write = os.pipe()

    def run(self) -> int:
        """Start everything, watch it, stop it. 0 after a clean stop, 1 when the house never became ready."""
        self._take_signals()
        gc.collect()
        gc.freeze()
        # A request makes hundreds of short-lived objects: looking for cycles after each few of them is wasted.
        gc.set_threshold(20_000, 20, 50)
        for child in self.children:
            self._start(child)
        status = self._watch()
        self._stop_all()
        return status

    def _take_signals(self) -> None:
        os.set_blocking(self._wake_write, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_stop)
        # Handled, so that a child's death wakes the loop through the file descriptor.
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _ask_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked = True

    def _watch(self) -> int:
        deadline, ready = time.monotonic() + self.patience, False
        while not self._stop_asked:
            if not ready and self.is_ready():
                ready = True
                self.on_ready()
            if not ready and time.monotonic() > deadline:
                log.error("not_ready", seconds=self.patience, remedy="see the lines above for the reason")
                return 1
            self._sleep(0.03 if not ready else self._until_next_start())
            self._reap()
            self._start_due()
        return 0

    def _sleep(self, seconds: float | None) -> None:
        if select.select([self._wake_read], [], [], seconds)[0]:
            os.read(self._wake_read, 4096)

    def _until_next_start(self) -> float | None:
        waiting = [child.start_again_at for child in self.children if not child.pid]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _reap(self) -> None:
        for child in self.children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid or self._stop_asked:
                continue
            now = time.monotonic()
            if now - child.started_at > STEADY_AFTER:
                child.pause = FIRST_PAUSE
            child.pid, child.start_again_at = 0, now + child.pause
            log.error(
                "process_died",
                process=child.name,
                status=os.waitstatus_to_exitcode(status),
                starts_again_in_seconds=child.pause,
            )
            child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _start_due(self) -> None:
        for child in self.children:
            if not child.pid and not self._stop_asked and time.monotonic() >= child.start_again_at:
                self._start(child)
                log.warning("process_started_again", process=child.name, pid=child.pid)

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        child.started_at = time.monotonic()
        # Held back across the fork: the child would answer a signal by the parent's handlers, and so lose it.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        child.pid = os.fork()
        if not child.pid:
            self._become(child)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def _become(self, child: Child) -> None:
        """The forked side: clean what belongs to the parent, run, and leave without the parent's exit work."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (*STOP_SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            # A terminal's Ctrl-C reaches the whole group. Only the parent heeds it (SIGINT stays blocked here), and
            # tells each child once: a second signal during the server's shutdown can lock it up.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            for descriptor in (self._wake_read, self._wake_write, self._life_write):
                os.close(descriptor)
            threading.Thread(target=self._end_with_parent, name="parent-watch", daemon=True).start()
            child.run()
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            log.exception("process_failed", process=child.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _end_with_parent(self) -> None:
        # Nothing is ever written: the read returns when the last writer, the parent, is gone.
        os.read(self._life_read, 1)
        os._exit(1)

    def _stop_all(self) -> None:
        running = [child for child in self.children if child.pid]
        self._signal(running, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while running and time.monotonic() < deadline:
            running = [child for child in running if not _has_ended(child.pid)]
            self._sleep(0.02)
        if running:
            log.warning("process_killed", processes=[child.name for child in running], after_seconds=GRACE)
            self._signal(running, signal.SIGKILL)
            for child in running:
                os.waitpid(child.pid, 0)

    @staticmethod
    def _signal(children: list[Child], number: signal.Signals) -> None:
        for child in children:
            try:
                os.kill(child.pid, number)
            except ProcessLookupError:
                continue


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def stop_on_signal() -> Any:
    """An event that SIGINT and SIGTERM set: what a forked process waits on."""
    stop = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stop.set())
    return stop
