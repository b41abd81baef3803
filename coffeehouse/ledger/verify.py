#!/usr/bin/env python3
"""The stand-alone verifier: checks a Coffeehouse database against its ledger, and the ledger against its checkpoints.

    python verify.py DATABASE --vkey KEY [--log checkpoints.log] [--checkpoint FILE] [--receipt FILE] [--media FOLDER]

One file, needing Python 3.11 and `cryptography` (and `psycopg` for a postgresql:// address), and nothing of the house:
on purpose it shares no code with what it checks. Rows are read in order, in bounded memory. Where a large file of
SQLite meets two processors, a second process compares the rows of the house while this one checks the ledger.

It finds: entries missing, inserted, changed, swapped; columns that say other than the entry; payloads that are not what
the entry committed to, or gone without a recorded erasure; tiles and signed roots that are not those of the entries;
checkpoints kept outside that the database lacks; rows of the house that are not as the last entry about them left them;
files of media that are missing or not what they were stored as; pages of a file of SQLite that are damaged.
It cannot find: that the tail younger than every checkpoint kept elsewhere was cut off.
Exit status: 0 nothing found, 1 something found, 2 could not run.
"""

from __future__ import annotations

import argparse
import heapq
import json
import marshal
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from itertools import chain, groupby
from json.encoder import encode_basestring as quoted
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SHOWN = 200  # findings kept with their words; further ones are counted
LARGEST_GAP = 100_000
MOST_FORMS = 20_000
WORTH = 48 << 20  # bytes of a database from which on a second process earns what it costs to start
SECOND = "--compare-rows-of"  # how this program calls itself

ENTRIES = (
    "SELECT e.sequence, e.time_at, e.actor, e.body, e.channel, e.kind, e.object, e.entry, e.leaf_hash,"
    " v.sequence, v.salt, v.payload, v.erased_at, v.erased_because"
    " FROM ledger_entry e LEFT JOIN ledger_vault v ON v.sequence = e.sequence ORDER BY e.sequence"
)
_STRING = r'("[^"\\\x00-\x1f]*(?:\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))[^"\\\x00-\x1f]*)*")'
# The one canonical form (RFC 8785) of an entry: members in order, no spaces, each string escaped in the only way.
CANONICAL = re.compile(
    rf'\{{"actor":{_STRING},"body":{_STRING},"capacity":{_STRING},"channel":{_STRING},"kind":{_STRING},'
    rf'"object":{_STRING},"payload_hash":"([0-9a-f]{{64}})","policy":{_STRING},"sequence":(0|[1-9][0-9]*),'
    r'"time":"([0-9TZ:.-]{24})"\}'
)

State = tuple[str, int, bytes | None]  # table, id, and the row in a form that `read_row` reads

try:  # the one optional extra: payloads are much of the work, and this reads them far faster
    import msgspec
except ImportError:
    read_row: Callable[[bytes], dict[str, Any]] = marshal.loads

    def read_states(payload: str) -> list[State]:
        """The states of rows that a payload gives."""
        states = json.loads(payload).get("states", ())
        rows = (None if state["row"] is None else marshal.dumps(state["row"]) for state in states)
        return [(state["table"], int(state["id"]), row) for state, row in zip(states, rows, strict=True)]
else:

    class _State(msgspec.Struct, gc=False):
        table: str
        id: str | int
        row: msgspec.Raw

    class _Payload(msgspec.Struct, gc=False):
        states: list[_State] = []

    _read_payload = msgspec.json.Decoder(_Payload).decode
    read_row = msgspec.json.Decoder(dict[str, Any]).decode

    def read_states(payload: str) -> list[State]:
        """The states of rows that a payload gives."""
        rows = ((state, bytes(state.row)) for state in _read_payload(payload).states)
        return [(state.table, int(state.id), None if row == b"null" else row) for state, row in rows]


class Finding(NamedTuple):
    """What is wrong, and where: "entry 12", "tile 0/3", "posts_post 77", "checkpoint 500"."""

    where: str
    what: str


@dataclass
class Report:
    """The outcome. `counts` says how much was looked at, and what could not be checked."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    further: int = 0

    @property
    def is_clean(self) -> bool:
        """True when nothing was found."""
        return not self.findings

    def add(self, where: str, what: str) -> None:
        if len(self.findings) < SHOWN:
            self.findings.append(Finding(where, what))
        else:
            self.further += 1

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number


Check = Callable[[str, bytes], None]  # raises unless the value is a signature over the text


class Key(NamedTuple):
    """A verifier key (c2sp.org/signed-note): name and id as they stand in a signature line, and how to check one."""

    name: str
    key_id: bytes
    check: Check


# Notes and checkpoints:
def base64_bytes(text: str) -> bytes:
    data = b64decode(text, validate=True)
    if b64encode(data).decode() != text:
        raise ValueError("not canonical base 64")
    return data


def _ed25519(_name: str, public: bytes) -> Check:
    key = Ed25519PublicKey.from_public_bytes(public)
    return lambda text, value: key.verify(value, text.encode())


def _ml_dsa(name: str, public: bytes) -> Check:
    """ML-DSA-44 as c2sp.org/tlog-cosignature has it: the time in 8 bytes, then the signature."""
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

    key = MLDSA44PublicKey.from_public_bytes(public)

    def check(text: str, value: bytes) -> None:
        origin, size, root = text.split("\n")[:3]
        tree = bytes(8) + int(size).to_bytes(8, "big") + base64_bytes(root)
        names = [len(said.encode()).to_bytes(1, "big") + said.encode() for said in (name, origin)]
        key.verify(value[8:], b"subtree/v1\n\0" + names[0] + value[:8] + names[1] + tree)

    return check


KINDS = {(b"\x01", 33): _ed25519, (b"\x06", 1313): _ml_dsa}


def parse_key(text: str) -> Key:
    """A verifier key of a ledger, Ed25519 or ML-DSA-44."""
    name, hex_id, encoded = (*text.strip().split("+", 2), "", "")[:3]
    try:
        material = base64_bytes(encoded)
    except ValueError:
        material = b""
    key_id = sha256(name.encode() + b"\n" + material).digest()[:4]
    kind = KINDS.get((material[:1], len(material)))
    if kind is None or key_id.hex() != hex_id:
        raise ValueError("not a ledger's verifier key: expected name+keyid+base64, of Ed25519 or ML-DSA-44")
    return Key(name, key_id, kind(name, material[1:]))


def open_note(note: str, keys: Iterable[Key], origin: str) -> tuple[int, bytes, set[tuple[str, bytes]]]:
    """Size and root of a checkpoint, and which of the keys signed it; ValueError says what is wrong with it."""
    text, blank, signatures = note.rpartition("\n\n")
    text += "\n"
    if not blank or not note.endswith("\n") or any(sign < " " and sign != "\n" for sign in note):
        raise ValueError("not a signed note")
    known = {(key.name, key.key_id): key for key in keys}
    good = set()
    for line in signatures[:-1].split("\n"):
        dash, name, encoded = line.split(" ")
        data = base64_bytes(encoded)
        key = known.get((name, data[:4])) if dash == "—" else None
        if key is not None:
            try:
                key.check(text, data[4:])
            except InvalidSignature:
                raise ValueError("the signature does not fit the text") from None
            good.add((name, data[:4]))
    lines = text[:-1].split("\n")
    if not good or len(lines) < 3 or not all(lines):
        raise ValueError("not a checkpoint with a signature of a known key")
    if lines[0] != origin or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1], re.ASCII):
        raise ValueError(f"not a checkpoint of {origin}")
    return int(lines[1]), base64_bytes(lines[2]), good


def read_note(note: str, keys: Iterable[Key], origin: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint signed by one of the keys; ValueError says what is wrong with it."""
    return open_note(note, keys, origin)[:2]


class KeyChain:
    """The keys given, those that recorded changes of keys lead to, and which of them may sign at which size.

    An entry `ledger.key_rotated` names the hash of a statement that retires keys and puts others in their place. The
    first checkpoint over it must be signed with both: so nobody without a key that is trusted can lead on to his own.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self.known = {text.strip(): parse_key(text) for text in keys}
        self.name = next((key.name for key in self.known.values()), "")
        self.starts: list[int] = []
        self._sets: list[set[str]] = []

    def follow(self, sequence: int, about: str, statement: str) -> None:
        """Take in a change of keys, in the order of the ledger; ValueError when it does not hold."""
        if about != f"ledger-key/{sha256(statement.encode()).hexdigest()}":
            raise ValueError("the statement of keys is not the one it names")
        told = [line.partition(" ") for line in statement.split("\n")]
        retired, current = ({key for word, _, key in told if word == wanted} for wanted in ("retired", "current"))
        if not retired or not current or (self._sets and retired != self._sets[-1]):
            raise ValueError("it retires other keys than those in use")
        self._sets = [*(self._sets or [retired]), current]
        self.starts.append(sequence)

    def settle(self) -> None:
        """All changes are taken in: trust every key of the chain, if one of those given is in it."""
        chain = set().union(*self._sets)
        if chain & self.known.keys():
            self.known = {**{text: parse_key(text) for text in chain}, **self.known}
        else:
            self.starts, self._sets = [], []

    def read(self, note: str, origin: str) -> tuple[int, bytes, set[tuple[str, bytes]]]:
        """Size, root and signers of a checkpoint whose signers were in use at its size; or ValueError."""
        size, root, signers = open_note(note, self.known.values(), origin)
        if self._sets and not self.signed(sum(start < size for start in self.starts), signers):
            raise ValueError("signed with a key that was retired by then, or not yet in use")
        return size, root, signers

    def signed(self, number: int, signers: set[tuple[str, bytes]]) -> bool:
        """Whether a key of the set after so many changes is among the signers."""
        return any((key.name, key.key_id) in signers for key in map(self.known.__getitem__, self._sets[number]))


def read_receipt(text: str) -> tuple[bytes, int, list[bytes], str]:
    """Entry (or, sealed, its leaf hash), index, proof and note of a proof file (c2sp.org/tlog-proof)."""
    head, _, note = text.partition("\n\n")
    header, extra, index, *proof = head.split("\n")
    is_number = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", index, re.ASCII)
    if header != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not is_number:
        raise ValueError("not a receipt: expected a c2sp.org/tlog-proof@v1 file with its entry")
    return base64_bytes(extra[6:]), int(is_number[1]), [base64_bytes(line) for line in proof], note


# The tree:
def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Root over hashes of equal subtrees, as RFC 9162 defines it: pairs upwards, an odd one out goes up as it is."""
    level = list(hashes)
    while len(level) > 1:
        odd = [level.pop()] if len(level) % 2 else []
        level = [node(level[at], level[at + 1]) for at in range(0, len(level), 2)] + odd
    return level[0] if level else sha256(b"").digest()


def climb(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162 §2.1.3.2), or ValueError."""
    if not 0 <= index < size:
        raise ValueError(f"there is no entry {index} in a tree of {size}")
    last, here = size - 1, leaf
    for item in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if index & 1 or index == last:
            here = node(item, here)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            here = node(here, item)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return here


class Tree:
    """The tree over all leaves added so far. Keeps one hash in 256, and the leaves of the unfinished tile."""

    def __init__(self) -> None:
        self.size = 0
        self.tile: list[bytes] = []
        self.full: list[bytes] = []  # roots of full tiles: the hashes of level 1
        self._peaks: list[bytes] = []  # complete subtrees over `full`, largest first

    def add(self, leaf: bytes) -> bytes | None:
        """Add a leaf; the hashes of the tile it made full, if it did."""
        self.tile.append(leaf)
        self.size += 1
        if len(self.tile) < 256:
            return None
        hashes, top = b"".join(self.tile), root_of(self.tile)
        self.tile = []
        count, merged = len(self.full), top
        while count & 1:
            merged, count = node(self._peaks.pop(), merged), count >> 1
        self._peaks.append(merged)
        self.full.append(top)
        return hashes

    def root(self) -> bytes:
        parts = [*self._peaks, root_of(self.tile)] if self.tile or not self._peaks else list(self._peaks)
        here = parts.pop()
        while parts:
            here = node(parts.pop(), here)
        return here


# Databases:
class Source:
    """Rows of a database, streamed. `connection` is any DB-API connection, best within one read transaction.

    file, driver: where a second process can open the same database, and with which module.
    """

    TABLES = "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND name = '{}'"

    def __init__(self, connection: Any, file: str = "", driver: str = "") -> None:
        self.connection = connection
        self.file = file
        self.driver = driver
        self.is_ours = False
        self._opened: list[Any] = []

    def cursor(self) -> Any:
        """A new cursor, closed at the latest by `close_cursors`."""
        cursor = self.new_cursor()
        self._opened.append(cursor)
        return cursor

    def new_cursor(self) -> Any:
        return self.connection.cursor()

    def close_cursors(self) -> None:
        """Close what was not read to its end. Left to the collector it could reset a later query's statement."""
        while self._opened:
            self._opened.pop().close()

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement without parameters."""
        cursor = self.cursor()
        cursor.execute(statement)
        yield from cursor
        cursor.close()

    def table(self, name: str) -> tuple[list[str], Iterator[tuple[Any, ...]]] | None:
        """Column names and rows of a table, by id; None where there is no such table.

        "table/column": its rows together by a column, as (value, list of rows); "table/": all of them, under 0.
        """
        name, is_grouped, key = name.partition("/")
        if not re.fullmatch(r"[a-z][a-z0-9_]*/[a-z0-9_]*", f"{name}/{key}") or not self.has(name):
            return None
        cursor = self.cursor()
        order = (key or "1") if is_grouped else "id"
        cursor.execute(f'SELECT * FROM "{name}" ORDER BY {order}')  # noqa: S608 - plain identifiers, see above
        first = cursor.fetchone()  # a server-side cursor knows its columns only now
        names = [column[0] for column in cursor.description]
        rows = iter(()) if first is None else chain([first], cursor)
        if not is_grouped:
            return names, rows
        value = itemgetter(names.index(key)) if key else lambda _row: 0
        return names, ((number, list(group)) for number, group in groupby(rows, key=value))

    def has(self, table: str) -> bool:
        """Whether there is such a table: those of a later version may be absent."""
        return bool(next(self.rows(self.TABLES.format(table)))[0])

    def refresh(self) -> None:
        """Look at the database as it is now, where we opened it ourselves."""
        if self.is_ours:
            self.close_cursors()
            self.connection.rollback()
            self.begin()

    def begin(self) -> None:
        """Begin one view of the database, as it is at this moment."""
        self.is_ours = True
        self.connection.execute("BEGIN")

    def damage(self) -> Iterator[Finding]:
        """What SQLite itself finds wrong with its file; where it gives up, table by table."""
        errors = (self.connection.DatabaseError, UnicodeDecodeError)
        try:
            lines = [("", line) for (line,) in self.rows("PRAGMA integrity_check(100)")]
        except errors as problem:
            lines = [("", str(problem))]
            for name in self._tables_of_file():
                try:
                    lines += [(name, line) for (line,) in self.rows(f'PRAGMA integrity_check("{name}")')]
                except errors as found:
                    lines.append((name, str(found)))
        for name, line in lines:
            if line != "ok":
                yield Finding(
                    f"file of the database, {name}" if name else "file of the database", " ".join(line.split())
                )

    def _tables_of_file(self) -> list[str]:
        try:
            return [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        except (self.connection.DatabaseError, UnicodeDecodeError):
            return []

    def is_damage(self, problem: Exception) -> bool:
        """Whether the file is damaged, and not just locked or out of reach."""
        return not re.search("locked|busy|unable to open", str(problem))

    def be_lenient(self) -> None:
        """Let text that is not UTF-8 through, as text that no hash fits."""
        self.connection.text_factory = lambda data: data.decode("utf-8", "replace")


class PostgresSource(Source):
    """The same over psycopg, with server-side cursors so that rows are streamed."""

    TABLES = "SELECT count(*) FROM pg_catalog.pg_class WHERE relname = '{}' AND pg_table_is_visible(oid)"
    _number = 0

    def new_cursor(self) -> Any:
        self._number += 1
        return self.connection.cursor(name=f"verify_{self._number}")

    def begin(self) -> None:
        self.is_ours = True
        self.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def damage(self) -> Iterator[Finding]:
        return iter(())  # the server checks its pages by itself, where it was set up with checksums

    def is_damage(self, problem: Exception) -> bool:
        return False


def open_source(address: str, driver: Any = sqlite3) -> Source:
    """A file of SQLite, or a postgresql:// address, opened for reading in one snapshot. driver: a module for SQLite."""
    if address.startswith(("postgres://", "postgresql://")):
        import psycopg

        source: Source = PostgresSource(psycopg.connect(address))
        source.begin()
        return source
    if not Path(address).is_file():
        raise OSError(f"there is no file {address}")
    connection = driver.connect(f"{Path(address).resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    source = Source(connection, address, driver.__name__)
    source.begin()
    return source


# Rows of the house:
class States:
    """What entries say of rows of other tables: the last state of each. Kept in a temporary file, not in memory."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.execute("PRAGMA synchronous = OFF")
        self._store.execute("PRAGMA cache_size = -65536")
        for name in ("state", "forgotten"):
            self._store.execute(f"CREATE TABLE {name} (tab, id, sequence, row, PRIMARY KEY (tab, id)) WITHOUT ROWID")
        self._store.execute("BEGIN")
        self._waiting: list[tuple[str, int, int, bytes | None]] = []

    def collect(self, source: Source) -> None:
        """Note the states of all payloads, which another process checks against the entries."""
        for sequence, payload in source.rows("SELECT sequence, payload FROM ledger_vault ORDER BY sequence"):
            if payload is not None:
                self.add(sequence, payload)
        for about, payload in source.rows(
            "SELECT e.object, v.payload FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence"
            " WHERE e.kind = 'payload.erased' AND v.payload IS NOT NULL ORDER BY e.sequence"
        ):
            self.forget(int(about.removeprefix("entry/")), json.loads(payload)["forgotten"])

    def add(self, sequence: int, payload: str) -> None:
        """Note the states that the payload of an entry gives."""
        if '"states":[' not in payload:
            return
        self._waiting += [(table, number, sequence, row) for table, number, row in read_states(payload)]
        if len(self._waiting) > 2000:
            self._flush()

    def forget(self, sequence: int, states: Iterable[dict[str, Any]]) -> None:
        """Note whose state as of entry `sequence` was erased."""
        for state in states:
            self._store.execute(
                "INSERT INTO forgotten VALUES (?, ?, ?, NULL)"
                " ON CONFLICT DO UPDATE SET sequence = max(sequence, excluded.sequence)",
                (state["table"], int(state["id"]), sequence),
            )

    def _flush(self) -> None:
        self._store.executemany("INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def compare(self, source: Source, report: Report) -> None:
        """Compare every row of every table the entries speak of."""
        self._flush()
        tables = self._store.execute("SELECT tab FROM state UNION SELECT tab FROM forgotten ORDER BY 1").fetchall()
        for (table,) in tables:
            found = source.table(table)
            if found is None:
                report.add(table, "the table is gone")
                continue
            try:
                self._compare_table(table, *found, report)
            except (TypeError, ValueError, OverflowError) as problem:
                report.add(table, f"cannot be compared: {problem}")

    def _compare_table(self, table: str, names: list[str], rows: Iterator[tuple[Any, ...]], report: Report) -> None:
        at = 0 if "/" in table else names.index("id")
        columns = Columns(names)
        told = self._store.execute("SELECT id, sequence, row FROM state WHERE tab = ? ORDER BY id", (table,))
        compared = 0
        for number, state, live in _side_by_side(told, rows, at):
            compared += 1
            what = _difference(state, live, columns)
            if what is not None and self._is_forgotten(table, number, -1 if state is None else state[1]):
                report.count("rows whose last state was erased")
            elif what is not None:
                report.add(f"{table.partition('/')[0]} {number}", what)
        report.count("rows compared", compared)

    def _is_forgotten(self, table: str, number: int, sequence: int) -> bool:
        query = "SELECT sequence > ? FROM forgotten WHERE tab = ? AND id = ?"
        row = self._store.execute(query, (sequence, table, number)).fetchone()
        return row is not None and bool(row[0])


def _side_by_side(
    told: Iterator[Any], rows: Iterator[tuple[Any, ...]], at: int
) -> Iterator[tuple[int, tuple[int, int, bytes | None] | None, tuple[Any, ...] | None]]:
    """(id, what was told of it, the row) of two streams in order of id."""
    state, live = next(told, None), next(rows, None)
    while state is not None and live is not None:
        number = min(state[0], live[at])
        here = state if state[0] == number else None, live if live[at] == number else None
        yield number, *here
        state = state if here[0] is None else next(told, None)
        live = live if here[1] is None else next(rows, None)
    for left in () if state is None else chain([state], told):
        yield left[0], left, None
    for row in () if live is None else chain([live], rows):
        yield row[at], None, row


class Columns:
    """Where the columns of a table stand, for comparing what was told of its rows."""

    def __init__(self, names: Sequence[str]) -> None:
        self.at = {name: number for number, name in enumerate(names)}
        self._shapes: dict[tuple[str, ...], tuple[Any, Any, list[tuple[str, int]]]] = {}

    def is_told(self, told: dict[str, Any], live: tuple[Any, ...]) -> bool:
        """The quick comparison, of all columns at once: most are text, or a number recorded as text."""
        shape = self._shapes.get(names := tuple(told)) or self._learn(names)
        if shape is None:
            return False
        said, plain, hashed = shape
        values = [
            value if (kind := type(value)) is str else str(value) if kind is int else value for value in plain(live)
        ]
        return tuple(values) == said(told) and all(_is_hash(told[name], live[number]) for name, number in hashed)

    def _learn(self, names: tuple[str, ...]) -> tuple[Any, Any, list[tuple[str, int]]] | None:
        """How to compare rows told with these columns; None where the slow comparison must."""
        plain = [name for name in names if name[-7:] != "#sha256"]
        if len(plain) < 2 or any(name.removesuffix("#sha256") not in self.at for name in names):
            return None
        hashed = [(name, self.at[name[:-7]]) for name in names if name[-7:] == "#sha256"]
        shape = itemgetter(*plain), itemgetter(*(self.at[name] for name in plain)), hashed
        self._shapes[names] = shape
        return shape


def _difference(
    state: tuple[int, int, bytes | None] | None, live: tuple[Any, ...] | None, columns: Columns
) -> str | None:
    """How a row differs from what was recorded of it; None when it does not."""
    if state is None:
        return "was inserted: no entry tells of it"
    _, sequence, row = state
    if row is None:
        return None if live is None else f"is there, but entry {sequence} says that it was removed"
    if live is None:
        return f"is missing, but entry {sequence} tells of it"
    told = read_row(row)
    if columns.is_told(told, live):
        return None
    wrong = [name for name, value in told.items() if not _same(name, value, live, columns.at)]
    return f"{', '.join(wrong)} differ from entry {sequence}" if wrong else None


def _is_hash(told: Any, live: Any) -> bool:
    return isinstance(live, str) and sha256(live.encode("utf-8", "replace")).hexdigest() == told


def _same(name: str, told: Any, row: tuple[Any, ...], columns: dict[str, int]) -> bool:
    column, is_hash, _ = name.partition("#sha256")
    if column.startswith("rows:"):  # rows together: a line of JSON for each, with these columns, in order
        named = column[5:].split(",")
        return columns.keys() >= set(named) and _is_hash(told, "\n".join(
            sorted(json.dumps([_plain(each[columns[name]]) for name in named]) for each in row[1])
        ))  # fmt: skip
    if column not in columns:
        return False
    live = row[columns[column]]
    if is_hash:
        return _is_hash(told, live)
    if isinstance(told, list | dict) and isinstance(live, str):
        try:
            live = json.loads(live)
        except ValueError:
            return False
    return bool(_plain(live) == _plain(told))


def _plain(value: Any) -> Any:
    """Entries write numbers as text, and databases differ in their booleans: one form for both."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, bytes | memoryview):
        return sha256(value).hexdigest()
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return str(value)


# Files of media:
# 20 random characters, and the hash of these and the file's bytes in base 64.
COMMITTED = re.compile(r"([A-Za-z0-9_-]{20})([A-Za-z0-9_-]{43})\.[a-z0-9]{2,5}")
# Who names a file: columns with its name, and the addresses in what was published (other addresses are quoted there).
NAMING = (
    (
        "posts_media",
        "SELECT id, file FROM posts_media WHERE state = 'ready' UNION ALL SELECT id, preview FROM posts_media",
    ),
    ("people_account", "SELECT id, avatar FROM people_account UNION ALL SELECT id, header FROM people_account"),
    (
        "people_customemoji",
        "SELECT id, file FROM people_customemoji UNION ALL SELECT id, still FROM people_customemoji",
    ),
    ("records_preservedfile", "SELECT preserved_id, file FROM records_preservedfile"),
    ("posts_post", "SELECT id, fragment FROM posts_post WHERE has_media"),
)
ADDRESS = re.compile(r'"(?:preview_)?url":"[^"\\]*/media/(posts/[A-Za-z0-9_./-]+)(?:\?lent=)?"')


class Media:
    """The folder of media, compared with the names of its files, and with the rows that name them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def compare(self, source: Source, report: Report) -> None:
        """Every file must hold what its name commits to, and every file that is named must be there."""
        for folder, inside, names in os.walk(self.folder):
            inside.sort()
            for name in sorted(names):
                self._compare_file(Path(folder, name), report)
        missing = dict(self._missing(source))
        if missing:
            # Beside an open house: what was deleted since our view of the database began is not missing.
            source.refresh()
            for key, row in self._missing(source):
                if key in missing:
                    report.add(f"media {key}", f"is missing, but {row} names it")

    def _compare_file(self, path: Path, report: Report) -> None:
        where = f"media {path.relative_to(self.folder).as_posix()}"
        match = COMMITTED.fullmatch(path.name)
        if match is None:
            report.count("files whose names say nothing of what they hold")
            return
        try:
            with path.open("rb") as file:
                digest = sha256(match[1].encode())
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except FileNotFoundError:
            return  # deleted this moment
        except OSError as problem:
            report.add(where, f"cannot be read: {problem}")
            return
        if urlsafe_b64encode(digest.digest())[:43].decode() != match[2]:
            report.add(where, "does not hold what it was stored with")
        report.count("files of media")

    def _missing(self, source: Source) -> Iterator[tuple[str, str]]:
        """(name of a file that is not there, the row that names it)."""
        for table, statement in NAMING:
            if not source.has(table):
                continue
            for number, told in source.rows(statement):
                told = str(told or "")
                for name in ADDRESS.findall(told) if table == "posts_post" else [told]:
                    if name and not (self.folder / name).is_file():
                        yield name, f"{table} {number}"


# Checkpoints:
class Signed(NamedTuple):
    """A checkpoint someone holds: the database (0), the log beside it (1), or a file given to us (2)."""

    size: int
    held_by: int
    note: str
    signed_at: int | None


def _end_of(log: Path | None) -> int:
    """Where the log ends, asked before the database is read: beside an open house, later lines are newer than that."""
    return log.stat().st_size if log is not None else 0


def _said(signed: Signed) -> str:
    """What was signed. Holders may have more or fewer signatures (ML-DSA-44, witnesses); each is checked."""
    return signed.note.rpartition("\n\n")[0]


class Checkpoints:
    """All checkpoints in order of size, compared with the tree as it grows past each of them."""

    HOLDERS = ("the database", "the log of checkpoints", "the file given")

    def __init__(
        self,
        source: Source,
        keys: Sequence[str],
        origin: str | None,
        log: Path | None,
        notes: Iterable[str],
        end: int | None = None,
    ) -> None:
        self._keys = KeyChain(keys)
        self._origin = origin or self._keys.name
        self._has_log = log is not None
        self._unlogged = -1
        self._broken = -1
        self._changed = 0
        self._signers: set[tuple[str, bytes]] = set()
        self.newest = 0
        self.report = Report()
        end = _end_of(log) if end is None else end
        self._follow_keys(source)
        further = ("note", "") if not source.has("ledger_mldsasignature") else (
            "note || coalesce(lines, '')", "LEFT JOIN ledger_mldsasignature s ON s.size = c.size"
        )  # fmt: skip
        rows = source.rows(
            f"SELECT c.size, {further[0]}, signed_at FROM ledger_checkpoint c {further[1]} ORDER BY c.size"  # noqa: S608
        )
        held = (Signed(size, 0, note, signed_at) for size, note, signed_at in rows)
        given = sorted(self._given(notes))
        ordered = heapq.merge(held, self._logged(log, end), given, key=lambda signed: signed.size)
        self._groups = groupby(ordered, key=lambda signed: signed.size)
        self._next: tuple[int, list[Signed]] | None = None
        self.due = 0  # the size at which there is something to compare
        self._advance()

    def read(self, note: str) -> tuple[int, bytes]:
        """Size and root of a note, or ValueError."""
        return self._keys.read(note, self._origin)[:2]

    def _follow_keys(self, source: Source) -> None:
        if not source.has("ledger_keystatement"):
            return
        for sequence, about, statement in source.rows(
            "SELECT e.sequence, e.object, s.statement FROM ledger_keystatement s JOIN ledger_entry e"
            " ON e.object = s.object AND e.kind = 'ledger.key_rotated' ORDER BY e.sequence"
        ):
            try:
                self._keys.follow(sequence, about, statement)
            except ValueError as problem:
                self.report.add(f"entry {sequence}", str(problem))
            self.report.count("changes of keys")
        self._keys.settle()

    def compare(self, tree: Tree, at_end: bool = False) -> None:
        """Check the checkpoints up to the tree's size; at the end, also those it never reached."""
        while self._next is not None and (at_end or self._next[0] <= tree.size):
            size, group = self._next
            where = f"checkpoint {size}"
            if size > tree.size:
                self.report.add(where, f"signed, but there are only {tree.size} entries: the tail was cut off")
            self._check_holders(where, size, group)
            roots = {root for note in {signed.note for signed in group} if (root := self._root(where, size, note))}
            self._check_change(where, size)
            if size <= tree.size and any(root != tree.root() for root in roots):
                if self._broken < 0:
                    self.report.add(where, "the entries up to it do not have the signed root")
                    self._broken = size
                self.report.count("checkpoints whose root is not that of the entries")
            self.report.count("checkpoints")
            self._advance()

    def _check_change(self, where: str, size: int) -> None:
        """The first checkpoint over a change of keys is signed with both, the retired and the new."""
        signers, self._signers = self._signers, set()
        starts = self._keys.starts
        while self._changed < len(starts) and starts[self._changed] < size:
            if not all(self._keys.signed(self._changed + step, signers) for step in (0, 1)):
                self.report.add(
                    where, f"not signed with the keys that entry {starts[self._changed]} retired and its own"
                )
            self._changed += 1

    def _root(self, where: str, size: int, note: str) -> bytes | None:
        try:
            signed_size, root, signers = self._keys.read(note, self._origin)
        except (ValueError, AttributeError, TypeError) as problem:
            self.report.add(where, f"{problem}")
            return None
        if signed_size != size:
            self.report.add(where, f"the signed note is about {signed_size} entries")
            return None
        self._signers |= signers
        return root

    def _check_holders(self, where: str, size: int, group: list[Signed]) -> None:
        """Every checkpoint outside is in the database, and the other way round but for the newest."""
        by = {signed.held_by: signed for signed in group}
        if 0 not in by:
            self.report.add(where, f"{self.HOLDERS[min(by)]} has it, the database does not")
        elif any(_said(signed) != _said(by[0]) for signed in group):
            self.report.add(where, "there are two different notes of it")
        elif 1 in by and by[1].signed_at != by[0].signed_at:
            self.report.add(where, "the time of signing is not the one in the log of checkpoints")
        if 0 in by and self._has_log:
            if self._unlogged >= 0:
                self.report.add(f"checkpoint {self._unlogged}", "the log of checkpoints does not have it")
            # A crash may keep the newest one, and only that, out of the log.
            self._unlogged = -1 if 1 in by else size
        self.newest = max(self.newest, size)

    def _advance(self) -> None:
        step = next(self._groups, None)
        self._next = None if step is None else (step[0], list(step[1]))
        self.due = 1 << 64 if step is None else step[0]

    def _given(self, notes: Iterable[str]) -> Iterator[Signed]:
        for number, note in enumerate(notes, 1):
            try:
                yield Signed(self.read(note)[0], 2, note, None)
            except ValueError as problem:
                self.report.add(f"checkpoint given as number {number}", str(problem))

    def _logged(self, log: Path | None, end: int) -> Iterator[Signed]:
        if log is None:
            return
        last, at = -1, 0
        with log.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                at += len(line)
                if at > end:
                    return  # newer than our view
                if not line.endswith(b"\n"):
                    # A crash cuts a line short; it puts nothing behind the end of one.
                    if b'"}' in line[:-1]:
                        self.report.add(f"line {number} of the log of checkpoints", "does not end as it was written")
                    return
                try:
                    told = json.loads(line)
                    size, signed_at = self.read(told["note"])[0], told["signed_at"]
                except (ValueError, TypeError, KeyError, AttributeError) as problem:
                    self.report.add(f"line {number} of the log of checkpoints", f"{problem}")
                    continue
                if size <= last:
                    self.report.add(f"line {number} of the log of checkpoints", "is out of order")
                    continue
                last = size
                yield Signed(size, 1, told["note"], signed_at)


# Everything:
class Verifier:
    """One pass over the ledger, and over the rows of the house if nobody else goes over these. `run` once."""

    def __init__(self, source: Source, checkpoints: Checkpoints, *, has_rows: bool = True) -> None:
        self.source = source
        self.has_rows = has_rows
        self.checkpoints = checkpoints
        self.report = checkpoints.report
        self.tree = Tree()
        self.states = States()
        self.last_at = 0
        self._second = (-1, "")
        # What entries of the same actor, body, channel and kind begin with, and where they name the policy.
        self._forms: dict[tuple[str, str, str, str], tuple[str, str]] = {}
        self._erased: dict[int, tuple[int, str]] = {}
        self._tiles = source.rows("SELECT position, hashes FROM ledger_tile WHERE level = 0 ORDER BY position")
        self._stored = next(self._tiles, None)
        self._tiled = 0

    def run(self) -> Report:
        """Check all, and give the report."""
        self.checkpoints.compare(self.tree)
        self._try("entries", self._check_entries)
        self.report.count("entries", self.tree.size)
        self._try("the ledger", self._check_end)
        if self.has_rows:
            self._try("rows of the house", lambda: self.states.compare(self.source, self.report))
        return self.report

    def _try(self, where: str, check: Callable[[], None]) -> None:
        """Where a damaged file ends one check, the others go on."""
        try:
            check()
        except self.source.connection.DatabaseError as problem:
            if "decode" in str(problem) or not self.source.is_damage(problem):
                raise
            at = f"entry {self.tree.size}" if where == "entries" else where
            self.report.add(at, f"and what follows cannot be read: {problem}")

    def _check_entries(self) -> None:
        problems = (ValueError, TypeError, AttributeError, KeyError, OverflowError, OSError)
        for row in self.source.rows(ENTRIES):
            try:
                leaf = self._leaf_if_plain(row)
            except problems:
                leaf = None
            if leaf is None:
                self._fill_gap(row[0])
                data = row[7].encode("utf-8", "replace") if isinstance(row[7], str) else b""
                leaf = sha256(b"\x00" + data).digest()
                try:
                    self._check_entry(row, leaf)
                except problems as problem:
                    self.report.add(f"entry {row[0]}", f"cannot be read: {problem}")
            self._add_leaf(leaf)

    def _leaf_if_plain(self, row: tuple[Any, ...]) -> bytes | None:
        """The leaf of an entry that is exactly what its columns and its payload make; None for one to look at closely.

        Of an entry the columns tell all but capacity and policy, and few of these there are: so it is put together from
        its columns and the form of the last one like it, and compared whole.
        """
        sequence, time_at, actor, body, channel, kind, about, entry, leaf, there, salt, payload, erased_at, because = (
            row
        )
        form = self._forms.get((actor, body, channel, kind))
        if form is None or there is None or sequence != self.tree.size or erased_at is not None or because:
            return None
        digest = sha256(salt + payload.encode()).hexdigest()
        time_said = self._iso(time_at)
        made = f'{form[0]}{quoted(about)},"payload_hash":"{digest}","policy":{form[1]},"sequence":{sequence},"time":"'
        if f'{made}{time_said}"}}' != entry or len(time_said) != 24 or len(salt) != 32:
            return None
        computed = sha256(b"\x00" + entry.encode()).digest()
        if computed != leaf:
            return None
        if self.has_rows:
            self.states.add(sequence, payload)
        self.last_at = time_at
        return computed

    def _fill_gap(self, sequence: int) -> None:
        """Name missing entries, and keep their place so that what follows is compared with the right tiles."""
        missing = sequence - self.tree.size
        if missing <= 0:
            return
        last = f" to {sequence - 1}" if missing > 1 else ""
        self.report.add(f"entry {self.tree.size}", f"is missing{last and f', as are those{last}'}")
        for _ in range(missing if missing < LARGEST_GAP else 0):
            self._add_leaf(sha256(b"\x00").digest())

    def _add_leaf(self, leaf: bytes) -> None:
        full = self.tree.add(leaf)
        if full is not None:
            self._check_tile(self.tree.size // 256 - 1, full)
        if self.tree.size >= self.checkpoints.due:
            self.checkpoints.compare(self.tree)

    def _check_entry(self, row: tuple[Any, ...], computed: bytes) -> None:
        sequence, time_at, actor, body, channel, kind, about, entry, leaf, *vault = row
        where = f"entry {sequence}"
        match = CANONICAL.fullmatch(entry)
        if match is None:
            self.report.add(where, "is not an entry in canonical form")
            return
        told = match.groups()
        columns = (quoted(actor), quoted(body), quoted(channel), quoted(kind), quoted(about), self._iso(time_at))
        if columns != (*told[:2], *told[3:6], told[9]) or told[8] != str(sequence):
            names = ("actor", "body", "channel", "kind", "object", "time")
            pairs = zip(names, columns, (*told[:2], *told[3:6], told[9]), strict=True)
            wrong = [name for name, column, inside in pairs if column != inside] or ["sequence"]
            self.report.add(where, f"its column {', '.join(wrong)} differs from the entry itself")
        elif kind != "payload.erased":
            if len(self._forms) > MOST_FORMS:
                self._forms.clear()
            self._forms[actor, body, channel, kind] = entry[: match.start(6)], told[7]
        if bytes(leaf) != computed:
            self.report.add(where, "does not have the leaf hash recorded with it")
        self.last_at = time_at
        payload = self._check_vault(sequence, told[6], vault)
        if kind == "payload.erased":
            self._check_erasure(sequence, about, time_at, payload)

    def _iso(self, ms: int) -> str:
        second, rest = divmod(ms, 1000)
        if second != self._second[0]:
            self._second = (second, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second)))
        return f"{self._second[1]}.{rest:03d}Z"

    def _check_vault(self, sequence: int, committed: str, vault: list[Any]) -> str | None:
        """Compare the payload with what the entry committed to; the payload, or None when it was erased."""
        there, salt, payload, erased_at, because = vault
        where = f"entry {sequence}"
        if there is None:
            self.report.add(where, "has no row in the vault")
        elif salt is None and payload is None and erased_at is not None:
            self._erased[sequence] = (erased_at, because)
            self.report.count("payloads erased")
        elif sha256(bytes(salt or b"") + (payload or "").encode()).hexdigest() != committed or len(salt) != 32:
            self.report.add(where, "its payload in the vault is not the one it committed to")
        elif erased_at is not None or because:
            self.report.add(where, "its payload is marked as erased, but is there")
        else:
            if self.has_rows:
                self.states.add(sequence, payload)
            return str(payload)
        return None

    def _check_erasure(self, sequence: int, about: str, time_at: int, payload: str | None) -> None:
        """An entry that records an erasure: the payload must be gone, then and for that reason."""
        where, number = f"entry {sequence}", int(about.removeprefix("entry/"))
        if payload is None:
            self.report.add(where, "records an erasure, and its own payload is gone")
            self._erased.pop(number, None)
            return
        told = json.loads(payload)
        if self._erased.pop(number, None) != (time_at, told["because"]):
            self.report.add(f"entry {number}", f"its vault row is not as entry {sequence} says it was erased")
        if self.has_rows:
            self.states.forget(number, told["forgotten"])

    def _check_tile(self, position: int, hashes: bytes) -> None:
        """Compare a tile of level 0 with the stored one. Integration may lag, so the last may be short or absent."""
        where = f"tile 0/{position}"
        if self._stored is None:
            return
        if self._stored[0] != position:
            self.report.add(where, "is missing")
            return
        stored = bytes(self._stored[1])
        self._stored = next(self._tiles, None)
        self._tiled = position * 256 + len(stored) // 32
        if self._stored is not None and len(stored) != 8192:
            self.report.add(where, "is short, though others follow")
        if not stored or len(stored) % 32 or stored != hashes[: len(stored)]:
            wrong = [at for at in range(0, len(hashes), 32) if stored[at : at + 32] != hashes[at : at + 32]]
            self.report.add(
                where, f"differs from the entries, first at entry {position * 256 + (wrong or [0])[0] // 32}"
            )

    def _check_end(self) -> None:
        """What can be said only after the last entry."""
        if self.tree.tile:
            self._check_tile(self.tree.size // 256, b"".join(self.tree.tile))
        while self._stored is not None:
            self.report.add(f"tile 0/{self._stored[0]}", "has no entries")
            self._stored = next(self._tiles, None)
        self.checkpoints.compare(self.tree, at_end=True)
        if self._tiled < min(self.checkpoints.newest, self.tree.size):
            self.report.add("tiles", f"end at entry {self._tiled}, before the newest checkpoint")
        self._check_upper_tiles()
        for sequence in self._erased:
            self.report.add(f"entry {sequence}", "its payload is gone, and no entry records that it was erased")
        orphans = "SELECT v.sequence FROM ledger_vault v LEFT JOIN ledger_entry e ON e.sequence = v.sequence"
        for (sequence,) in self.source.rows(f"{orphans} WHERE e.sequence IS NULL ORDER BY 1"):
            self.report.add(f"vault {sequence}", "belongs to no entry")
        head = list(self.source.rows("SELECT id, size, last_at FROM ledger_head"))
        if head != [(1, self.tree.size, self.last_at)] and (head or self.tree.size):
            self.report.add("head", f"does not say that there are {self.tree.size} entries, the last of {self.last_at}")
        self.report.count("entries under no checkpoint yet", max(0, self.tree.size - self.checkpoints.newest))

    def _check_upper_tiles(self) -> None:
        """Every tile above level 0 follows from the full tiles below it."""
        expected = {}
        level, hashes = 1, self.tree.full[: self._tiled // 256]
        while hashes:
            for at in range(0, len(hashes), 256):
                expected[level, at // 256] = b"".join(hashes[at : at + 256])
            hashes = [root_of(hashes[at : at + 256]) for at in range(0, len(hashes) - 255, 256)]
            level += 1
        rows = self.source.rows("SELECT level, position, hashes FROM ledger_tile WHERE level <> 0")
        stored = {(level, position): bytes(hashes) for level, position, hashes in rows}
        for key in sorted(expected.keys() | stored.keys()):
            if expected.get(key) != stored.get(key):
                self.report.add(f"tile {key[0]}/{key[1]}", "differs from what the tiles below it make")
        self.report.count("tiles", len(stored) + -(-self._tiled // 256))


# Two processors:
HEAD = "SELECT size, last_at FROM ledger_head"


class Second:
    """A second process of this program, which compares the rows of the house while this one checks the ledger.

    Both look at the database as it was after the same entry. Findings in entries and payloads change what can be said
    of rows: then its answer is thrown away and one process does all. So the report is always that of one process.
    """

    def __init__(self, source: Source) -> None:
        command = [sys.executable, "-I" if sys.flags.isolated else "-P", __file__, SECOND, source.file, source.driver]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")  # noqa: S603 - ourselves

    @classmethod
    def begin(cls, source: Source, log: Path | None) -> tuple[Second | None, int]:
        """One that is at work, where it is worth while and can be had; and where the log of checkpoints ends for us."""
        if not source.is_ours or not source.file or _processors() < 2 or Path(source.file).stat().st_size < WORTH:
            return None, _end_of(log)
        second = None
        try:
            second = cls(source)
            second.listen()
            for _ in range(100):
                source.refresh()
                end = _end_of(log)
                ours = list(source.rows(HEAD))  # first, so that what a crash left in the log of writes is taken in once
                if [tuple(row) for row in second.ask("look")] == ours:
                    second.tell("go")
                    return second, end
        except (OSError, EOFError, source.connection.DatabaseError):
            pass  # then one process does all, and says what is wrong
        except BaseException:
            if second is not None:
                second.end()
            raise
        if second is not None:
            second.end()
        source.refresh()
        return None, _end_of(log)

    def tell(self, word: str) -> None:
        """Say a word to the other process."""
        if self._process.stdin is not None:
            self._process.stdin.write(f"{word}\n")
            self._process.stdin.flush()

    def listen(self) -> Any:
        """What the other process says; EOFError when it ended instead."""
        line = "" if self._process.stdout is None else self._process.stdout.readline()
        if not line.endswith("\n"):
            raise EOFError(f"exit status {self._process.wait()}")
        return json.loads(line)

    def ask(self, word: str) -> Any:
        """Say a word, and hear the answer."""
        self.tell(word)
        return self.listen()

    def add_to(self, report: Report) -> bool:
        """Add what was found in the rows of the house; False when one process must look at everything instead."""
        if not report.is_clean:
            return False
        try:
            told = self.listen()
        except EOFError as problem:
            raise ChildProcessError(
                f"the second process, which compared the rows of the house, was ended ({problem}), so nothing is"
                " proved. Verify again; if it happens again, look whether there is enough memory."
            ) from None
        if told["problem"]:
            return False
        for finding in told["findings"]:
            report.add(*finding)
        report.further += told["further"]
        for what, number in told["counts"].items():
            report.count(what, number)
        return True

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.communicate()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def be_second(file: str, driver: str) -> int:
    """What the second process does: look when it is told to, then compare the rows of the house."""
    source = open_source(file, import_module(driver))
    print("true", flush=True)  # noqa: T201 - the pipe to the first process
    while (word := sys.stdin.readline()) == "look\n":
        source.refresh()
        print(json.dumps(list(source.rows(HEAD))), flush=True)  # noqa: T201
    if word != "go\n":
        return 2
    # Nothing more is said to us: what is read then is that the first process is gone.
    threading.Thread(target=lambda: os.read(0, 1) or os._exit(2), daemon=True).start()
    report, states, problem = Report(), States(), ""
    try:
        states.collect(source)
        states.compare(source, report)
    except Exception as found:  # noqa: BLE001 - whatever it is, the first process will meet it, and say where
        problem = f"{type(found).__name__}: {found}"
    told = {"findings": report.findings, "further": report.further, "counts": report.counts, "problem": problem}
    print(json.dumps(told), flush=True)  # noqa: T201
    return 0


# All together:
def verify(
    source: Source,
    keys: Sequence[str],
    *,
    origin: str | None = None,
    log: Path | None = None,
    media: Path | None = None,
    notes: Sequence[str] = (),
    receipts: Sequence[str] = (),
    extra: Iterable[Callable[[Source], Iterable[Finding]]] = (),
) -> Report:
    """Check a database. keys: verifier keys, as text. origin: the log's, if not the first key's name. log: the file
    checkpoints.log. media: the folder of media. notes, receipts: texts of checkpoints and receipts held elsewhere.
    extra: further checks."""
    held = [*notes, *(receipt.partition("\n\n")[2] for receipt in receipts)]
    report = Report()
    try:
        checkpoints, report, damage = _read_all(source, keys, origin, log, held)
        for number, receipt in enumerate(receipts, 1):
            try:
                _compare_receipt(source, receipt, checkpoints, report)
            except ValueError as problem:
                report.add(f"receipt {number}", str(problem))
        for finding in chain(*(check(source) for check in extra), damage):
            report.add(*finding)
        if media is not None:
            Media(media).compare(source, report)
    except (source.connection.DatabaseError, UnicodeDecodeError) as problem:  # also a message that is not text
        if not source.is_damage(problem):
            raise
        report.add("file of the database", f"cannot be read: {problem}")
    finally:
        source.close_cursors()
    return report


def _read_all(
    source: Source, keys: Sequence[str], origin: str | None, log: Path | None, held: Sequence[str]
) -> tuple[Checkpoints, Report, list[Finding]]:
    """Pass over everything; once more in one process where two found something, or where text is not UTF-8."""
    second, end = Second.begin(source, log)
    try:
        for _ in range(3):
            try:
                checkpoints = Checkpoints(source, keys, origin, log, held, end)
                report = Verifier(source, checkpoints, has_rows=second is None).run()
            except source.connection.OperationalError as problem:
                if "decode" not in str(problem):
                    raise
                source.be_lenient()
            else:
                damage = list(source.damage())
                if second is None or second.add_to(report):
                    return checkpoints, report, damage
            source.close_cursors()
            if second is not None:
                second.end()
                second = None
    finally:
        if second is not None:
            second.end()
    raise ValueError("the database holds text that cannot be read")


def _compare_receipt(source: Source, receipt: str, checkpoints: Checkpoints, report: Report) -> None:
    """The entry that a receipt proves must be the one in the database."""
    leaf = leaf_of(check_receipt(receipt, checkpoints.read))
    index = read_receipt(receipt)[1]
    query = f"SELECT entry FROM ledger_entry WHERE sequence = {index}"  # noqa: S608 - a number
    if leaf_of(next(source.rows(query), ("",))[0].encode()) != leaf:
        report.add(f"entry {index}", "is not the one a receipt proves")
    report.count("receipts")


def check_receipt(text: str, read: Callable[[str], tuple[int, bytes]]) -> bytes:
    """The entry that a receipt proves, or of a sealed one the leaf hash; ValueError when it proves none."""
    entry, index, proof, note = read_receipt(text)
    size, root = read(note)
    if climb(index, size, leaf_of(entry), proof) != root:
        raise ValueError("the proof does not lead from the entry to the signed root")
    return entry


def leaf_of(entry: bytes) -> bytes:
    """The leaf hash of an entry. 32 bytes are one already: no entry is as short."""
    return entry if len(entry) == 32 else sha256(b"\x00" + entry).digest()


def follow_changes(keys: KeyChain, origin: str, lines: str) -> None:
    """Trust the keys that changes lead to (statement and proof, a JSON object a line), once every proof holds."""
    proofs = []
    for line in filter(None, lines.split("\n")):
        told = json.loads(line)
        entry = json.loads(read_receipt(told["proof"])[0])
        if entry["kind"] != "ledger.key_rotated":
            raise ValueError("a proof is not that of a change of keys")
        keys.follow(entry["sequence"], entry["object"], told["statement"])
        proofs.append(told["proof"])
    keys.settle()
    for number, proof in enumerate(proofs[: len(keys.starts)]):
        check_receipt(proof, lambda note: keys.read(note, origin)[:2])
        signers = keys.read(read_receipt(proof)[3], origin)[2]
        if not all(keys.signed(number + step, signers) for step in (0, 1)):
            raise ValueError(f"entry {keys.starts[number]} is not proved with the retired and the new keys")


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; the exit status."""
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == [SECOND]:
        return be_second(*given[1:])
    parser = argparse.ArgumentParser("verify.py", description="Check a Coffeehouse database, or a receipt alone.")
    parser.add_argument("database", nargs="?", help="file of SQLite, or postgresql:// address")
    parser.add_argument("--vkey", action="append", required=True, help="verifier key (name+id+key) of the ledger")
    parser.add_argument("--origin", help="origin of the ledger, if it is not the name of the first key")
    parser.add_argument("--log", type=Path, help="checkpoints.log of the data folder, or a copy kept elsewhere")
    parser.add_argument("--media", type=Path, help="the folder of media of the data folder")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="a checkpoint kept elsewhere")
    parser.add_argument("--receipt", type=Path, action="append", default=[], help="a receipt (.tlog-proof)")
    parser.add_argument("--key-changes", type=Path, help="changes of keys, of /ledger/key-changes; for receipts alone")
    options = parser.parse_args(given)
    try:
        report = _run(options)
    except Exception as problem:  # noqa: BLE001 - whatever keeps us from checking is told, and is not a finding
        print(f"could not verify: {type(problem).__name__}: {problem}", file=sys.stderr)  # noqa: T201
        return 2
    lines = [f"{where}: {what}" for where, what in report.findings]
    lines += [f"and {report.further} further findings"] if report.further else []
    lines.append(", ".join(f"{number} {what}" for what, number in report.counts.items()))
    print(*lines, "verified: nothing found" if report.is_clean else "NOT VERIFIED", sep="\n")  # noqa: T201
    return 0 if report.is_clean else 1


def _run(options: argparse.Namespace) -> Report:
    notes, receipts = ([file.read_text("utf-8") for file in files] for files in (options.checkpoint, options.receipt))
    if options.database is not None:
        source = open_source(options.database)
        return verify(
            source,
            options.vkey,
            origin=options.origin,
            log=options.log,
            media=options.media,
            notes=notes,
            receipts=receipts,
        )
    if not receipts:
        raise ValueError("name a database, a receipt, or both")
    report = Report()
    keys = KeyChain(options.vkey)
    origin = options.origin or keys.name
    if options.key_changes is not None:
        follow_changes(keys, origin, options.key_changes.read_text("utf-8"))
    for file, receipt in zip(options.receipt, receipts, strict=True):
        try:
            entry = check_receipt(receipt, lambda note: keys.read(note, origin)[:2])
            sealed = f"sealed entry {read_receipt(receipt)[1]}, leaf hash {entry.hex()}"
            print(sealed if len(entry) == 32 else entry.decode())  # noqa: T201
        except ValueError as problem:
            report.add(str(file), str(problem))
        report.count("receipts")
    return report


if __name__ == "__main__":
    raise SystemExit(main())
