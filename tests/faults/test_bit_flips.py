"""Bits that turn by themselves: in what the database holds, anywhere in its file, in tiles, in files of media, in
the log of checkpoints. `verify` finds each and says where it is."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import struct
import sys
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from coffeehouse.domain import vouching
from coffeehouse.ledger import verify
from coffeehouse.ledger.verify import Finding
from tests.faults.administrator import Administrator
from tests.faults.conftest import FilledTown

SEED = 20261122
TILE = "ledger_tile"


class Flipper:
    """Turns one bit, says where it is, and turns it back."""

    def __init__(self, town: FilledTown, connection: Any) -> None:
        self.town = town
        self.connection = connection
        self.random = random.Random(SEED)
        # Rows that are told together have no number of their own; the administrator's deeds strike those.
        tables = Administrator(connection, SEED, [1]).tables
        self.tables = {name: vouched for name, vouched in tables.items() if vouching.KEYS.get(name, "id") == "id"}
        self.media = sorted(path for path in (town.data / "media").rglob("*") if path.is_file())
        self.log = town.data / "ledger" / "checkpoints.log"

    def look(self) -> list[Finding]:
        """What the verifier finds."""
        self.connection.text_factory = str
        data = self.town.data
        report = verify.verify(
            verify.Source(self.connection), [self.town.key], origin=self.town.origin, log=self.log, media=data / "media"
        )
        return report.findings

    def in_a_file(self, path: Path, where: set[str]) -> list[Finding] | None:
        """Turn a bit of a file; what was found if none of it is `where`, else None."""
        whole = path.read_bytes()
        flipped = bytearray(whole)
        flipped[self.random.randrange(len(whole))] ^= 1 << self.random.randrange(8)
        path.write_bytes(flipped)
        found = self.look()
        path.write_bytes(whole)
        return None if {finding.where for finding in found} & where else found

    def in_media(self) -> tuple[str, list[Finding] | None]:
        path = self.random.choice(self.media)
        key = path.relative_to(self.town.data / "media").as_posix()
        return key, self.in_a_file(path, {f"media {key}"})

    def in_log(self) -> tuple[str, list[Finding] | None]:
        lines = self.log.read_bytes().count(b"\n")
        sizes = [row[0] for row in self.connection.execute("SELECT size FROM ledger_checkpoint")]
        where = {f"line {number} of the log of checkpoints" for number in range(1, lines + 1)}
        return "log", self.in_a_file(self.log, where | {f"checkpoint {size}" for size in sizes})

    def in_tile(self) -> tuple[str, list[Finding] | None]:
        level, position = self.random.choice(self.connection.execute(f"SELECT level, position FROM {TILE}").fetchall())
        name = f"tile {level}/{position}"
        return name, self.in_row(TILE, f"level = {level} AND position = {position}", "hashes", name)

    def in_table(self) -> tuple[str, list[Finding] | None]:
        """In a value of any row that is vouched for."""
        while True:
            table = self.random.choice(sorted(self.tables))
            vouched = self.tables[table]
            key, column = self.random.choice(vouched.keys), self.random.choice(vouched.columns)
            statement = f"SELECT {column} FROM {table} WHERE {vouched.key} = {key}"
            if self.connection.execute(statement).fetchone()[0] not in (None, "", b""):
                name = f"{vouched.name} {key}"
                return f"{name} {column}", self.in_row(table, f"{vouched.key} = {key}", column, name)

    def in_row(self, table: str, row: str, column: str, name: str) -> list[Finding] | None:
        self.connection.execute("BEGIN")
        value = self.connection.execute(f"SELECT {column} FROM {table} WHERE {row}").fetchone()[0]
        if isinstance(value, int):
            self.connection.execute(f"UPDATE {table} SET {column} = {value ^ (1 << self.random.randrange(48))}"
                                    f" WHERE {row}")  # fmt: skip
        elif isinstance(value, float):
            (bits,) = struct.unpack("<q", struct.pack("<d", value))
            (turned,) = struct.unpack("<d", struct.pack("<q", bits ^ (1 << self.random.randrange(52))))
            self.connection.execute(f"UPDATE {table} SET {column} = ? WHERE {row}", (turned,))
        else:
            data = bytearray(value.encode() if isinstance(value, str) else value)
            data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
            mark = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
            self.connection.execute(f"UPDATE {table} SET {column} = {mark} WHERE {row}", (bytes(data),))
        found = self.look()
        self.connection.execute("ROLLBACK")
        return None if name in {finding.where for finding in found} else found


def flip_and_look(town: FilledTown, file: Any, flips: int) -> list[tuple[str, list[Finding]]]:
    """Turn so many bits, of every kind alike; those that were not found where they are."""
    flipper, missed = Flipper(town, file), []
    kinds = (flipper.in_table, flipper.in_media, flipper.in_tile, flipper.in_table, flipper.in_log)
    for number in range(flips):
        where, found = kinds[number % len(kinds)]()
        if found is not None:
            missed.append((where, found[:3]))
    return missed


def test_each_bit_that_turned_is_found_where_it_is(town: FilledTown, file: Any) -> None:
    """W3: in rows of the house and of the ledger, in tiles, in files of media, in the log of checkpoints."""
    assert flip_and_look(town, file, 100) == [], f"seed {SEED}"
    assert Flipper(town, file).look() == []


def test_each_bit_of_how_the_log_ends_is_found(town: FilledTown, file: Any) -> None:
    """W3: a crash may cut the newest line of the log short, so its end is where a bit could hide."""
    flipper = Flipper(town, file)
    whole = flipper.log.read_bytes()
    assert whole.endswith(b'\\n"}\n')
    unseen = []
    for at in range(len(whole) - 5, len(whole)):
        for bit in range(8):
            flipped = bytearray(whole)
            flipped[at] ^= 1 << bit
            flipper.log.write_bytes(flipped)
            unseen += [] if flipper.look() else [(at, bit)]
    flipper.log.write_bytes(whole)
    assert unseen == []


@pytest.mark.slow
def test_a_thousand_bits_that_turned_are_found(town: FilledTown, file: Any) -> None:
    """W3: the same a thousand times."""
    assert flip_and_look(town, file, 1_000) == [], f"seed {SEED}"
    assert Flipper(town, file).look() == []


class Page:
    """A copy of the database's file that bits turn in, wherever they may be."""

    def __init__(self, town: FilledTown, file: Any, folder: Path) -> None:
        self.town = town
        self.copy = folder / "copy.sqlite3"
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        shutil.copyfile(town.database, self.copy)
        self.whole = self.copy.read_bytes()
        self.tables = Administrator(file, SEED, [1]).tables
        self.vouched = self.told()

    def told(self) -> str:
        """One hash over everything the ledger vouches for; or that it cannot be read."""
        connection, whole = dbapi2.connect(self.copy, isolation_level=None), hashlib.sha256()
        connection.text_factory = bytes
        try:
            for table, vouched in self.tables.items():
                names = ", ".join((vouched.key, *vouched.columns))
                keys = ", ".join(map(str, vouched.keys))
                where = f" WHERE id IN ({keys})" if vouched.key == "id" else ""
                for row in connection.execute(f"SELECT {names} FROM {table}{where} ORDER BY 1"):
                    whole.update(repr(row).encode())
            whole.update(repr(connection.execute(f"SELECT * FROM {TILE} ORDER BY 1, 2").fetchall()).encode())
        except dbapi2.DatabaseError as problem:
            return str(problem)
        finally:
            connection.close()
        return whole.hexdigest()

    def flip(self, chance: random.Random) -> tuple[int, list[Finding]]:
        """Turn a bit anywhere; where, and what was found."""
        at = chance.randrange(len(self.whole))
        flipped = bytearray(self.whole)
        flipped[at] ^= 1 << chance.randrange(8)
        self.copy.write_bytes(flipped)
        connection = sqlite3.connect(self.copy, isolation_level=None)
        try:
            return at, verify.verify(verify.Source(connection), [self.town.key], origin=self.town.origin).findings
        finally:
            connection.close()


def turn_bits_of_the_file(town: FilledTown, file: Any, folder: Path, flips: int) -> tuple[int, list[int]]:
    """How many bits anywhere in the file were found; and where those are that changed what is vouched for unfound."""
    page, chance, seen, missed = Page(town, file, folder), random.Random(SEED), 0, []
    for _ in range(flips):
        at, found = page.flip(chance)
        seen += bool(found)
        if not found and page.told() != page.vouched:
            missed.append(at)
    return seen, missed


def test_no_bit_of_the_file_changes_what_is_vouched_for_unseen(
    town: FilledTown, file: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """W3: anywhere in the database's file: found, or it changes nothing that the ledger vouches for."""
    seen, missed = turn_bits_of_the_file(town, file, tmp_path, 100)
    with capsys.disabled():
        sys.stdout.write(f"\n{seen} of 100 bits of the file found\n")
    assert missed == []


@pytest.mark.slow
def test_no_bit_of_a_thousand_changes_what_is_vouched_for_unseen(
    town: FilledTown, file: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """W3: the same a thousand times."""
    seen, missed = turn_bits_of_the_file(town, file, tmp_path, 1_000)
    with capsys.disabled():
        sys.stdout.write(f"\n{seen} of 1,000 bits of the file found\n")
    assert missed == []
