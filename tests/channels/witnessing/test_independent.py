"""A witness that is not ours cosigns our checkpoints, and reads the cosignatures of the house.

golang.org/x/mod/sumdb, in a small program of our writing that shares nothing with the house.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.periodic import sign_entries
from coffeehouse.delivery.witnesses import ask_witnesses
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.commands import AddMember
from coffeehouse.domain.records.witness_commands import AddWitness
from coffeehouse.domain.records.witness_queries import list_evidence
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger.queries import latest_checkpoint
from coffeehouse.ledger.sign import verifier_key
from coffeehouse.ledger.triggers import lifted
from coffeehouse.ledger.witnesses import PACE, KnownWitness, cosigned_checkpoint, list_witnesses
from tests.channels.witnessing.conftest import Witness
from tests.channels.witnessing.other_ledger import ORIGIN, OtherLedger
from tests.ledger import go_program

pytestmark = pytest.mark.go
SEED = "08" * 32


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program."""
    return go_program.build(tmp_path_factory.mktemp("go-witness"), go_program.WITNESS)


@pytest.fixture
def neighbour(db: None, settings: Any, tmp_path: Path, program: Path) -> Iterator[None]:
    """The program as the witness of this house's ledger."""
    settings.DATA = tmp_path
    settings.OUTBOUND, settings.OUTBOUND_ALLOW = True, [ip_network("127.0.0.0/8")]
    deliveries.register_all()
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text()
    with subprocess.Popen(
        [program, "serve", "go.example/witness", SEED, key], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address, vkey = process.stdout.readline().strip(), process.stdout.readline().strip()
        act(AddWitness(url=address, keys=(vkey,)), SYSTEM, "cli")
        yield
        process.kill()


def opened(program: Path, note: str, log_key: str, witness_key: str) -> subprocess.CompletedProcess[str]:
    """The program reads a note."""
    return subprocess.run(
        [program, "open", log_key, witness_key], input=note, capture_output=True, text=True, timeout=60, check=False
    )


def turn(name: str, at: int = 0) -> KnownWitness:
    """Something happens and is signed, and the worker has its turn, so many ms from now; the witness then."""
    act(AddMember(username=name, email=f"{name}@example.org", password_hash="!"), SYSTEM, "cli")
    sign_entries()
    with clock.at(clock.now_ms() + at):
        ask_witnesses()
        drain()
    return list_witnesses()[0]


def newest() -> int:
    """The size of our newest checkpoint."""
    signed = latest_checkpoint()
    assert signed is not None
    return signed.checkpoint.size


@pytest.mark.usefixtures("neighbour")
def test_it_cosigns_what_continues(program: Path, settings: Any) -> None:
    """Its own reading of our checkpoints, signatures and consistency proofs, four times; we believe its cosignature,
    and it opens the note we then serve."""
    for number, name in enumerate(("ada", "bevan", "cade", "dee")):
        witness = turn(name, number * PACE)
        assert (witness.size, witness.problem) == (newest(), "")
    signed = cosigned_checkpoint()
    assert signed is not None
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text()
    done = opened(program, signed.note, key, witness.keys[0].text())
    assert done.stdout.split()[0] == str(newest()), done.stderr


@pytest.mark.usefixtures("neighbour")
def test_it_tells_us_where_it_stands() -> None:
    """Its 409 is understood: what we forgot, it knows; and that it holds more than we do, we notice (W3)."""
    turn("ada")
    sql.execute("UPDATE ledger_submission SET size = 0")
    assert turn("bevan", PACE).size == newest()
    sql.execute("UPDATE ledger_submission SET size = 1")
    assert turn("cade", 2 * PACE).size == newest()
    assert list_evidence() == []


@pytest.mark.usefixtures("neighbour")
def test_it_refuses_a_history_written_anew(settings: Any) -> None:
    """A root that was put in place of the one it cosigned makes our proof fail: 422, kept as evidence (W3)."""
    turn("ada")
    tile = bytearray(sql.value("SELECT hashes FROM ledger_tile WHERE level = 0 AND position = 0"))
    tile[0] ^= 1
    with lifted(sql.execute, connection.vendor):
        sql.execute("UPDATE ledger_tile SET hashes = %s WHERE level = 0 AND position = 0", (bytes(tile),))
        sql.execute("DELETE FROM ledger_checkpoint")
    for file in ("checkpoints.log", "checkpoint"):
        (settings.DATA / "ledger" / file).unlink()
    assert "does not continue" in turn("bevan", PACE).problem
    assert [each.kind for each in list_evidence()] == ["contradicted"]


def test_it_reads_the_cosignatures_of_the_house(witness: Witness, ledger: OtherLedger, program: Path) -> None:
    """What the house serves for those who watch a ledger opens under the ledger's key and the house's; with another
    text, or another key, it does not."""
    witness.cosigns(ledger, 3)
    path = f"/witness/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    note = witness.client.get(path).content.decode()
    ours = witness.signs_with()[0].text()
    done = opened(program, note, ledger.key, ours)
    assert done.stdout.split()[0] == "5", done.stderr
    assert abs(int(done.stdout.split()[1]) - clock.now_ms() // 1000) < 120
    assert opened(program, note.replace("\n5\n", "\n6\n"), ledger.key, ours).returncode == 1
    assert opened(program, note, OtherLedger(seed=9).key, ours).returncode == 1
