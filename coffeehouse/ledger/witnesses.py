"""The witnesses of our ledger: who they are, how far each has come, and the cosignatures they gave.

    sign → delivery.witnesses sends the newest checkpoint → keep_cosigned

How far a witness has come is kept beside the acts, as signing is: see `witness_models`.
"""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.ledger.checkpoints import parse_checkpoint
from coffeehouse.ledger.cosignatures import CosignerKey, parse_cosigner_key
from coffeehouse.ledger.notes import parse_note
from coffeehouse.ledger.queries import SignedCheckpoint

# A witness is asked again at the earliest after this time; the newest checkpoint covers all before it.
PACE = 20 * clock.SECOND
# For so long a turn that was given out is left to whoever took it.
TURN = 60 * clock.SECOND
LONGEST_PAUSE = 10 * clock.MINUTE

_COLUMNS = (
    "w.id, w.url, w.keys, w.added_at, s.size, s.cosigned_at, s.asked_at, s.failure_count, s.problem"
    " FROM ledger_witness w JOIN ledger_submission s ON s.witness_id = w.id"
)


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """A witness and how far it has come. size: the largest checkpoint it cosigned, as far as we know; problem: ""."""

    id: int
    url: str
    keys: tuple[CosignerKey, ...]
    added_at: int
    size: int
    cosigned_at: int | None
    asked_at: int | None
    failure_count: int
    problem: str

    @property
    def name(self) -> str:
        """The name it signs with."""
        return self.keys[0].name


def list_witnesses() -> list[KnownWitness]:
    """All of them, the longest known first."""
    return [_witness(row) for row in sql.rows(f"SELECT {_COLUMNS} ORDER BY w.id")]


def find_witness(witness_id: int) -> KnownWitness | None:
    """One of them."""
    row = sql.row(f"SELECT {_COLUMNS} WHERE w.id = %s", (witness_id,))
    return None if row is None else _witness(row)


def _witness(row: sql.Row) -> KnownWitness:
    keys = tuple(parse_cosigner_key(line) for line in row[2].splitlines())
    return KnownWitness(row[0], row[1], keys, *row[3:])


def due_witnesses(now: int) -> list[int]:
    """Witnesses that have not cosigned the newest checkpoint and whose turn it is.

    A turn further off than any pause is one from before the clock was set back: it is now.
    """
    found = sql.rows(
        "SELECT s.witness_id FROM ledger_submission s"
        " WHERE (s.next_at <= %s OR s.next_at > %s) AND s.size < (SELECT max(size) FROM ledger_checkpoint)"
        " ORDER BY s.witness_id",
        (now, now + LONGEST_PAUSE),
    )
    return [witness_id for (witness_id,) in found]


def give_turn(witness_id: int, now: int) -> bool:
    """Whether the turn was free; from now on it is taken. Within a write transaction."""
    return bool(
        sql.execute(
            "UPDATE ledger_submission SET next_at = %s, asked_at = %s"
            " WHERE witness_id = %s AND (next_at <= %s OR next_at > %s)",
            (now + TURN, now, witness_id, now, now + LONGEST_PAUSE),
        )
    )


def keep_cosigned(witness_id: int, size: int, lines: str, now: int) -> None:
    """A witness has cosigned. Its older lines of the same day go. Within a write transaction."""
    changed = sql.execute(
        "UPDATE ledger_submission SET size = %s, cosigned_at = %s, next_at = %s, failure_count = 0, problem = ''"
        " WHERE witness_id = %s AND size <= %s",
        (size, now, now + PACE, witness_id, size),
    )
    if not changed:
        return  # removed meanwhile, or another was faster
    sql.execute(
        "DELETE FROM ledger_cosignature WHERE witness_id = %s AND (cosigned_at >= %s OR size = %s)",
        (witness_id, now - now % clock.DAY, size),
    )
    sql.execute(
        "INSERT INTO ledger_cosignature (witness_id, size, lines, cosigned_at) VALUES (%s, %s, %s, %s)",
        (witness_id, size, lines, now),
    )


def keep_problem(witness_id: int, problem: str, now: int) -> None:
    """A turn came to nothing; the next one is later each time. Within a write transaction."""
    row = sql.row("SELECT failure_count FROM ledger_submission WHERE witness_id = %s", (witness_id,))
    if row is None:
        return
    pause = min(PACE * 2 ** min(row[0], 20), LONGEST_PAUSE)
    sql.execute(
        "UPDATE ledger_submission SET failure_count = failure_count + 1, problem = %s, next_at = %s"
        " WHERE witness_id = %s",
        (problem[:500], now + pause, witness_id),
    )


def last_notice(kind: str) -> int | None:
    """When a checkpoint last went out as a `post`, or a `mail`; None before the first."""
    found = sql.value("SELECT max(sent_at) FROM ledger_notice WHERE kind = %s", (kind,))
    return None if found is None else int(found)


def cosignature_lines(size: int) -> str:
    """What witnesses wrote under our checkpoint of this size, to be put below its note; "" when none did."""
    found = sql.rows("SELECT lines FROM ledger_cosignature WHERE size = %s ORDER BY witness_id", (size,))
    return "".join(lines for (lines,) in found)


def cosigned_checkpoint() -> SignedCheckpoint | None:
    """Our newest checkpoint that a witness has cosigned, its cosignatures below the note; None before the first."""
    found = sql.row(
        "SELECT note, signed_at FROM ledger_checkpoint WHERE size = (SELECT max(size) FROM ledger_cosignature)"
    )
    if found is None:
        return None
    note, signed_at = found
    checkpoint = parse_checkpoint(parse_note(note).text)
    return SignedCheckpoint(checkpoint, note + cosignature_lines(checkpoint.size), signed_at)
