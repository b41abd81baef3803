"""Rules of the whole suite: what is left out is said at the end; the network is this machine only."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import needs, prepared_database, workshops
from tests.ledger import go_program
from tests.running_house import RunningHouse

LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    """Fail at once when something that REQUIRE names is absent."""
    missing = needs.absent()
    lacking = [f"{name}: {missing[name]}" for name in needs.required() if name in missing]
    if lacking:
        pytest.exit("REQUIRE names what is not here. " + " ".join(lacking), returncode=4)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs an absent browser, ffmpeg or masto.js, which the summary says; put long files first."""
    there = {
        "browser": needs.chromium() is not None, "ffmpeg": needs.ffmpeg(), "npm": workshops.MASTO_JS.is_installed(),
        "fedify": workshops.FEDIFY.is_installed(), "bovine": workshops.BOVINE.is_installed(),
        "pasture": workshops.PASTURE.is_installed(),
        "go": go_program.is_installed(), "gcc": needs.gcc(), "tmpfs": needs.may_mount(),
    }  # fmt: skip
    for marker, is_there in there.items():
        without = [] if is_there else [item for item in items if item.get_closest_marker(marker)]
        if without:
            config.hook.pytest_deselected(items=without)
            items[:] = [item for item in items if not item.get_closest_marker(marker)]
    # Files that open houses and browsers go first: they take longest, and nothing should wait for them at the end.
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in ("server", "browser"))}
    items.sort(key=lambda item: item.path not in long)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what this run left out, and how to get it."""
    missing = needs.absent()
    if missing:
        terminalreporter.section("left out")
        for line in missing.values():
            terminalreporter.write_line(f"LEFT OUT  {line}")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise RuntimeError(f"A test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def _prepared_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """Houses that run share one empty database to begin with; processes of one run have the folder above in common."""
    own = tmp_path_factory.getbasetemp()
    prepared_database.remember(own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A real house on free ports, shared by the tests of a process; without rate limits."""
    house = RunningHouse(tmp_path_factory.mktemp("house"))
    house.start()
    yield house
    house.stop()


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[RunningHouse]:
    """A house for one test alone, not yet started: call `start()`."""
    house = RunningHouse(tmp_path / "house")
    yield house
    house.stop()


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[RunningHouse]:
    """The same, with nothing there yet: not even a folder."""
    house = RunningHouse(tmp_path / "house", is_new=True)
    yield house
    house.stop()
