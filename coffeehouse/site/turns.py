"""What the server calls for each request, in place of its own: nobody who is slow holds the thread that answers.

    a thread of the server ┬ no body ─────────────────────┐
                           └ a body → bodies → whole ─────┴→ desk, one at a time → application → answer
                                                                                     └ a long file → a carrier

A body is read by the thread that the server called, which meanwhile waits; another one answers. Whoever answers uses
the one database connection of the process, so the application still has one thread to itself. Long files are sent by a
thread for each, which waits for the reader.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any, Protocol

import structlog

from coffeehouse.protocols.addresses import network_of
from coffeehouse.site.bodies import PIECE, Bodies, Body, Limits, Started, turn_away
from coffeehouse.site.desk import Desk
from coffeehouse.site.gate import Environ, StartResponse
from coffeehouse.site.hands import Hands
from coffeehouse.site.lines import Lines
from coffeehouse.site.places import Places

log = structlog.get_logger("coffeehouse.turns")

LONG_FILE = 1_048_576  # shorter ones the server holds in memory until they are taken
FILE_PIECE = 65_536
FULL = "Too many files are being taken at this moment. Wait ten seconds and ask again."
RETRY = ("Retry-After", "10")
SWEEP_SECONDS = 5.0
PORTER_SECONDS = 0.02
# Of a stop: for refusals to be read, and until nothing is waited for (the supervisor's patience is ten seconds).
LAST_WORDS, LAST_SECONDS = 1.0, 5.0


class Guarded(Protocol):
    """The application behind its gate, as `site.gate.Gate` is."""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]: ...

    def refusal(self, environ: Environ) -> tuple[str, str] | None:
        """Why the head alone is reason to refuse: status and words."""

    def let_in(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What was not refused."""


def share_connection() -> Callable[[], None]:
    """Called where the database connection is: what another thread calls to use the same one, in its turn."""
    from django.db import connections

    shared = connections["default"]
    shared.inc_thread_sharing()

    def take() -> None:
        connections["default"] = shared

    return take


class Runner:
    """Called by the server with (its handle of the answer, environ), on any of its threads."""

    def __init__(
        self,
        application: Guarded,
        port: int,
        *,
        limits: Limits | None = None,
        share: Callable[[], Callable[[], None]] = share_connection,
    ) -> None:
        self.application, self.limits = application, limits or Limits()
        self.desk = Desk()
        self.bodies = Bodies(self.limits)
        # As much as the times of a body ask for, whatever a connection is waited for.
        least = int(PIECE * self.limits.silent_seconds / self.limits.piece_seconds)
        self.lines = Lines(port, seconds=self.limits.silent_seconds, least=least)
        self.carriers = Hands("carrier")
        self.downloads = Places(self.limits.downloads_at_once, self.limits.downloads_of_one_visitor)
        self._stopping, self._reading, self._has_slow = threading.Event(), threading.Event(), False
        self._share, self._take, self._here = share, _nothing, threading.local()
        self._is_shared = False
        self._basic: Environ = {
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SCRIPT_NAME": "",
            "wsgi.errors": sys.stderr,
            "wsgi.input_terminated": True,
            "wsgi.multiprocess": True,
            "wsgi.multithread": False,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    def server_threads(self) -> int:
        """How many threads the server needs: one for each body, one for whoever sends none, one to stand in."""
        return self.limits.at_once + 2

    def __call__(self, proto: Any, environ: Environ) -> None:
        self.desk.come()
        environ.update(self._basic)
        length = environ.get("CONTENT_LENGTH")
        if length is None or length == "0":
            with self.desk.turn:
                self._answer(proto, environ, None)
        else:
            self._receive(proto, environ)
        self.desk.go()

    def _receive(self, proto: Any, environ: Environ) -> None:
        refusal = self.application.refusal(environ)
        if refusal is not None:
            turn_away(proto, environ, *refusal)
            return
        body = self.bodies.expect(proto, environ)
        if body is None:
            return
        if self._has_slow:
            self.desk.away(body.thread)
        elif not self._reading.is_set():
            self._reading.set()
        if self.bodies.receive(body):
            with self.desk.turn:
                self._answer(proto, environ, body)

    def _stand_in(self) -> None:
        """What the porter does: most bodies are there already; for one that is not, another thread goes to the door.

        While there are slow ones, readers do not wait for the porter.
        """
        while True:
            self._reading.wait()
            self._reading.clear()
            time.sleep(PORTER_SECONDS)
            try:
                slow = self.bodies.coming(PORTER_SECONDS)
                for body in slow:
                    self.desk.away(body.thread)
                self._has_slow = bool(slow)
                if self.bodies.under_way:
                    self._reading.set()
            except Exception:
                log.exception("porter_failed")
                self._reading.set()

    def watch(self) -> None:
        """Begin to look after what is slow, in two threads that end with the process."""
        threading.Thread(target=self._watch, name="slow-watch", daemon=True).start()
        threading.Thread(target=self._stand_in, name="porter", daemon=True).start()

    def stop(self) -> None:
        """The process was told to stop. Returns at once; what is slow then holds it up no longer than some seconds."""
        self._stopping.set()

    def _answer(self, proto: Any, environ: Environ, body: Body | None) -> None:
        """Ask the application; in its turn."""
        started = Started()
        try:
            if not hasattr(self._here, "is_ready"):
                self._make_ready()
            parts = (self.application if body is None else self.application.let_in)(environ, started)
            if type(parts) is list:
                proto.response_bytes(started.status, started.headers, b"".join(parts))
            else:
                self._send(proto, environ, started, parts)
        except Exception:
            log.exception("not_answered", path=environ.get("PATH_INFO", ""))
            proto.response_bytes(500, [], b"")
        finally:
            if body is not None:
                self.bodies.done(body)

    def _make_ready(self) -> None:
        """The first time a thread asks the application: it uses the connection that the very first one made."""
        if self._is_shared:
            self._take()
        else:
            self._take, self._is_shared = self._share(), True
        self._here.is_ready = True

    def _send(self, proto: Any, environ: Environ, started: Started, parts: Any) -> None:
        """What is no list: a response of Django's that is a stream."""
        file = getattr(parts, "file_to_stream", None)
        if file is None or int(parts.headers.get("Content-Length", LONG_FILE)) < LONG_FILE:
            try:
                whole = b"".join(parts)
            finally:
                parts.close()
            proto.response_bytes(started.status, started.headers, whole)
            return
        visitor = network_of(environ["REMOTE_ADDR"])
        full = self.downloads.take(visitor)
        if full:
            parts.close()
            turn_away(proto, environ, full, FULL, RETRY)
            return
        self.carriers.do(partial(self._carry, proto, started, parts, file, visitor))

    def _carry(self, proto: Any, started: Started, parts: Any, file: IO[bytes], visitor: str) -> None:
        try:
            proto.response_iter(started.status, started.headers, _Pieces(file))
        finally:
            self.downloads.give_back(visitor)
            parts.close()

    def _watch(self) -> None:
        swept, begun = time.monotonic(), -1
        while not self._stopping.wait(self.limits.tick):
            try:
                self.bodies.look()
                if time.monotonic() - swept >= min(SWEEP_SECONDS, self.limits.silent_seconds / 4):
                    if self.desk.turn.is_taken() and self.desk.turn.begun == begun:
                        self.lines.forgive()
                    self.lines.sweep()
                    swept, begun = time.monotonic(), self.desk.turn.begun
            except Exception:
                log.exception("slow_watch_failed")
        self._close_house()

    def _close_house(self) -> None:
        """What is whole is answered, what is read is sent; nobody is waited for who only drips."""
        time.sleep(self.limits.closing_seconds)
        self.bodies.close()
        time.sleep(LAST_WORDS)
        until = time.monotonic() + LAST_SECONDS
        while time.monotonic() < until and self._is_busy():
            time.sleep(0.1)
        while True:  # until the process has ended
            self.lines.end_all()
            time.sleep(0.5)

    def _is_busy(self) -> bool:
        return bool(self.bodies.answering() or self.downloads.taken or self.desk.turn.is_taken())


class _Pieces:
    """A file as the server takes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._file.read(FILE_PIECE)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Nothing: who has the response closes it."""


def _nothing() -> None:
    """For threads that have a connection of their own."""
