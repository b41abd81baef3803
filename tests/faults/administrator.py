"""A database administrator with bad intentions: changes rows, or rewrites the whole ledger, with or without its key.

Every deed says which positions the verifier must name; naming one of them is finding it where it is.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coffeehouse.domain import vouching
from coffeehouse.ledger.checkpoints import Checkpoint
from coffeehouse.ledger.entries import SALT_SIZE, canonical, parse_entry, payload_hash
from coffeehouse.ledger.notes import Signer
from coffeehouse.ledger.tiles import WIDTH, tile_root
from coffeehouse.ledger.tree import leaf_hash, root_of

LEDGER = {
    "ledger_entry": ("sequence", "entry", "time_at kind actor object body channel entry leaf_hash"),
    "ledger_vault": ("sequence", "entry", "salt payload erased_at erased_because"),
    "ledger_checkpoint": ("size", "checkpoint", "note signed_at"),
}


class Deed(NamedTuple):
    """What was done, and the positions of which one must be named."""

    words: str
    places: frozenset[str]


class Vouched(NamedTuple):
    """A table: its key, how the verifier names its rows, the keys that can be struck, and the columns vouched for."""

    key: str
    name: str
    keys: list[int]
    columns: list[str]


class Administrator:
    """Strikes a database whose triggers are down. `connection` autocommits; the caller rolls back."""

    def __init__(self, connection: Any, seed: int, covered: Sequence[int]) -> None:
        self.connection = connection
        self.random = random.Random(seed)
        self.covered = sorted(covered)  # sizes of the checkpoints that somebody else keeps
        self.tables = (
            {table: self._ledger_table(table) for table in LEDGER} | self._vouched_tables() | self._grouped_tables()
        )

    def execute(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement, values)

    def _ledger_table(self, table: str) -> Vouched:
        key, name, columns = LEDGER[table]
        keys = [row[0] for row in self.execute(f"SELECT {key} FROM {table} ORDER BY 1")]
        return Vouched(key, name, keys, columns.split())

    def _vouched_tables(self) -> dict[str, Vouched]:
        """The tables of the house, with the rows and columns of which the last entry about them still tells."""
        last: dict[tuple[str, int], dict[str, Any] | None] = {}
        rows = "SELECT e.kind, v.payload FROM ledger_entry e JOIN ledger_vault v USING (sequence) ORDER BY sequence"
        for kind, payload in self.execute(rows).fetchall():
            told = json.loads(payload or "{}")
            for state in told.get("states", []):
                if "/" in state["table"]:
                    continue
                last[state["table"], int(state["id"])] = state["row"]
            for state in told.get("forgotten", []) if kind == "payload.erased" else []:
                last.pop((state["table"], int(state["id"])), None)
        tables: dict[str, Vouched] = {}
        for (table, number), row in sorted(last.items()):
            if row is not None:
                names = sorted(name.removesuffix("#sha256") for name in row)
                tables.setdefault(table, Vouched("id", table, [], names)).keys.append(number)
        return tables

    def _grouped_tables(self) -> dict[str, Vouched]:
        """The tables whose rows are told together, by a number they share."""
        tables = {}
        for table, together in vouching.KEYS.items():
            # Most have no number for each row: what tells their rows apart is put together to one text.
            parts = [row[1] for row in self.execute(f"PRAGMA table_info({table})") if row[5]]
            key = " || ' ' || ".join(parts)
            keys = [] if together == "id" else [row[0] for row in self.execute(f"SELECT {key} FROM {table} ORDER BY 1")]
            if keys:
                tables[table] = Vouched(f"({key})", "", keys, [*vouching.columns_of(table)])
        return tables

    def _together(self, table: str) -> dict[int, list[str]]:
        """The rows of a table that are told together, by the number they are told under."""
        found: dict[int, list[str]] = {}
        key = vouching.KEYS[table] or "0"
        for number, *row in self.execute(f"SELECT {key}, * FROM {table} ORDER BY 1").fetchall():
            found.setdefault(number, []).append(repr(row))
        return {number: sorted(rows) for number, rows in found.items()}

    def strike(self, kind: str) -> Deed:
        """Do one thing of this kind, to a table at random where it is about a row."""
        if kind in ("forge", "reorder", "drop", "slip_in", "truncate"):
            deed: Deed = getattr(self, kind)()
            return deed
        table = self.random.choice(sorted(self.tables))
        vouched = self.tables[table]
        if not vouched.name:
            before = self._together(table)
            words = getattr(self, {"swap": "move", "insert": "copy"}.get(kind, kind))(table, vouched)[0]
            after = self._together(table)
            touched = {number for number in before | after if before.get(number) != after.get(number)}
            assert touched, f"{kind} {table} {words} changed nothing"
        else:
            words, touched = getattr(self, kind)(table, vouched)
        places = {f"{vouched.name or table} {key}" for key in touched} | {f"vault {key}" for key in touched}
        if table == "ledger_entry":
            places.add("head")  # the last entry leaves no gap behind
        return Deed(f"{kind} {table} {words}", frozenset(places))

    # Single rows:
    def change(self, table: str, vouched: Vouched) -> tuple[str, list[int]]:
        key, column = self.random.choice(vouched.keys), self.random.choice(vouched.columns)
        value = self.execute(f"SELECT {column} FROM {table} WHERE {vouched.key} = ?", key).fetchone()[0]
        self.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {vouched.key} = ?", self.other(value), key)
        return f"{column} of {key}", [key]

    def remove(self, table: str, vouched: Vouched) -> tuple[str, list[int]]:
        key = self.random.choice(vouched.keys)
        self.execute(f"DELETE FROM {table} WHERE {vouched.key} = ?", key)
        return str(key), [key]

    def insert(self, table: str, vouched: Vouched) -> tuple[str, list[int]]:
        """A copy of a row under a key that is free; where values must be unique, with others."""
        free = max(vouched.keys) + self.random.randrange(1, 5)
        while self.execute(f"SELECT 1 FROM {table} WHERE {vouched.key} = ?", free).fetchone():
            free += 1
        found = self.execute(f"SELECT * FROM {table} WHERE {vouched.key} = ?", self.random.choice(vouched.keys))
        names = [column[0] for column in found.description]
        unique = self.unique_columns(table)
        row = [free if name == vouched.key or (name in unique and isinstance(value, int)) else
               f"x{free}" if name in unique and value is not None else value
               for name, value in zip(names, found.fetchone(), strict=True)]  # fmt: skip
        self.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(row))})", *row)
        return str(free), [free]

    def unique_columns(self, table: str) -> set[str]:
        """The last column of each index that lets no two rows be the same."""
        indexes = self.execute(f"PRAGMA index_list({table})").fetchall()
        return {self.execute(f"PRAGMA index_info({index[1]})").fetchall()[-1][2] for index in indexes if index[2]}

    def copy(self, table: str, vouched: Vouched) -> tuple[str, list[int]]:
        """One more row like another, of those that are told together."""
        key = self.random.choice(vouched.keys)
        found = self.execute(f"SELECT * FROM {table} WHERE {vouched.key} = ?", key)
        names = [column[0] for column in found.description]
        unique = self.unique_columns(table)
        row = [self.other(value) if name in unique else value
               for name, value in zip(names, found.fetchone(), strict=True)]  # fmt: skip
        self.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", *row)
        return f"of {key}", []

    def move(self, table: str, vouched: Vouched) -> tuple[str, list[int]]:
        """A row that is told together with others goes to those of another number, or takes another name."""
        column = vouching.KEYS[table] or "name"
        key = self.random.choice(vouched.keys)
        value = self.execute(f"SELECT {column} FROM {table} WHERE {vouched.key} = ?", key).fetchone()[0]
        self.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {vouched.key} = ?", self.other(value), key)
        return f"{column} of {key}", []

    def swap(self, table: str, vouched: Vouched) -> tuple[str, list[int]]:
        """Two rows exchange their keys; where a table has but one row, it takes another key."""
        one, *others = self.random.sample(vouched.keys, min(2, len(vouched.keys)))
        two = others[0] if others else one + 1
        for old, new in ((one, -1), (two, one), (-1, two)):
            self.execute(f"UPDATE {table} SET {vouched.key} = ? WHERE {vouched.key} = ?", new, old)
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

    # The whole ledger, made to fit again:
    def forge(self) -> Deed:
        """Let an entry tell of another actor, and what was published of other words, in the vault and in its row."""
        position = self.random.randrange(self.covered[-1])
        text, salt, payload = self._entry(position)
        entry = msgspec.structs.replace(parse_entry(text.encode()), actor="account/1")
        if payload is not None:
            told = json.loads(payload)
            self._forge_words(told)
            sealed = canonical(told)
            salt = self.random.randbytes(SALT_SIZE)
            entry = msgspec.structs.replace(entry, payload_hash=payload_hash(salt, sealed))
            self.execute(
                "UPDATE ledger_vault SET salt = ?, payload = ? WHERE sequence = ?", salt, sealed.decode(), position
            )
        self.execute(
            "UPDATE ledger_entry SET actor = ?, entry = ? WHERE sequence = ?",
            "account/1", entry.canonical().decode(), position,
        )  # fmt: skip
        return self._rewritten("forge", position)

    def _forge_words(self, told: dict[str, Any]) -> None:
        for state in told.get("states", []):
            is_last = state["table"] == "posts_post" and state["row"] and not self._told_again(told, state["id"])
            if is_last:
                state["row"]["text"] += " ond"
                self.execute("UPDATE posts_post SET text = ? WHERE id = ?", state["row"]["text"], int(state["id"]))

    def _told_again(self, told: dict[str, Any], number: str) -> bool:
        """Whether another entry tells of this post's row."""
        like = f'%"id":"{number}","row":%'
        count: int = self.execute("SELECT count(*) FROM ledger_vault WHERE payload LIKE ?", like).fetchone()[0]
        return count > 1

    def reorder(self) -> Deed:
        """Two neighbours change places."""
        position = self.random.randrange(self.covered[-1] - 1)
        order = list(range(position, self._size()))
        order[0], order[1] = order[1], order[0]
        self._renumber(position, order)
        return self._rewritten("reorder", position)

    def drop(self) -> Deed:
        """An entry was never there; all later ones move up."""
        position = self.random.randrange(self.covered[-1])
        self._renumber(position, list(range(position + 1, self._size())))
        return self._rewritten("drop", position)

    def slip_in(self) -> Deed:
        """An entry that was recorded once is recorded twice."""
        position = self.random.randrange(self.covered[-1] - 1)
        self._renumber(position, [position, *range(position, self._size())])
        return self._rewritten("slip in", position + 1)

    def truncate(self) -> Deed:
        """The tail was never written: entries, vault, tiles, checkpoints and head alike."""
        size = self.random.randrange(1, self.covered[-1])
        self._renumber(size, [])
        return self._rewritten("truncate", size)

    def _size(self) -> int:
        size: int = self.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]
        return size

    def _entry(self, position: int) -> tuple[str, bytes | None, str | None]:
        found: tuple[str, bytes | None, str | None] = self.execute(
            "SELECT e.entry, v.salt, v.payload FROM ledger_entry e JOIN ledger_vault v USING (sequence)"
            " WHERE sequence = ?", position,
        ).fetchone()  # fmt: skip
        return found

    def _renumber(self, start: int, order: list[int]) -> None:
        """Let the entries in `order` stand from `start` on, each with the sequence of its new place."""
        entries = {row[0]: row for row in self.execute("SELECT * FROM ledger_entry WHERE sequence >= ?", start)}
        vault = {row[0]: row for row in self.execute("SELECT * FROM ledger_vault WHERE sequence >= ?", start)}
        names = [column[1] for column in self.execute("PRAGMA table_info(ledger_entry)")]
        at = names.index("entry")
        for table in ("ledger_entry", "ledger_vault"):
            self.execute(f"DELETE FROM {table} WHERE sequence >= ?", start)
        for sequence, old in enumerate(order, start):
            row = list(entries[old])
            row[0], row[at] = sequence, re.sub(r'"sequence":\d+', f'"sequence":{sequence}', row[at])
            self.execute(f"INSERT INTO ledger_entry VALUES ({', '.join('?' * len(row))})", *row)
            sealed = (sequence, *vault[old][1:])
            self.execute(f"INSERT INTO ledger_vault VALUES ({', '.join('?' * len(sealed))})", *sealed)

    def _rewritten(self, words: str, position: int) -> Deed:
        """Make leaves, tiles and head fit; the first checkpoint of others beyond the place does not."""
        leaves = []
        for sequence, entry in self.execute("SELECT sequence, entry FROM ledger_entry ORDER BY 1").fetchall():
            leaves.append(leaf_hash(entry.encode()))
            self.execute("UPDATE ledger_entry SET leaf_hash = ? WHERE sequence = ?", leaves[-1], sequence)
        self.leaves = leaves
        self.execute("DELETE FROM ledger_tile")
        level, hashes = 0, leaves
        while hashes:
            tiles = [b"".join(hashes[start : start + WIDTH]) for start in range(0, len(hashes), WIDTH)]
            for number, tile in enumerate(tiles):
                self.execute("INSERT INTO ledger_tile (level, position, hashes) VALUES (?, ?, ?)", level, number, tile)
            level, hashes = level + 1, [tile_root(tile) for tile in tiles if len(tile) == WIDTH * 32]
        self.execute("UPDATE ledger_head SET size = ?, last_at = (SELECT time_at FROM ledger_entry"
                     " ORDER BY sequence DESC LIMIT 1)", len(leaves))  # fmt: skip
        self.execute("DELETE FROM ledger_checkpoint WHERE size > ?", position)
        first = next(size for size in self.covered if size > position)
        return Deed(f"{words} at {position}", frozenset({f"checkpoint {first}"}))

    def sign(self, origin: str, key: Ed25519PrivateKey) -> None:
        """With the ledger's own key, sign what is there now at every size there was a checkpoint of."""
        self.execute("DELETE FROM ledger_checkpoint")
        for size in {min(size, len(self.leaves)) for size in self.covered}:
            text = Checkpoint(origin, size, root_of(self.leaves[:size])).text()
            note = Signer(origin, key).sign(text)
            self.execute("INSERT INTO ledger_checkpoint (size, note, signed_at) VALUES (?, ?, 1)", size, note)
