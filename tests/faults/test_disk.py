"""A disk that is full, or that refuses to flush, under a real house (W8): reads go on, writes are refused in words that
help, nothing half done is left, and all is well again without a restart as soon as the disk is."""

from __future__ import annotations

import http.client
import io
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.running_house import RunningHouse

SOURCE = Path(__file__).with_name("failing_disk.c")
FULL, NO_FLUSH = b"\1", b"\2"
READS = ("/health", "/", "/@ada", "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications")

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the disk is that of PostgreSQL's server there"),
]


class Client:
    """An app with a token."""

    def __init__(self, house: RunningHouse, token: str) -> None:
        self.house = house
        self.token = token

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> tuple[int, str]:
        """Status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=40)
        headers = {"Host": "localhost", "Authorization": f"Bearer {self.token}", "Content-Type": content_type}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def post(self, text: str) -> tuple[int, str]:
        """Publish."""
        return self.ask("POST", "/api/v1/statuses", json.dumps({"status": text}).encode())

    def upload(self) -> tuple[int, str]:
        """Hand a picture in."""
        out = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(out, "PNG")
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\n'
        body = head + out.getvalue() + b"\r\n--b--\r\n"
        return self.ask("POST", "/api/v2/media", body, "multipart/form-data; boundary=b")

    def texts(self) -> list[str]:
        """What the home timeline says."""
        return [post["content"] for post in json.loads(self.ask("GET", "/api/v1/timelines/home?limit=40")[1])]


class Disk:
    """The switch of a failing disk."""

    def __init__(self, switch: Path) -> None:
        self.switch = switch
        switch.write_bytes(b"\0")

    @contextmanager
    def fails(self, how: bytes) -> Iterator[None]:
        """For the length of the block."""
        self.turn(how)
        try:
            yield
        finally:
            self.turn(b"\0")

    def turn(self, how: bytes) -> None:
        # In place: the processes of the house have mapped this very file.
        with self.switch.open("r+b") as file:
            file.write(how)


def open_house(house: RunningHouse) -> Client:
    """Start, and let Ada post."""
    house.start()
    house.add_member("ada")
    client = Client(house, house.token("ada"))
    assert client.post("Cyn")[0] == 200
    return client


def reads_go_on(client: Client) -> None:
    """Everything that only reads answers as ever."""
    assert {path: client.ask("GET", path)[0] for path in READS} == dict.fromkeys(READS, 200)


def is_refused(client: Client, words: str) -> None:
    """Writing is refused by 503, saying `words`."""
    status, body = client.post("Yn y canol")
    assert (status, words in json.loads(body)["error"]) == (503, True), body


def is_well_again(house: RunningHouse, client: Client, pids: list[int]) -> None:
    """Writing works within seconds, in the same processes; the ledger is signed further, and whole."""
    deadline = time.monotonic() + 30
    while client.post("Wedyn")[0] != 200:
        assert time.monotonic() < deadline, house.log.read_text("utf-8", "replace")[-2000:]
        time.sleep(0.2)
    assert client.upload()[0] == 200
    assert house.pids() == pids
    newest = house.data / "ledger" / "checkpoint"
    before = newest.read_bytes() if newest.exists() else b""
    assert client.post("I'r llyfr")[0] == 200
    while not newest.exists() or newest.read_bytes() == before:
        assert time.monotonic() < deadline + 30, "nothing is signed"
        time.sleep(0.2)
    house.cli("verify")


@pytest.fixture
def failing(own_house: RunningHouse, tmp_path: Path) -> Disk:
    """A disk under the house that can be made to fail."""
    library = tmp_path / "failing_disk.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True, timeout=60)
    disk = Disk(tmp_path / "switch")
    own_house.environment |= {
        "LD_PRELOAD": str(library),
        "FAILING_DISK_SWITCH": str(disk.switch),
        "FAILING_DISK_FOLDER": str(own_house.data),
    }
    return disk


@pytest.mark.gcc
def test_w8_a_full_disk_refuses_writes_and_nothing_else(own_house: RunningHouse, failing: Disk) -> None:
    """W8: 503 with what to do, for posts and pictures; no half of either is left; then all goes on."""
    own_house.environment["RATE_LIMITS"] = "on"  # a try that failed is counted, and that cannot be written either
    client = open_house(own_house)
    pids = own_house.pids()
    media = own_house.data / "media"
    with failing.fails(FULL):
        for _ in range(3):
            is_refused(client, "nothing was done")
            reads_go_on(client)
        status, body = client.upload()
        assert (status, "nothing was done" in body) == (503, True), body
        assert [path for path in media.rglob("*") if path.is_file()] == []
        assert client.ask("POST", "/api/v1/statuses", b"{}")[0] == 422
        time.sleep(2.5)  # the worker tries to integrate and to sign
        reads_go_on(client)
    is_well_again(own_house, client, pids)
    assert sorted(client.texts()) == ["<p>Cyn</p>", "<p>I'r llyfr</p>", "<p>Wedyn</p>"]


@pytest.mark.gcc
def test_w8_what_the_disk_did_not_confirm_is_not_acknowledged(own_house: RunningHouse, failing: Disk) -> None:
    """W8 fsync error: nothing is acknowledged before the log is home; who is told so finds it written once or not at
    all."""
    client = open_house(own_house)
    pids = own_house.pids()
    unconfirmed = 0
    with failing.fails(NO_FLUSH):
        for _ in range(4):
            status, body = client.post("Yn y canol")
            # Once a flush has failed, this one or one of the worker's, nothing is even begun.
            assert (status, "did not confirm" in body or "nothing was done" in body) == (503, True), body
            unconfirmed += "did not confirm" in body
            reads_go_on(client)
        assert client.upload()[0] == 503
        time.sleep(2.5)
        reads_go_on(client)
    is_well_again(own_house, client, pids)
    texts = client.texts()
    assert unconfirmed <= 1
    assert texts.count("<p>Yn y canol</p>") == unconfirmed
    assert {"<p>Cyn</p>", "<p>I'r llyfr</p>", "<p>Wedyn</p>"} <= set(texts)


@pytest.mark.slow
@pytest.mark.gcc
def test_w8_a_disk_that_comes_and_goes_loses_nothing_acknowledged(own_house: RunningHouse, failing: Disk) -> None:
    """W8: full, refusing, well, in turns: what got 200 is there, after a kill -9 as well, and the ledger is whole."""
    client = open_house(own_house)
    acknowledged = []
    for number in range(24):
        failing.turn((b"\0", FULL, b"\0", NO_FLUSH)[number % 4])
        text = f"Neges {number}"
        status = client.post(text)[0]
        assert status in (200, 503)
        if status == 200:
            acknowledged.append(f"<p>{text}</p>")
    failing.turn(b"\0")
    assert len(acknowledged) >= 12
    own_house.kill()
    own_house.start()
    assert not set(acknowledged) - set(client.texts())
    own_house.cli("verify")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 MB in memory."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "coffeehouse-test", folder], check=True, timeout=30)
    yield folder
    subprocess.run(["umount", folder], check=True, timeout=30)


@pytest.mark.slow
@pytest.mark.tmpfs
def test_w8_a_file_system_that_runs_full(small_disk: Path) -> None:
    """W8: the same on a real file system that something else fills to its last byte, and frees again."""
    house = RunningHouse(small_disk / "house")
    try:
        client = open_house(house)
        pids = house.pids()
        ballast = small_disk / "ballast"
        fill(ballast)
        posted = 0
        while client.post(f"Llenwi {posted} {'x' * 400}")[0] == 200:
            posted += 1
            fill(ballast)
            assert posted < 200
        is_refused(client, "nothing was done")
        reads_go_on(client)
        time.sleep(2.5)
        reads_go_on(client)
        ballast.unlink()
        is_well_again(house, client, pids)
    finally:
        house.stop()


def fill(ballast: Path) -> None:
    """Take every byte that is free."""
    with ballast.open("ab", buffering=0) as file:
        piece = 1 << 20
        while piece:
            try:
                file.write(b"\0" * piece)
            except OSError:
                piece //= 2
