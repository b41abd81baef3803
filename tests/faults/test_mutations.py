"""Hands on the database file: what is changed in a row of ledger, vault or posts, `verify` finds and names (W3)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from coffeehouse.ledger import triggers
from coffeehouse.ledger.verify import Source, verify

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261122
MUTATIONS = 200
KEYS = {"ledger_entry": "sequence", "ledger_vault": "sequence", "posts_post": "id"}
NAMES = {"ledger_entry": "entry", "ledger_vault": "entry", "posts_post": "posts_post"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """A filled house on a file of SQLite: its database, the ledger's key, and its environment."""
    data = tmp_path_factory.mktemp("town")
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")}
    environment = {**inherited, "COFFEEHOUSE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "coffeehouse.site.settings"}
    environment["RATE_LIMITS"] = "off"
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.town"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return data / "house.sqlite3", done.stdout.strip(), environment


@pytest.fixture
def file(town: tuple[Path, str, dict[str, str]]) -> Iterator[Any]:
    """The file as the attacker opens it: without triggers."""
    connection = dbapi2.connect(town[0], isolation_level=None)
    for statement in triggers.drop_statements("sqlite"):
        connection.execute(statement)
    yield connection
    connection.close()


class Attacker:
    """Does one thing at random to a random row; says which position must be named."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.random = random.Random(SEED)

    def strike(self, kind: str) -> tuple[str, set[str]]:
        """(what was done, positions of which one must be named)."""
        table = self.random.choice(sorted(KEYS))
        keys = [row[0] for row in self.connection.execute(f"SELECT {KEYS[table]} FROM {table} ORDER BY 1")]
        done, touched = getattr(self, kind)(table, keys)
        places = {f"{NAMES[table]} {key}" for key in touched} | {f"vault {key}" for key in touched}
        if table == "ledger_entry":
            places.add("head")  # the last entry leaves no gap behind
        return f"{kind} {table} {done}", places

    def columns(self, table: str) -> list[str]:
        """Every column but the key."""
        found = [row[1] for row in self.connection.execute(f"PRAGMA table_info({table})")]
        return [name for name in found if name != KEYS[table]]

    def change(self, table: str, keys: list[int]) -> tuple[str, list[int]]:
        key, column = self.random.choice(keys), self.random.choice(self.columns(table))
        value = self.connection.execute(f"SELECT {column} FROM {table} WHERE {KEYS[table]} = ?", (key,)).fetchone()[0]
        self.connection.execute(f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?", (self.other(value), key))
        return f"{column} of {key}", [key]

    def remove(self, table: str, keys: list[int]) -> tuple[str, list[int]]:
        key = self.random.choice(keys)
        self.connection.execute(f"DELETE FROM {table} WHERE {KEYS[table]} = ?", (key,))
        return str(key), [key]

    def insert(self, table: str, keys: list[int]) -> tuple[str, list[int]]:
        free = max(keys) + self.random.randrange(1, 5)
        names = self.columns(table)
        if table == "posts_post":
            names.remove("boost_of_id")  # a second boost by the same account is refused by the database itself
        listed = ", ".join(names)
        self.connection.execute(
            f"INSERT INTO {table} ({KEYS[table]}, {listed}) SELECT ?, {listed} FROM {table} WHERE {KEYS[table]} = ?",
            (free, self.random.choice(keys)),
        )
        return str(free), [free]

    def swap(self, table: str, keys: list[int]) -> tuple[str, list[int]]:
        one, two = self.random.sample(keys, 2)
        free = -1
        for old, new in ((one, free), (two, one), (free, two)):
            self.connection.execute(f"UPDATE {table} SET {KEYS[table]} = ? WHERE {KEYS[table]} = ?", (new, old))
        return f"{one} and {two}", [one, two]

    def other(self, value: Any) -> Any:
        """A value that differs, in as small a way as may be."""
        if value is None:
            return self.random.choice([0, 1])
        if isinstance(value, int):
            return value + self.random.choice([-1, 1])
        if isinstance(value, str):
            at = self.random.randrange(len(value) + 1)
            return value[:at] + self.random.choice(" x0é") + value[at:]
        data = bytearray(value)
        data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        return bytes(data)


def test_w3_two_hundred_mutations_two_hundred_found(town: tuple[Path, str, dict[str, str]], file: Any) -> None:
    """W3: a column changed, a row removed, inserted, swapped with another: each is found where it is."""
    attacker, missed = Attacker(file), []
    origin = town[1].split("+")[0]
    for number in range(MUTATIONS):
        file.execute("BEGIN")
        deed, places = attacker.strike(("change", "change", "remove", "insert", "swap")[number % 5])
        found = verify(Source(file), [town[1]], origin=origin).findings
        file.execute("ROLLBACK")
        if not {finding.where for finding in found} & places:
            missed.append((deed, places, found[:3]))
    assert missed == [], f"seed {SEED}"
    assert verify(Source(file), [town[1]], origin=origin).is_clean


def test_w3_the_command_line_says_the_same(town: tuple[Path, str, dict[str, str]], file: Any) -> None:
    """W3: `coffeehouse verify` exits with 1 and names the entry and the post; put back, it exits with 0."""
    post, text = file.execute("SELECT id, text FROM posts_post ORDER BY id LIMIT 1").fetchone()

    def run() -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("coffeehouse")), "verify"]
        return subprocess.run(command, env=town[2], capture_output=True, text=True, check=False, timeout=60)

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
