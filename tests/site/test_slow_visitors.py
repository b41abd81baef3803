"""D6: who sends or reads slowly holds nobody up but themselves. Slow heads and slow streams: test_lives."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from granian.server import mp

from coffeehouse.site import lines as lines_of_process
from coffeehouse.site import serving
from tests.postgres_cluster import free_port
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server

# So short that a test can wait for them. A drip of a byte a second is late in any case.
SHORT = {"piece_seconds": 1.5, "whole_seconds": 2.0, "silent_seconds": 3.0, "tick": 0.1, "closing_seconds": 0.3}


class Slow:
    """A process that serves, with the limits given."""

    def __init__(self, folder: Path, **limits: float) -> None:
        self.port, self.file = free_port(), folder / "long.bin"
        self.file.write_bytes(os.urandom(40_000_000))
        command = [sys.executable, "-m", "tests.slow_process", str(self.port), json.dumps({**SHORT, **limits})]
        self.process = subprocess.Popen(
            [*command, str(self.file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError):
                self.seen()
                return
            assert self.process.poll() is None, "it does not serve"
            assert time.monotonic() < deadline, "it does not answer"
            time.sleep(0.05)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def seen(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("GET", "/")[1])
        return found

    def until(self, seconds: float = 20, **wanted: Any) -> dict[str, Any]:
        """What the process holds, once it is as wanted."""
        deadline = time.monotonic() + seconds
        while True:
            found = self.seen()
            if all(found[name] == value for name, value in wanted.items()):
                return found
            assert time.monotonic() < deadline, f"{wanted} did not come about: {found}"
            time.sleep(0.05)

    def begin(
        self, length: int, first: bytes = b"", *, path: str = "/", visitor: str = "", more: str = ""
    ) -> socket.socket:
        """A connection with the head of a POST, and the first bytes of its body."""
        line = socket.create_connection(("127.0.0.1", self.port))
        line.settimeout(20)
        forwarded = f"X-Forwarded-For: {visitor}\r\n" if visitor else ""
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{forwarded}{more}\r\n"
        line.sendall(head.encode() + first)
        return line


@pytest.fixture
def slow(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Slow]:
    """The process; `limits` as the test's parameter."""
    made = Slow(tmp_path, **getattr(request, "param", {}))
    yield made
    made.process.kill()
    made.process.communicate()


@contextlib.contextmanager
def dripping(lines: list[socket.socket], pause: float = 1.0) -> Iterator[None]:
    """Within: each connection sends one byte after each pause, as long as it is there."""
    end = threading.Event()

    def drip() -> None:
        while not end.wait(pause):
            for line in lines:
                with contextlib.suppress(OSError):
                    line.send(b"x")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield
    end.set()
    thread.join()
    for line in lines:
        line.close()


def all_of(line: socket.socket) -> bytes:
    """What still comes until the connection ends, however it does."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while piece := line.recv(65_536):
            found += piece
    return found


def test_dripping_bodies_hold_nobody(running_house: RunningHouse) -> None:
    """D6: forty bodies of a byte a second, to every kind of address: pages, apps and other servers are answered."""
    lines, before = [], _visits(running_house)
    for number in range(40):
        path = ("/inbox", "/api/v1/statuses", "/sign-in", "/users/ada/inbox", "/api/v2/media")[number % 5]
        # From several addresses: one alone may not have so many, should one process meet them all.
        line = socket.create_connection(
            ("127.0.0.1", running_house.port), source_address=(f"127.0.0.{2 + number % 4}", 0)
        )
        kind = "application/activity+json" if "inbox" in path else "application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: 5000\r\n\r\n"
        line.sendall(head.encode())
        lines.append(line)
    with dripping(lines):
        time.sleep(1.5)
        for _ in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", running_house.port, timeout=20)
            for method, path, status in (("GET", "/", 200), ("POST", "/api/v1/apps", 422), ("POST", "/inbox", 415)):
                connection.request(method, path, b"{}" if method == "POST" else None, {"Host": "localhost"})
                answer = connection.getresponse()
                answer.read()
                assert answer.status == status, path
            connection.close()
    # The drips were not even counted as visits: nothing was asked of the house.
    assert _visits(running_house) == before + 40


def test_a_number_that_became_a_files_meanwhile_is_let_go(tmp_path: Path) -> None:
    """Between the look at what is open and the look at one of them, a connection can end and a file take its number."""
    with (tmp_path / "file").open("wb") as file:
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            with lines_of_process._our_own(file.fileno()) as line:
                assert line is None
        assert len(os.listdir("/proc/self/fd")) == before


def _visits(house: RunningHouse) -> int:
    """How many requests that may change something the house was asked so far."""
    counters = sorted((house.data / "counters").glob("*.log"))
    return sum(line.startswith("+") for file in counters for line in file.read_text("ascii").splitlines())


def test_drip_is_told_that_it_was_too_slow(slow: Slow) -> None:
    """D6: who drips, and who falls silent, gets 408 with what to do, is cut, and leaves nothing; nothing was asked."""
    lines = [slow.begin(5_000), slow.begin(300_000, os.urandom(200_000))]
    silent = slow.begin(5_000, b"abc", path="/api/v1/statuses")
    slow.until(bodies=3)
    began = time.monotonic()
    with dripping(lines, 0.2):
        answers = [all_of(line) for line in (*lines, silent)]
        for answer in answers:
            assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n"), answer
            assert b"Check your connection and send it again." in answer
            assert b"connection: close" in answer.lower()
        assert b'{"error":"' in answers[2]
    assert time.monotonic() - began > SHORT["piece_seconds"]
    found = slow.until(bodies=0, places=0, expected=0, temporary=[])
    assert found["answered"] == 0


def test_long_upload_arrives_whole(slow: Slow) -> None:
    """An upload in many pieces, some late but in time, is what was sent; the connection then serves on."""
    data = os.urandom(3_000_000)
    line = slow.begin(len(data), more="Expect: 100-continue\r\n")
    assert line.recv(1000).startswith(b"HTTP/1.1 100 ")
    place, pieces = 0, random.Random(6)
    while place < len(data):
        size = pieces.choice((1, 900, 70_000, 300_000))
        line.sendall(data[place : place + size])
        place += size
        if pieces.random() < 0.3:
            time.sleep(0.05)
    assert hashlib.sha256(data).hexdigest().encode() in line.recv(1000)
    # Two more on the same connection, the second sent before the first is answered.
    head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"
    line.sendall(f"{head}first{head}other".encode())
    answers = b""
    while answers.count(b"HTTP/1.1 200") < 2 or not answers.endswith(hashlib.sha256(b"other").hexdigest().encode()):
        answers += line.recv(1000)
    assert hashlib.sha256(b"first").hexdigest().encode() in answers
    line.close()
    assert slow.until(bodies=0, temporary=[])["answered"] == 3


def test_who_only_asks_may_say_more_in_a_body(slow: Slow) -> None:
    """Some apps ask by GET and send along, as JSON, what they ask for."""
    asked = json.dumps({"id": ["1", "2"]}).encode()
    assert slow.ask("GET", "/asked", asked) == (200, hashlib.sha256(asked).hexdigest().encode())


def test_refused_before_the_body_is_asked_for(slow: Slow) -> None:
    """What the gate refuses by the head is refused at once: no "100 Continue", no byte of the body."""
    line = slow.begin(5_000_000, path="/refused", more="Expect: 100-continue\r\n")
    assert line.recv(1000).startswith(b"HTTP/1.1 413 ")
    line.close()


@pytest.mark.parametrize("length", [5_000, 5_000_000])
def test_who_leaves_leaves_nothing(slow: Slow, length: int) -> None:
    """A visitor who goes away in the middle of a body: no thread that waits, no file, and nothing was asked."""
    for number in range(20):
        slow.begin(length, os.urandom(length // 2)).close() if number % 2 else slow.begin(length).close()
    found = slow.until(bodies=0, places=0, expected=0, temporary=[])
    assert found["answered"] == 0
    assert slow.ask("POST", "/", b"hello") == (200, hashlib.sha256(b"hello").hexdigest().encode())


@pytest.mark.parametrize("slow", [{"at_once": 6, "of_one_visitor": 3, "piece_seconds": 60.0}], indirect=True)
def test_one_visitor_has_only_so_many(slow: Slow) -> None:
    """One address has a share of the places and then 429; all are taken, then 503; both say when to come again.

    All of a /64 is one visitor. Who sends nothing is answered as ever.
    """
    lines = [slow.begin(50, visitor=f"2001:db8:1:2::{number}") for number in range(3)]
    slow.until(bodies=3)
    refused = all_of(slow.begin(50, visitor="2001:db8:1:2::ffff"))
    assert refused.startswith(b"HTTP/1.1 429 ")
    assert b"retry-after: 10" in refused.lower()
    lines += [slow.begin(50, visitor="198.51.100.7") for _ in range(3)]
    slow.until(bodies=6)
    refused = all_of(slow.begin(50, visitor="203.0.113.5"))
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 10" in refused.lower()
    assert slow.ask("GET", "/")[0] == 200
    for line in lines:
        line.sendall(b"y" * 50)
        assert line.recv(1000).startswith(b"HTTP/1.1 200 ")
        line.close()
    assert slow.until(bodies=0, places=0)["answered"] == 6


@pytest.mark.parametrize("slow", [{"downloads_of_one_visitor": 3}], indirect=True)
def test_slow_reader_holds_nobody(slow: Slow) -> None:
    """D6: who asks for a long file and does not take it: others are served meanwhile, and it is cut in the end."""
    lines = []
    for _ in range(3):
        line = socket.create_connection(("127.0.0.1", slow.port))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        line.sendall(b"GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
        lines.append(line)
    slow.until(downloads=3)
    assert slow.ask("GET", "/file")[0] == 429
    assert slow.ask("POST", "/", b"hello")[0] == 200
    slow.until(downloads=0)
    assert slow.ask("GET", "/file") == (200, slow.file.read_bytes())
    for line in lines:
        line.close()


def test_only_one_answers_at_a_time(slow: Slow) -> None:
    """However many come at once, with bodies and without: the application is asked by one thread at a time."""
    wrong: list[Any] = []

    def ask(number: int) -> None:
        body = f"body {number}".encode() * (number * 100)
        for _ in range(20):
            found = slow.ask("POST", "/", body)
            if found != (200, hashlib.sha256(body).hexdigest().encode()):
                wrong.append(found)
            slow.seen()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    found = slow.until(bodies=0, places=0)
    assert (found["answered"], found["most_inside"]) == (320, 1)


def test_drip_does_not_hold_up_a_stop(slow: Slow) -> None:
    """SIGTERM: what is whole is answered; drips are told that the house closes; it ends within the usual time."""
    lines = [slow.begin(5_000, b"x") for _ in range(5)]
    slow.until(bodies=5)
    with dripping(lines, 0.1):
        waiting = socket.create_connection(("127.0.0.1", slow.port))
        waiting.settimeout(20)
        waiting.sendall(b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.1)
        slow.process.send_signal(signal.SIGTERM)
        assert waiting.recv(1000).startswith(b"HTTP/1.1 200 ")
        answer = all_of(lines[0])
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"closing" in answer
        assert slow.process.wait(8) == 0
    assert slow.process.communicate() == ("ended\n", "")


def test_another_granian_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one private name of the server that is replaced must be there: else it says what to do, and does not open."""
    monkeypatch.delattr(mp, "_wsgi_call_wrap")
    with pytest.raises(RuntimeError, match="Install the locked requirements"):
        serving._call_directly()
