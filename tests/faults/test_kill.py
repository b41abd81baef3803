"""kill -9 of every process of a real house while people post: nothing that was acknowledged is lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from coffeehouse.ledger import verify
from coffeehouse.ledger.sign import verifier_key
from tests.running_house import RunningHouse

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261122
WRITERS = 4
UP_AGAIN_SECONDS = 5.0


class Load:
    """Threads that post as fast as they are answered. `acknowledged`: id → text of what the house said it has."""

    def __init__(self, house: RunningHouse, token: str) -> None:
        self.house = house
        self.token = token
        self.acknowledged: dict[str, str] = {}
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.post, args=(number,)) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def post(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Host": "localhost"}
        count = 0
        while not self.stop.is_set():
            count += 1
            text = f"Neges {number}.{count} {time.monotonic_ns()}"
            try:
                connection.request("POST", "/api/v1/statuses", json.dumps({"status": text}), headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                break  # the house is gone
            assert answer.status == http.client.OK, body
            self.acknowledged[json.loads(body)["id"]] = text
        connection.close()

    def end(self) -> None:
        """Wait for the threads."""
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def lost(house: RunningHouse, acknowledged: dict[str, str]) -> list[str]:
    """Ids that were acknowledged and are not there, or say something else."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
    missing = []
    for post_id, text in acknowledged.items():
        connection.request("GET", f"/api/v1/statuses/{post_id}", headers={"Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK or text not in json.loads(body)["content"]:
            missing.append(post_id)
    connection.close()
    return missing


def kill_and_see(house: RunningHouse, moments: int, capsys: pytest.CaptureFixture[str]) -> None:
    """So many times: post, kill at a random moment, open again, look."""
    chance = random.Random(SEED)
    house.start()
    house.add_member("ada")
    token = house.token("ada")
    times, slow, total = [], [], 0
    for _ in range(moments):
        load = Load(house, token)
        time.sleep(chance.uniform(0.05, 1.0))
        house.kill()
        load.end()
        house.start()
        times.append(house.ready_seconds)
        # On a machine that does other work at that moment, opening takes as much longer.
        # The load of the last minute says only roughly what it was.
        wanted = os.getloadavg()[0] / (os.cpu_count() or 1)
        busy = 1.0 if wanted <= 1.0 else 2.0 * wanted
        if house.ready_seconds > UP_AGAIN_SECONDS * busy:
            slow.append((len(times), round(house.ready_seconds, 2), round(busy, 2)))
        total += len(load.acknowledged)
        assert lost(house, load.acknowledged) == []
        house.cli("verify")
    told = f"seed {SEED}; {moments} kills, {total} posts acknowledged; up again in s: {[round(t, 2) for t in times]}"
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert total > moments
    assert slow == [], "kill, seconds until it answered, how many wanted each processor"


@pytest.mark.server
def test_nothing_acknowledged_is_lost(own_house: RunningHouse, capsys: pytest.CaptureFixture[str]) -> None:
    """Five kills: every acknowledged post is there, the ledger verifies, the house is up again within 5 s."""
    kill_and_see(own_house, 5, capsys)


@pytest.mark.server
@pytest.mark.slow
def test_nothing_is_lost_in_fifty_kills(own_house: RunningHouse, capsys: pytest.CaptureFixture[str]) -> None:
    """The same fifty times: most of the time goes into opening the house again."""
    kill_and_see(own_house, 50, capsys)


class Writers:
    """Processes that act, integrate and sign, without a web server before them: `tests.faults.writers`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")}
        kept |= {"DJANGO_SETTINGS_MODULE": "coffeehouse.site.settings", "COFFEEHOUSE_DATA": str(data)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writers"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**kept, "RATE_LIMITS": "off"}, text=True,
        )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.given, self.said = self.process.stdin, self.process.stdout
        assert self.said.readline() == "ready\n"

    def round(self, seconds: float, *, at_once: bool = False) -> dict[int, str]:
        """Let them work so long after their first post, or after they began; kill all; the posts acknowledged."""
        self.given.write("\n")
        self.given.flush()
        acknowledged: dict[int, str] = {}
        killer = None
        group = 0
        while (line := self.said.readline().rstrip("\n")) != "dead":
            first, _, rest = line.partition(" ")
            if first == "group":
                group = int(rest)
            else:
                assert first.isdigit(), line
                acknowledged[int(first)] = rest
            if group and killer is None and (at_once or acknowledged):
                killer = threading.Timer(seconds, os.killpg, (group, signal.SIGKILL))
                killer.start()
        assert killer is not None
        killer.join()
        return acknowledged

    def lost(self, acknowledged: dict[int, str]) -> list[int]:
        """Which of these posts are not there as they were acknowledged, in database and ledger alike."""
        connection = dbapi2.connect(self.data / "house.sqlite3", isolation_level=None)
        try:
            marks = ", ".join(map(str, acknowledged))
            there = dict(connection.execute(f"SELECT id, text FROM posts_post WHERE id IN ({marks})"))
            told = {row[0] for row in connection.execute(
                f"SELECT CAST(substr(object, 6) AS INTEGER) FROM ledger_entry WHERE object IN"
                f" ({', '.join(repr(f'post/{number}') for number in acknowledged) or repr('')})"
            )}  # fmt: skip
            size, entries = connection.execute(
                "SELECT (SELECT size FROM ledger_head), (SELECT count(*) FROM ledger_entry)"
            ).fetchone()
            assert size == entries
            return [number for number, text in acknowledged.items() if there.get(number) != text or number not in told]
        finally:
            connection.close()

    def is_whole(self) -> bool:
        """Whether the verifier finds nothing, log of checkpoints and pages of the file included."""
        key = verifier_key(self.data, "localhost:8000/ledger").text()
        source = verify.open_source(str(self.data / "house.sqlite3"))
        report = verify.verify(source, [key], log=self.data / "ledger" / "checkpoints.log")
        source.connection.close()
        assert report.findings == []
        return report.is_clean

    def end(self) -> None:
        """No further round."""
        self.given.close()
        self.process.wait(30)
        self.said.close()


def kill_writers(data: Path, moments: int, capsys: pytest.CaptureFixture[str]) -> None:
    """So many times: let writers and a worker work, kill all of them, look."""
    chance, total = random.Random(SEED), 0
    writers = Writers(data)
    try:
        for number in range(moments):
            acknowledged = writers.round(chance.uniform(0.0, 0.15), at_once=number % 5 == 4)
            total += len(acknowledged)
            assert writers.lost(acknowledged) == [], f"kill {number}"
            if number % 50 == 9:
                assert writers.is_whole()
        assert writers.is_whole()
    finally:
        writers.end()
    with capsys.disabled():
        sys.stdout.write(f"\nseed {SEED}; {moments} kills, {total} posts acknowledged, none lost\n")
    assert total >= moments * 4 // 5


def test_nothing_acknowledged_is_lost_by_those_who_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty kills of writers and the signing worker at any moment: what was acknowledged is there and recorded."""
    kill_writers(tmp_path, 20, capsys)


@pytest.mark.slow
def test_nothing_is_lost_in_five_hundred_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same five hundred times."""
    kill_writers(tmp_path, 500, capsys)
