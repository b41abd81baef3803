"""Hands on the database file: what an administrator changes, `verify` finds and names, held against checkpoints that
somebody else keeps (W3)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pysqlite3 import dbapi2

from coffeehouse.ledger.checkpoints import parse_checkpoint
from coffeehouse.ledger.notes import parse_note
from coffeehouse.ledger.verify import Finding
from tests.faults.administrator import Administrator, Deed
from tests.faults.conftest import FilledTown

SEED = 20261122
ROWS = ("change", "change", "remove", "insert", "swap")
REWRITES = ("forge", "reorder", "drop", "slip_in", "truncate")


def sizes(town: FilledTown) -> list[int]:
    """How many entries each checkpoint kept elsewhere covers."""
    return [parse_checkpoint(parse_note(note).text).size for note in town.notes]


def strike_and_look(town: FilledTown, file: Any, deeds: int, seed: int) -> list[tuple[Deed, list[Finding]]]:
    """Do so many deeds, each on the database as it was; those that were not found where they are."""
    administrator = Administrator(file, seed, sizes(town))
    missed: list[tuple[Deed, list[Finding]]] = []
    for number in range(deeds):
        kinds = REWRITES if number % 4 == 3 else ROWS
        file.execute("BEGIN")
        deed = administrator.strike(kinds[number // 4 % len(kinds)])
        # Who rewrites everything rewrites the log as well: then only what others keep is held against it.
        found = town.verify(file, has_log=kinds is ROWS).findings
        file.execute("ROLLBACK")
        if not {finding.where for finding in found} & deed.places:
            missed.append((deed, found[:3]))
    return missed


def test_w3_what_an_administrator_does_is_found_where_it_is(town: FilledTown, file: Any) -> None:
    """W3: rows changed, removed, inserted, swapped; entries forged, moved, dropped, doubled, the tail cut, all hashed
    anew."""
    assert strike_and_look(town, file, 120, SEED) == [], f"seed {SEED}"
    assert town.verify(file).is_clean


@pytest.mark.slow
def test_w3_a_thousand_deeds_a_thousand_found(town: FilledTown, file: Any) -> None:
    """W3: the same a thousand times."""
    assert strike_and_look(town, file, 1_000, SEED + 1) == [], f"seed {SEED + 1}"
    assert town.verify(file).is_clean


@pytest.mark.parametrize("kind", REWRITES)
def test_w3_who_has_the_key_as_well_is_found_by_checkpoints_kept_elsewhere(
    town: FilledTown, file: Any, kind: str
) -> None:
    """W3: with all hashed and signed anew the house alone looks whole, and nobody else's checkpoint fits it."""
    key = load_pem_private_key((town.data / "keys" / "ledger.key").read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    administrator = Administrator(file, SEED, sizes(town))
    for _ in range(3):
        file.execute("BEGIN")
        deed = administrator.strike(kind)
        administrator.sign(town.origin, key)
        alone, held = town.verify(file, is_outside=False), town.verify(file)
        file.execute("ROLLBACK")
        if kind == "forge":
            assert alone.findings == []
        assert not {finding.where for finding in alone.findings} & deed.places
        assert {finding.where for finding in held.findings} & deed.places, deed


def test_w3_an_old_backup_in_place_of_the_database_is_found(town: FilledTown) -> None:
    """W3 restore old backup: whole in itself; the checkpoints of others reach further."""
    backup = dbapi2.connect(town.data / "backup.sqlite3", isolation_level=None)
    assert town.verify(backup, is_outside=False).is_clean
    found = [finding.where for finding in town.verify(backup).findings]
    backup.close()
    assert found == [f"checkpoint {size}" for size in sizes(town)[1:] for _ in range(2)]


def test_w3_the_command_line_says_the_same(town: FilledTown, file: Any) -> None:
    """W3: `coffeehouse verify` exits with 1 and names the entry and the post; put back, it exits with 0."""
    post, text = file.execute("SELECT id, text FROM posts_post ORDER BY id LIMIT 1").fetchone()

    def run() -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("coffeehouse")), "verify"]
        return subprocess.run(command, env=town.environment, capture_output=True, text=True, check=False, timeout=60)

    file.execute("UPDATE posts_post SET text = 'arall' WHERE id = ?", (post,))
    file.execute("UPDATE ledger_entry SET actor = 'account/1' WHERE sequence = 9")
    done = run()
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"posts_post {post}: text" in done.stdout
    assert "entry 9: its column actor" in done.stdout
    file.execute("UPDATE posts_post SET text = ? WHERE id = ?", (text, post))
    actor = file.execute("SELECT json_extract(entry, '$.actor') FROM ledger_entry WHERE sequence = 9").fetchone()[0]
    file.execute("UPDATE ledger_entry SET actor = ? WHERE sequence = 9", (actor,))
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
