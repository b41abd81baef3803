"""What other parts of the house may ask the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgspec import json

from coffeehouse.database import sql
from coffeehouse.kernel.errors import NotFound
from coffeehouse.ledger.checkpoints import Checkpoint, parse_checkpoint
from coffeehouse.ledger.entries import Entry, parse_entry
from coffeehouse.ledger.notes import parse_note
from coffeehouse.ledger.rotation import KIND, Rotation, parse_statement
from coffeehouse.ledger.stored_tiles import integrated_size

_ENTRY = "SELECT sequence, time_at, kind, actor, object, channel, entry FROM ledger_entry WHERE "


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as the ledger holds it: a few columns, and its canonical text."""

    sequence: int
    time_at: int
    kind: str
    actor: str
    object: str
    channel: str
    text: str

    @property
    def entry(self) -> Entry:
        """All of it."""
        return parse_entry(self.text.encode())


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with its signed note and the time of signing."""

    checkpoint: Checkpoint
    note: str
    signed_at: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How far recording, integration and signing have come, each in entries."""

    entries: int
    integrated: int
    signed: int


def read_entry(sequence: int) -> Recorded:
    """The entry with this sequence, or NotFound."""
    found = find_entry(sequence)
    if found is None:
        raise NotFound("The ledger has no entry with this number.")
    return found


def find_entry(sequence: int) -> Recorded | None:
    """The entry with this sequence, if there is one."""
    # Beyond 2^63 the databases would raise instead of finding nothing.
    found = sql.row(_ENTRY + "sequence = %s", (sequence,)) if 0 <= sequence < 1 << 63 else None
    return None if found is None else Recorded(*found)


def entries_of(object: str) -> list[Recorded]:
    """The entries about an object ("post/77"), oldest first."""
    return [Recorded(*row) for row in sql.rows(_ENTRY + "object = %s ORDER BY sequence", (object,))]


def latest_entries(limit: int = 20, before: int | None = None) -> list[Recorded]:
    """The newest entries, newest first; `before` a sequence for the page after it."""
    highest = (1 << 62) if before is None else min(before, 1 << 62)
    return [
        Recorded(*row) for row in sql.rows(_ENTRY + "sequence < %s ORDER BY sequence DESC LIMIT %s", (highest, limit))
    ]


def latest_checkpoint(including: int | None = None) -> SignedCheckpoint | None:
    """The newest checkpoint; with `including`, only if that entry is under it. None before the first."""
    statement = "SELECT note, signed_at FROM ledger_checkpoint WHERE size > %s ORDER BY size DESC LIMIT 1"
    return _signed(statement, -1 if including is None else including)


def _signed(statement: str, size: int) -> SignedCheckpoint | None:
    found = sql.row(statement, (size,))
    if found is None:
        return None
    note, signed_at = found
    return SignedCheckpoint(parse_checkpoint(parse_note(note).text), note, signed_at)


def ml_dsa_lines(size: int) -> str:
    """The ML-DSA-44 signature lines of a checkpoint, to be put below its note; "" where they were not kept."""
    return sql.value("SELECT lines FROM ledger_mldsasignature WHERE size = %s", (size,)) or ""


def cosignature_lines(size: int) -> list[str]:
    """What witnesses added under a checkpoint, each line with its newline."""
    found = sql.rows("SELECT lines FROM ledger_cosignature WHERE size = %s ORDER BY witness_id", (size,))
    return [line for (lines,) in found for line in lines.splitlines(keepends=True)]


def published_note(signed: SignedCheckpoint) -> str:
    """A checkpoint with every signature there is: both algorithms of the ledger's own, and its witnesses'."""
    size = signed.checkpoint.size
    return signed.note + ml_dsa_lines(size) + "".join(cosignature_lines(size))


def signed_as_another(origin: str) -> str:
    """The name the first and the last checkpoint were signed under, where it is not `origin`; else empty.

    Raises ValueError where they cannot be read.
    """
    first, last = first_checkpoint_over(0), latest_checkpoint()
    names = {signed.checkpoint.origin for signed in (first, last) if signed is not None}
    return names.pop() if len(names) == 1 and origin not in names else ""


def first_checkpoint_over(sequence: int) -> SignedCheckpoint | None:
    """The first checkpoint that covers an entry; None until there is one."""
    return _signed("SELECT note, signed_at FROM ledger_checkpoint WHERE size > %s ORDER BY size LIMIT 1", sequence)


def signed_size() -> int:
    """How many entries the newest checkpoint covers."""
    return sql.value("SELECT max(size) FROM ledger_checkpoint") or 0


def rotations() -> list[Rotation]:
    """Every change of the ledger's keys, the oldest first."""
    found = sql.rows(
        "SELECT e.sequence, s.statement FROM ledger_keystatement s JOIN ledger_entry e ON e.object = s.object"
        " AND e.kind = %s ORDER BY e.sequence",
        (KIND,),
    )
    return [Rotation(sequence, parse_statement(statement)) for sequence, statement in found]


def counts() -> Counts:
    """How many entries are recorded, in the tree, and under a checkpoint."""
    size = sql.value("SELECT size FROM ledger_head WHERE id = 1")
    return Counts(size or 0, integrated_size(), signed_size())


@dataclass(frozen=True, slots=True)
class Position:
    """How far the house has come: entries recorded, and the last id given. Everything up to both is committed."""

    entries: int
    last_id: int


def position() -> Position:
    """Where the house stands now."""
    found = sql.row("SELECT size, last_id FROM ledger_head WHERE id = 1")
    return Position(*found) if found else Position(0, 0)


def entries_between(first: int, end: int) -> list[Recorded]:
    """The entries with sequences from `first` up to but not including `end`, in order."""
    return [
        Recorded(*row) for row in sql.rows(f"{_ENTRY}sequence >= %s AND sequence < %s ORDER BY sequence", (first, end))
    ]


def payload_of(sequence: int) -> dict[str, Any]:
    """What the vault holds of an act: `command`, `kept`, ...; nothing when it has been erased."""
    payload = sql.value("SELECT payload FROM ledger_vault WHERE sequence = %s", (sequence,))
    found: dict[str, Any] = json.decode(payload) if payload else {}
    return found
