"""Which of the server's threads stands at the door, and whose turn it is to ask the application.

The server has as many threads as bodies may come at once, because a body can only be read by the thread that was
called with it. Were the server free to call them all, each request would be a change of threads, and they would hold
each other up. So one is chosen: the others stay in their call (the server sees them as busy) until the chosen one has
to wait for a visitor. Then one of those that rest is chosen instead. A thread the server has made anew is chosen at
once: it may have been made because the chosen one is no more.
"""

from __future__ import annotations

import threading


class Turn:
    """A lock that goes to whoever waits before it goes again to who had it. `begun`: how often it was taken."""

    def __init__(self) -> None:
        self._next, self._held = threading.Lock(), threading.Lock()
        self.begun = 0

    def __enter__(self) -> None:
        # Who waits for the turn holds the place of the next one, so nobody can pass.
        with self._next:
            self._held.acquire()
        self.begun += 1

    def __exit__(self, *_: object) -> None:
        self._held.release()

    def is_taken(self) -> bool:
        """Whether the application is asked at this moment."""
        return self._held.locked()


class Desk:
    """Who stands at the door, who rests, and whose `turn` it is."""

    def __init__(self) -> None:
        self.turn = Turn()
        self._chosen: int | None = None
        self._resting: list[tuple[int, threading.Lock]] = []
        self._guard = threading.Lock()
        self._here = threading.local()

    def come(self) -> None:
        """The server has called this thread."""
        if self._chosen != threading.get_ident():
            with self._guard:
                if self._chosen is None or not hasattr(self._here, "is_known"):
                    self._chosen, self._here.is_known = threading.get_ident(), True

    def go(self) -> None:
        """Return when this thread is needed at the door: at once when it is the chosen one."""
        if self._chosen == threading.get_ident():
            return
        bed = threading.Lock()
        bed.acquire()
        with self._guard:
            if self._chosen is None:
                self._chosen = threading.get_ident()
                return
            self._resting.append((threading.get_ident(), bed))
        bed.acquire()

    def away(self, thread: int) -> None:
        """This thread is waiting for a visitor: if it was the chosen one, another one is."""
        with self._guard:
            if self._chosen != thread:
                return
            self._chosen = None
            if self._resting:
                self._chosen, bed = self._resting.pop()
                bed.release()

    def resting(self) -> int:
        """How many threads are not needed."""
        return len(self._resting)
