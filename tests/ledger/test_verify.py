"""No tampering passes unseen: the stand-alone verifier on the real database. Attack W3."""

from __future__ import annotations

import ast
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from coffeehouse.database import sql
from coffeehouse.ledger import triggers, vault, verify
from coffeehouse.ledger.key_files import current
from coffeehouse.ledger.notes import Signer
from coffeehouse.ledger.receipts import read_receipt
from coffeehouse.ledger.verify import Finding
from tests.ledger.conftest import ORIGIN, TABLE, Town

KEYS = {
    "ledger_entry": ("sequence",),
    "ledger_vault": ("sequence",),
    "ledger_tile": ("level", "position"),
    "ledger_checkpoint": ("size",),
    TABLE: ("id",),
}
COLUMNS = {
    "ledger_entry": ("time_at", "kind", "actor", "object", "body", "channel", "entry", "leaf_hash"),
    "ledger_vault": ("salt", "payload", "erased_at", "erased_because"),
    "ledger_tile": ("hashes",),
    "ledger_checkpoint": ("note", "signed_at"),
    TABLE: ("text", "is_loud", "edited_at", "html"),
}


@contextmanager
def attack() -> Iterator[None]:
    """Without triggers, and undone afterwards."""
    with transaction.atomic():
        for statement in triggers.drop_statements(connection.vendor):
            sql.execute(statement)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def grown(town: Town) -> Town:
    """Some 700 entries with edits, deletions and an erasure; three checkpoints; the last few entries under none."""
    town.notes(300)
    town.sign()
    for number in town.ids()[:20]:
        town.edit(number, "changed my mind")
    for number in town.ids()[20:25]:
        town.delete(number)
    town.sign()
    town.notes(370)
    vault.erase(50, "asked for")
    town.sign()
    town.notes(6)
    assert town.verify().findings == []
    return town


class Attacker:
    """Changes, removes, inserts and swaps rows at random; says where the verifier must point."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def strike(self) -> tuple[str, list[str]]:
        """Do one thing; (what was done, positions of which one must be named)."""
        table = self.random.choice(sorted(KEYS))
        names = ", ".join(KEYS[table])
        keys = sql.rows(f"SELECT {names} FROM {table} ORDER BY {names}")
        deed: Callable[..., tuple[str, list[str]]] = self.random.choice(
            [self.change, self.change, self.remove, self.insert, self.swap]
        )
        return deed(table, keys)

    def change(self, table: str, keys: list[Any]) -> tuple[str, list[str]]:
        key, column = self.random.choice(keys), self.random.choice(COLUMNS[table])
        (value,) = sql.row(f"SELECT {column} FROM {table} WHERE {where(table)}", key) or (None,)
        new = self.other(value, column)
        sql.execute(f"UPDATE {table} SET {column} = %s WHERE {where(table)}", (new, *key))
        return f"change {table} {key} {column}", [place(table, key)]

    def remove(self, table: str, keys: list[Any]) -> tuple[str, list[str]]:
        key = self.random.choice(keys)
        sql.execute(f"DELETE FROM {table} WHERE {where(table)}", key)
        places = [place(table, key)]
        if table == "ledger_tile" and key[0] == 0:
            places.append("tiles")
        if table == "ledger_entry":
            places.append("head")  # the last entry leaves no gap behind
        return f"remove {table} {key}", places

    def insert(self, table: str, keys: list[Any]) -> tuple[str, list[str]]:
        """A copy of a row under a key that is free."""
        key = self.random.choice(keys)
        free = (key[0], max(position for _, position in keys) + 1) if table == "ledger_tile" else (self.free(keys),)
        columns = ", ".join(COLUMNS[table])
        marks = ", ".join(["%s"] * len(KEYS[table]))
        sql.execute(
            f"INSERT INTO {table} ({', '.join(KEYS[table])}, {columns})"
            f" SELECT {marks}, {columns} FROM {table} WHERE {where(table)}",
            (*free, *key),
        )
        return f"insert {table} {free}", [place(table, free), f"vault {free[0]}"]

    def free(self, keys: list[Any]) -> int:
        """A number no row has: between the others where there is room, else after the last."""
        taken = {key[0] for key in keys}
        low = self.random.choice(sorted(taken))
        return next(number for number in range(low + self.random.randrange(1, 50), 1 << 62) if number not in taken)

    def swap(self, table: str, keys: list[Any]) -> tuple[str, list[str]]:
        """Two rows exchange everything but their keys."""
        columns = COLUMNS[table]
        names = ", ".join(columns)
        while True:
            one, two = self.random.sample(keys, 2)
            first = sql.row(f"SELECT {names} FROM {table} WHERE {where(table)}", one) or ()
            second = sql.row(f"SELECT {names} FROM {table} WHERE {where(table)}", two) or ()
            if first != second:
                break
        assignments = ", ".join(f"{column} = %s" for column in columns)
        sql.execute(f"UPDATE {table} SET {assignments} WHERE {where(table)}", (*second, *one))
        sql.execute(f"UPDATE {table} SET {assignments} WHERE {where(table)}", (*first, *two))
        return f"swap {table} {one} {two}", [place(table, one), place(table, two)]

    def other(self, value: Any, column: str) -> Any:
        """A value that differs, in as small a way as may be."""
        if value is None:
            return 1 if column.endswith("_at") else b"x" if column == "salt" else "x"
        if column.startswith("is_"):
            return not value
        if isinstance(value, int):
            return value + self.random.choice([-1, 1, 1000])
        if isinstance(value, str):
            at = self.random.randrange(len(value) + 1)
            return value[:at] + self.random.choice(" x0é") + value[at:]
        data = bytearray(value)
        data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        return bytes(data)


def where(table: str) -> str:
    return " AND ".join(f"{name} = %s" for name in KEYS[table])


def place(table: str, key: tuple[Any, ...]) -> str:
    """How the verifier names a row."""
    if table == "ledger_tile":
        return f"tile {key[0]}/{key[1]}"
    name = {"ledger_entry": "entry", "ledger_vault": "entry", "ledger_checkpoint": "checkpoint"}.get(table, table)
    return f"{name} {key[0]}"


def test_w3_two_hundred_random_mutations_are_all_found_where_they_are(grown: Town) -> None:
    """W3: of 200 random changes, removals, insertions and swaps in any table, each is found and its position named."""
    attacker = Attacker(20261122)
    missed = []
    for _ in range(200):
        with attack():
            deed, places = attacker.strike()
            found = grown.verify().findings
            if not {finding.where for finding in found} & set(places):
                missed.append((deed, places, found[:3]))
    assert missed == []
    assert grown.verify().is_clean


@pytest.mark.parametrize("column", ["size = size - 1", "size = size + 1", "last_at = last_at + 1"])
def test_w3_a_changed_head_is_found(grown: Town, column: str) -> None:
    """The head must agree with the entries."""
    with attack():
        sql.execute(f"UPDATE ledger_head SET {column}")
        assert "head" in [finding.where for finding in grown.verify().findings]


def test_w3_a_truncated_tail_is_found_by_the_checkpoint_outside(grown: Town) -> None:
    """W3: an attacker who cuts entries, vault, tiles, checkpoints and head alike is found by the log outside."""
    with attack():
        for table, column in (("entry", "sequence"), ("vault", "sequence")):
            sql.execute(f"DELETE FROM ledger_{table} WHERE {column} >= 300")
        sql.execute("DELETE FROM ledger_checkpoint WHERE size > 300")
        sql.execute("DELETE FROM ledger_tile WHERE level = 0 AND position > 1")
        sql.execute("UPDATE ledger_tile SET hashes = substr(hashes, 1, 44 * 32) WHERE level = 0 AND position = 1")
        sql.execute("UPDATE ledger_tile SET hashes = substr(hashes, 1, 32) WHERE level = 1")
        sql.execute("UPDATE ledger_head SET size = 300, last_at = (SELECT max(time_at) FROM ledger_entry)")
        found = [finding.where for finding in grown.verify().findings]
    assert "checkpoint 325" in found
    assert "checkpoint 696" in found


def test_w3_a_ledger_hashed_anew_does_not_have_the_signed_root(grown: Town) -> None:
    """W3 re-hash all: with entry, leaf, payload, tiles and all made to fit, the signed roots still do not."""
    import msgspec

    from coffeehouse.ledger.entries import parse_entry
    from coffeehouse.ledger.integrate import integrate

    with attack():
        entry = parse_entry((sql.value("SELECT entry FROM ledger_entry WHERE sequence = 9") or "").encode())
        forged = msgspec.structs.replace(entry, actor="account/8")
        sql.execute(
            "UPDATE ledger_entry SET actor = %s, entry = %s, leaf_hash = %s WHERE sequence = 9",
            (forged.actor, forged.canonical().decode(), forged.leaf()),
        )
        sql.execute("DELETE FROM ledger_tile")
        integrate()
        found = grown.verify().findings
    assert [finding.where for finding in found] == ["checkpoint 300"]
    assert "signed root" in found[0].what


def test_w3_checkpoints_signed_with_another_key_are_found(grown: Town) -> None:
    """A checkpoint under our name by a key that is not ours does not count."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signed = sql.value("SELECT note FROM ledger_checkpoint WHERE size = 300") or ""
    text = signed.partition("\n\n")[0] + "\n"
    with attack():
        note = Signer(ORIGIN, Ed25519PrivateKey.generate()).sign(text)
        sql.execute("UPDATE ledger_checkpoint SET note = %s WHERE size = 300", (note,))
        assert "checkpoint 300" in [finding.where for finding in grown.verify().findings]
    assert signed == f"{text}\n{current(grown.folder, ORIGIN)[0].line(text, 0)}"


def test_w3_a_database_older_than_a_checkpoint_kept_elsewhere_is_found(grown: Town) -> None:
    """W3 restore old backup: `--checkpoint` with a note of a size the database never reached is a finding."""
    newest = (grown.log.parent / "checkpoint").read_text("utf-8")
    assert grown.verify(notes=[newest]).is_clean
    with attack():
        sql.execute("DELETE FROM ledger_checkpoint WHERE size = 696")
        assert "checkpoint 696" in [finding.where for finding in grown.verify(notes=[newest]).findings]


def test_w3_a_payload_gone_without_a_recorded_erasure_is_found(grown: Town) -> None:
    """The triggers let an erasure through; without an entry about it the verifier does not."""
    with transaction.atomic():
        sql.execute("UPDATE ledger_vault SET salt = NULL, payload = NULL, erased_at = 1 WHERE sequence = 3")
        found = grown.verify().findings
        transaction.set_rollback(True)
    assert Finding("entry 3", "its payload is gone, and no entry records that it was erased") in found


def test_w3_a_row_that_came_back_is_found(grown: Town) -> None:
    """A deleted note put back into its table is found."""
    gone = sql.value("SELECT object FROM ledger_entry WHERE kind = 'note.deleted'")
    number = int(str(gone).removeprefix("note/"))
    with attack():
        sql.execute(f"INSERT INTO {TABLE} VALUES (%s, 'back', %s, NULL, '')", (number, True))
        assert [finding.where for finding in grown.verify().findings] == [f"{TABLE} {number}"]


def test_w3_a_receipt_of_a_changed_entry_is_found(grown: Town) -> None:
    """A receipt held by someone convicts the database that says other than it."""
    for sealed in (False, True):
        text = read_receipt(7, sealed=sealed).text or ""
        with attack():
            sql.execute("UPDATE ledger_entry SET entry = replace(entry, 'web', 'cli') WHERE sequence = 7")
            found = grown.verify(receipts=[text]).findings
        assert Finding("entry 7", "is not the one a receipt proves") in found
        assert grown.verify(receipts=[text]).is_clean


def test_w3_text_that_is_not_text_is_found(grown: Town) -> None:
    """Bytes that are not UTF-8 are a finding, not a crash."""
    if sql.is_postgres():
        pytest.skip("PostgreSQL stores no text that is not UTF-8")
    with attack():
        sql.execute("UPDATE ledger_entry SET entry = CAST(x'ff' AS TEXT) WHERE sequence = 8")
        found = grown.verify().findings
    connection.connection.text_factory = str
    assert "entry 8" in [finding.where for finding in found]


def test_w5_what_is_given_and_is_no_checkpoint_or_receipt_is_a_finding(grown: Town) -> None:
    """W5: a forged note or receipt handed to the verifier is named as such."""
    newest = (grown.log.parent / "checkpoint").read_text("utf-8")
    report = grown.verify(notes=[newest.replace("696", "697")], receipts=["no receipt"])
    assert {finding.where for finding in report.findings} == {
        "checkpoint given as number 1",
        "checkpoint given as number 2",
        "receipt 1",
    }


def test_a_checkpoint_logged_while_the_verifier_runs_is_no_finding(grown: Town) -> None:
    """Beside an open house, the log may get lines that the verifier's view of the database does not have yet."""
    source = grown.source()
    seen = verify.Checkpoints(source, [grown.key.text()], None, grown.log, [])
    rows = list(source.rows("SELECT size FROM ledger_checkpoint"))
    with grown.log.open("ab") as log:
        log.write(b"later lines are not read\n")
    report = verify.Verifier(source, seen).run()
    source.close_cursors()
    assert report.findings == []
    assert report.counts["checkpoints"] == len(rows)


def test_further_checks_are_run_and_reported(grown: Town) -> None:
    """The house adds checks of its own; what they find counts like the rest."""
    told = Finding("counts 5", "differs")
    report = verify.verify(grown.source(), [grown.key.text()], extra=[lambda source: [told]])
    assert report.findings == [told]


def test_the_verifier_stands_alone() -> None:
    """verify.py imports nothing of the house, nor Django: only the standard library and `cryptography` are needed."""
    tree = ast.parse(Path(verify.__file__).read_text("utf-8"))
    names = {
        name.split(".")[0]
        for step in ast.walk(tree)
        if isinstance(step, ast.Import | ast.ImportFrom)
        for name in ([step.module or ""] if isinstance(step, ast.ImportFrom) else [a.name for a in step.names])
    }
    assert names - set(sys.stdlib_module_names) == {"cryptography", "msgspec", "psycopg"}
    assert "coffeehouse" not in names


def copy_to_file(file: Path) -> None:
    """The tables of the test database, written into a file of SQLite."""
    copy = sqlite3.connect(file)
    for table, extra in (*((table, ()) for table in KEYS), ("ledger_head", ("id", "size", "last_id", "last_at"))):
        columns = ", ".join(extra or (*KEYS[table], *COLUMNS[table]))
        rows = sql.rows(f"SELECT {columns} FROM {table}")
        copy.execute(f"CREATE TABLE {table} ({columns})")
        copy.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * (columns.count(',') + 1))})", rows)
    copy.commit()
    copy.close()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", verify.__file__, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_line_says_what_it_found_with_its_exit_status(grown: Town, tmp_path: Path) -> None:
    """0 nothing found, 1 something found and named, 2 could not run; also with a receipt alone."""
    file, receipt = tmp_path / "copy.sqlite3", tmp_path / "7.tlog-proof"
    copy_to_file(file)
    receipt.write_text(read_receipt(7).text or "", "utf-8")
    given = ("--vkey", grown.key.text(), "--log", grown.log, "--checkpoint", grown.log.parent / "checkpoint")
    done = run(file, *given, "--receipt", receipt)
    assert (done.returncode, done.stderr) == (0, "")
    assert "702 entries" in done.stdout
    assert run("--vkey", grown.key.text(), "--receipt", receipt).returncode == 0
    with sqlite3.connect(file) as copy:
        copy.execute("UPDATE ledger_vault SET payload = replace(payload, 'Nodyn', 'Llythyr') WHERE sequence = 640")
    done = run(file, *given)
    assert done.returncode == 1
    assert "entry 640: its payload" in done.stdout
    sealed = read_receipt(7, sealed=True)
    receipt.write_text(sealed.text or "", "utf-8")
    done = run("--vkey", grown.key.text(), "--receipt", receipt)
    assert (done.returncode, f"sealed entry 7, leaf hash {sealed.entry.leaf().hex()}" in done.stdout) == (0, True)
    receipt.write_text(receipt.read_text("utf-8").replace("index 7", "index 8"), "utf-8")
    assert run("--vkey", grown.key.text(), "--receipt", receipt).returncode == 1
    assert run(tmp_path / "absent.sqlite3", *given).returncode == 2
    assert run(file, "--vkey", "no key").returncode == 2
