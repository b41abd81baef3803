"""Bodies of requests, read before the application is asked: whoever sends slowly holds a thread that only waits.

    gate's refusals by the head → Bodies.receive → whole? → the application, in its turn
                                    │               └ too slow: 408, broken off: 400, and nothing is run
                                    └ no place: 429, 503

Small bodies stand in memory, others in a file without a name. A body is late when a piece of it does not come in time,
or all of it; the times are such that a poor mobile line (5 KB a second) can send a picture. A late one is answered by
`look`, which another thread calls; whoever reads it is free when the connection ends (`lines`).
"""

from __future__ import annotations

import io
import threading
import time
from dataclasses import dataclass, field
from enum import Enum
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import structlog

from coffeehouse.protocols.addresses import network_of
from coffeehouse.site.gate import Environ, refuse
from coffeehouse.site.places import Places

log = structlog.get_logger("coffeehouse.bodies")

PIECE = 16_384
IN_MEMORY = 131_072
RETRY = ("Retry-After", "10")
LATE = "Your request did not arrive in time, and nothing of it was kept. Check your connection and send it again."
BROKEN_OFF = "Your request ended before all of it was here, and nothing of it was kept. Send it again."
CLOSING = "This house is closing, and nothing of your request was kept. Send it again in a minute."
FULL = "Too many are sending at this moment. Wait ten seconds and send it again."
FULL_OF_YOURS = (
    "Too many requests from your address are still being sent. Wait until they have arrived, then send it again."
)
NO_ROOM = "There is no room to receive this at this moment. Send it again in a minute."


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient a web process is. Seconds, bytes, and bytes a second."""

    at_once: int = 64
    of_one_visitor: int = 32
    bytes_at_once: int = 2 * 1024**3
    piece_seconds: float = 30.0  # in which the next 16 KiB must come
    whole_seconds: float = 30.0  # and all of it, with `least_rate` on top
    least_rate: int = 2_048
    most_seconds: float = 3_600.0
    downloads_at_once: int = 64
    downloads_of_one_visitor: int = 16
    silent_seconds: float = 60.0  # of a connection over which nothing goes
    tick: float = 1.0
    closing_seconds: float = 2.0  # for bodies that are still coming, once the house is told to stop


class State(Enum):
    """COMING → WHOLE, or GIVEN_UP: answered already, whatever still comes."""

    COMING = 1
    WHOLE = 2
    GIVEN_UP = 3


@dataclass(slots=True, eq=False)
class Body:
    """One that is on its way. `proto`: the server's handle of the answer; `thread`: who reads. Times: monotonic."""

    proto: Any
    environ: Environ
    length: int
    visitor: str
    begun: float
    due: float
    piece_due: float
    thread: int = field(default_factory=threading.get_ident)
    state: State = State.COMING


class Started:
    """WSGI's start_response: remembers status and headers."""

    __slots__ = ("headers", "status")

    def __init__(self) -> None:
        self.status, self.headers = 200, list[tuple[str, str]]()

    def __call__(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status, self.headers = int(status[:3]), headers


def turn_away(proto: Any, environ: Environ, status: str, message: str, *headers: tuple[str, str]) -> None:
    """Answer without asking the application, and end the connection."""
    started = Started()
    words = b"".join(refuse(environ, started, status, message, *headers))
    proto.response_bytes(started.status, started.headers, words)


@dataclass(slots=True)
class Bodies:
    """Every body on its way to this process, until its request is answered (`done`)."""

    limits: Limits = field(default_factory=Limits)
    under_way: set[Body] = field(default_factory=set)
    expected: int = 0  # bytes of them all
    is_closing: bool = False
    places: Places = field(init=False)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.places = Places(self.limits.at_once, self.limits.of_one_visitor)

    def expect(self, proto: Any, environ: Environ) -> Body | None:
        """A place for the body of a request whose head the gate has let in. None: there is none, which is answered."""
        visitor, length = network_of(environ["REMOTE_ADDR"]), int(environ["CONTENT_LENGTH"])
        full = "503 Service Unavailable" if self.is_closing else self.places.take(visitor)
        if full:
            words = CLOSING if self.is_closing else FULL_OF_YOURS if full.startswith("429") else FULL
            turn_away(proto, environ, full, words, RETRY)
            return None
        now, limits = time.monotonic(), self.limits
        seconds = min(limits.whole_seconds + length / limits.least_rate, limits.most_seconds)
        body = Body(proto, environ, length, visitor, now, now + seconds, now + limits.piece_seconds)
        with self._guard:
            has_room = not self.under_way or self.expected + length <= limits.bytes_at_once
            self.under_way.add(body)
            self.expected += length
        if has_room:
            return body
        self._give_up(body, "503 Service Unavailable", FULL, RETRY)
        self.done(body)
        return None

    def receive(self, body: Body) -> bool:
        """Wait until the body is whole and in its place in environ. False: it never will be, which is answered."""
        kept: IO[bytes] | None = None
        try:
            kept = self._read(body)
            if kept is not None and self._becomes(body, State.WHOLE):
                body.environ["wsgi.input"] = kept
                return True
            self._give_up(body, "400 Bad Request", BROKEN_OFF)
        except OSError as error:
            log.exception("body_not_kept", bytes=body.length, error=str(error))
            self._give_up(body, "503 Service Unavailable", NO_ROOM, RETRY)
        if kept is not None:
            kept.close()
        self.done(body)
        return False

    def done(self, body: Body) -> None:
        """The request was answered, or will never be asked: its place is free."""
        if body.state is State.WHOLE:
            body.environ["wsgi.input"].close()
        with self._guard:
            self.under_way.discard(body)
            self.expected -= body.length
        self.places.give_back(body.visitor)

    def coming(self, seconds: float) -> list[Body]:
        """Those somebody has been reading for so long."""
        since = time.monotonic() - seconds
        with self._guard:
            return [body for body in self.under_way if body.state is not State.WHOLE and body.begun <= since]

    def look(self) -> None:
        """Turn away who is too slow."""
        now = time.monotonic()
        with self._guard:
            late = [body for body in self.under_way if now > min(body.due, body.piece_due)]
        for body in late:
            self._give_up(body, "408 Request Timeout", LATE)

    def close(self) -> None:
        """The house is told to stop: turn away whoever is still sending."""
        self.is_closing = True
        with self._guard:
            coming = list(self.under_way)
        for body in coming:
            self._give_up(body, "503 Service Unavailable", CLOSING, RETRY)

    def answering(self) -> int:
        """How many have come whole and are not answered yet."""
        with self._guard:
            return sum(body.state is State.WHOLE for body in self.under_way)

    def _becomes(self, body: Body, state: State) -> bool:
        with self._guard:
            if body.state is not State.COMING:
                return False
            body.state = state
            return True

    def _give_up(self, body: Body, status: str, message: str, *headers: tuple[str, str]) -> None:
        if self._becomes(body, State.GIVEN_UP):
            turn_away(body.proto, body.environ, status, message, *headers)

    def _read(self, body: Body) -> IO[bytes] | None:
        """All of it, at its beginning; None when it broke off or was given up."""
        given = body.environ["wsgi.input"]
        if body.length <= PIECE:
            data = given.read(body.length)
            return io.BytesIO(data) if len(data) == body.length else None
        kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when the request is answered
        try:
            left = body.length
            while left:
                data = given.read(min(left, PIECE))
                if not data or body.state is not State.COMING:
                    kept.close()
                    return None
                kept.write(data)
                left -= len(data)
                body.piece_due = time.monotonic() + self.limits.piece_seconds
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return kept
