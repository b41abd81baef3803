"""An implementation that is not ours accepts what we serve: golang.org/x/mod/sumdb, in a small program of our writing.

What it reads are answers of the addresses under `/ledger/`, at paths it makes up itself.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from coffeehouse.database import sql
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.receipts import read_receipt
from coffeehouse.ledger.sign import sign_checkpoint
from coffeehouse.ledger.tiles import tile_path, tiles_of
from tests.ledger import go_program

pytestmark = pytest.mark.go

ORIGIN = "town.example/ledger"
FIRST, SECOND = 300, 70_000  # of the second: 273 full tiles, and a partial one on each of three levels
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program."""
    return go_program.build(tmp_path_factory.mktemp("go"))


def grow(size: int) -> None:
    """Append entries up to this many, and take them into the tree."""
    have = sql.value("SELECT size FROM ledger_head WHERE id = 1") or 0
    appender = Appender(1_763_772_000_000)
    for number in range(have, size):
        appender.append(
            kind="note.written", actor=f"account/{number % 7}", capacity="self", channel="web", object=f"note/{number}",
            body="house", policy="default@1", payload={},
        )  # fmt: skip
    appender.close()
    while integrate():
        pass


@pytest.fixture
def served(db: None, settings: Any, tmp_path: Path, program: Path) -> tuple[Path, Run]:
    """A folder with everything as served, and the program run over it: `run(key, older, *receipts)`."""
    settings.DATA, settings.LEDGER_ORIGIN = tmp_path / "data", ORIGIN
    folder = tmp_path / "served"
    client = Client(headers={"host": "localhost"})

    def fetch(path: str) -> bytes:
        answer = client.get(f"/ledger/{path}")
        assert answer.status_code == 200, path
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(answer.content)
        return bytes(answer.content)

    grow(FIRST)
    sign_checkpoint(settings.DATA, ORIGIN)
    fetch("checkpoint").decode()
    (folder / "checkpoint").rename(folder / "older")
    grow(SECOND)
    sign_checkpoint(settings.DATA, ORIGIN)
    fetch("checkpoint")
    for tile in tiles_of(SECOND):
        fetch(tile_path(*tile))
    for sequence in (0, 255, 256, 65_535, 65_536, SECOND - 1):
        text = read_receipt(sequence, with_all=sequence == 256).text
        assert text is not None
        (folder / f"{sequence}.tlog-proof").write_text(text)
    key = fetch("key").decode().split("\n")[0]

    def run(*, key: str = key, older: str = "older") -> subprocess.CompletedProcess[str]:
        receipts = sorted(str(file) for file in folder.glob("*.tlog-proof"))
        arguments = [str(program), str(folder), key, str(folder / older), *receipts]
        return subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)

    return folder, run


def test_checkpoint_tiles_and_receipts_are_accepted(served: tuple[Path, Run]) -> None:
    """The note with both signatures, the root from the tiles, the way from the older checkpoint, six receipts."""
    folder, run = served
    done = run()
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{ORIGIN}: {SECOND} entries, continues {FIRST}, 6 receipts\n"
    # What it refuses: so its consent means something.
    changes: list[tuple[str, Callable[[bytes], bytes]]] = [
        ("checkpoint", lambda data: data.replace(b"\n70000\n", b"\n70001\n")),
        ("older", lambda data: data.replace(b"\n300\n", b"\n301\n")),
        ("256.tlog-proof", lambda data: data.replace(b"index 256", b"index 257")),
        ("tile/0/000", lambda data: data[:31] + bytes([data[31] ^ 1]) + data[32:]),
        ("tile/1/001.p/17", lambda data: data[32:] + data[:32]),
    ]
    for name, change in changes:
        good = (folder / name).read_bytes()
        (folder / name).write_bytes(change(good))
        assert run().returncode == 1, name
        (folder / name).write_bytes(good)
    assert run(key="town.example/other+" + "0" * 8 + "+AA==").returncode == 1
    assert run().returncode == 0
