"""kill -9 of every process of a real house while people post: nothing that was acknowledged is lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import threading
import time

import pytest

from tests.running_house import RunningHouse

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
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
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
    """The same fifty times."""
    kill_and_see(own_house, 50, capsys)
