"""Two histories sent at the same moment to a real house with two web processes: one is cosigned. Attack W6."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.witnessing.other_ledger import OtherLedger
from tests.running_house import RunningHouse

ROUNDS = 12

pytestmark = pytest.mark.server


@pytest.fixture
def house(tmp_path: Path) -> Iterator[RunningHouse]:
    """An open house of its own."""
    found = RunningHouse(tmp_path / "house")
    found.start()
    yield found
    found.stop()


def send(house: RunningHouse, body: bytes, told: list[int], go: threading.Barrier) -> None:
    """POST when everybody is ready."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    try:
        connection.connect()
        go.wait(30)
        connection.request("POST", "/witness/add-checkpoint", body, {"Host": "localhost"})
        told.append(connection.getresponse().status)
    finally:
        connection.close()


def test_w6_of_two_at_once_one_is_cosigned(house: RunningHouse) -> None:
    """W6: the ledger's next step and a forged one, or the next two steps, at once: never both from the same size."""
    ledger = OtherLedger()
    house.cli("witness", "trust", ledger.key)
    size = 0
    for number in range(ROUNDS):
        forged = ledger.forked(size, 1 + number % 2)
        ledger.grow(2)
        bodies = [ledger.submission(size), ledger.submission(size, size + 1), forged.submission(size)]
        told: dict[int, list[int]] = {place: [] for place in range(len(bodies))}
        go = threading.Barrier(len(bodies))
        threads = [
            threading.Thread(target=send, args=(house, body, told[place], go)) for place, body in enumerate(bodies)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        answers = [statuses[0] for statuses in told.values()]
        assert sorted(answers) in ([200, 409, 409], [200, 409, 422]), (number, answers)
        if answers[2] == 200:
            ledger = forged
        size = size + 1 if answers[1] == 200 else ledger.size
