"""Two real houses on this machine are each other's witnesses, through the command line and the worker alone."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from coffeehouse.ledger.cosignatures import parse_cosigner_key, read_cosignatures
from tests.running_house import RunningHouse

# A checkpoint leaves the machine within a minute; with checkpoints every second it takes about three.
WITHIN = 60.0

pytestmark = pytest.mark.server


class Neighbour(RunningHouse):
    """A house that may ask this machine's other houses, and what the tests read of it."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, OUTBOUND_ALLOW="127.0.0.0/8, ::1/128")

    @property
    def prefix(self) -> str:
        """Where it takes checkpoints."""
        return f"{self.base_url}/witness"

    def ledger_key(self) -> str:
        """Its ledger's verifier key, as its own command line prints it."""
        line = next(line for line in self.cli("witness", "keys").stdout.splitlines() if "witness trust" in line)
        return line.split()[-1]

    def get(self, path: str) -> str:
        """An answer's body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def size(self, path: str = "/ledger/checkpoint") -> int:
        """Entries under the newest checkpoint, or the newest that was cosigned; 0 before the first."""
        lines = self.get(path).split("\n")
        return int(lines[1]) if lines[0].endswith("/ledger") else 0


def is_cosigned(house: Neighbour) -> bool:
    """Whether its newest checkpoint is cosigned."""
    return house.size() == house.size("/ledger/cosigned") > 0


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.3)


@pytest.fixture
def neighbours(tmp_path: Path) -> Iterator[tuple[Neighbour, Neighbour]]:
    """Two open houses that know nothing of each other."""
    houses = Neighbour(tmp_path / "one"), Neighbour(tmp_path / "two")
    try:
        for house in houses:
            house.start()
        yield houses
    finally:
        for house in houses:
            house.stop()


def test_two_houses_cosign_each_other(neighbours: tuple[Neighbour, Neighbour]) -> None:
    """Each adds the other; within a minute both checkpoints carry cosignatures that verify, and then all is still:
    a cosignature is no entry, so it makes no new checkpoint, which would make the next cosignature."""
    one, two = neighbours
    for here, there in ((one, two), (two, one)):
        here.cli("witness", "trust", there.ledger_key())
    for here, there in ((one, two), (two, one)):
        here.cli("witness", "add", there.prefix)
    for house in neighbours:
        until(partial(is_cosigned, house), f"{house.base_url}: {house.get('/ledger/checkpoint')}")
        assert house.cli("witness", "list").stdout.count("entries at") == 2
    sizes = [house.size() for house in neighbours]
    keys = [parse_cosigner_key(line) for line in two.get("/witness/keys").splitlines()]
    found = read_cosignatures(one.get("/ledger/cosigned"), keys)
    assert {cosigned.key.algorithm_name for cosigned in found} == {"Ed25519", "ML-DSA-44"}
    time.sleep(4)
    assert [house.size() for house in neighbours] == sizes
