"""Two real houses on this machine are each other's witnesses, through the command line and the worker alone."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from coffeehouse.ledger.cosignatures import parse_cosigner_key, read_cosignatures
from tests.running_house import RunningHouse

# A checkpoint leaves the machine within a minute; with checkpoints every second it takes about three.
WITHIN = 60.0


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

    def told(self) -> list[dict[str, object]]:
        """`witness list --json`."""
        return [msgspec.json.decode(line) for line in self.cli("witness", "list", "--json").stdout.splitlines()]

    def get(self, path: str) -> str:
        """An answer's body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def size(self) -> int:
        """Entries under the newest checkpoint."""
        return int(self.get("/ledger/checkpoint").split("\n")[1])

    def cosigned(self) -> int:
        """The largest size its witness has cosigned."""
        return max((int(str(each["size"])) for each in self.told() if "witness" in each), default=0)


def is_cosigned(house: Neighbour) -> bool:
    """Whether its newest checkpoint is cosigned."""
    return house.size() == house.cosigned() > 0


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
    for here, there in (neighbours, neighbours[::-1]):
        here.cli("witness", "trust", there.ledger_key())
        here.cli("witness", "add", there.prefix)
    one, two = neighbours
    for house in neighbours:
        house.add_member("ada")
    for house in neighbours:
        until(partial(is_cosigned, house), house.cli("witness", "list").stdout)
    sizes = [house.size() for house in neighbours]
    keys = [parse_cosigner_key(line) for line in two.get("/witness/keys").splitlines()]
    found = read_cosignatures(one.get("/ledger/cosigned"), keys)
    assert {cosigned.key.algorithm_name for cosigned in found} == {"Ed25519", "ML-DSA-44"}
    time.sleep(4)
    assert [house.size() for house in neighbours] == sizes
