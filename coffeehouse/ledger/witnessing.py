"""The house as a witness: judges checkpoints of other ledgers against what it cosigned before, and cosigns.

    channels.witnessing → add_checkpoint → a row of ledger_witnessed, cosignature lines

Judging and remembering are one transaction, so two checkpoints that contradict each other are never both cosigned.
Cosigning is no act, as signing is none: an entry for each would make the next checkpoint necessary, and that the next
entry, at both ends, for ever. What raises suspicion is handed back to the caller, who has it recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from coffeehouse.database import sql, transaction
from coffeehouse.kernel import clock
from coffeehouse.ledger.checkpoints import Checkpoint
from coffeehouse.ledger.cosignatures import Cosigner
from coffeehouse.ledger.key_files import ensure
from coffeehouse.ledger.log_keys import parse_log_key
from coffeehouse.ledger.notes import NoteKey, parse_note
from coffeehouse.ledger.witness import (
    Refused,
    Submission,
    check_continues,
    check_signed,
    check_sizes,
    parse_submission,
)

ED25519_FILE = Path("keys") / "witness.key"
MLDSA_FILE = Path("keys") / "witness-mldsa.key"
# Asked again about the same tree within this time, the answer is the one given before.
FRESH = 60 * clock.SECOND
TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two checkpoints of one ledger that do not fit together. known: what we cosigned; shown: what we refused."""

    kind: str
    origin: str
    size: int
    known: str
    shown: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender of a checkpoint is told, and what it raises, to be recorded."""

    status: int
    body: str
    content_type: str = TYPE
    suspicion: Suspicion | None = None


@dataclass(frozen=True, slots=True)
class WitnessedTree:
    """The largest tree of a ledger that we cosigned. note: signed by the ledger; lines: our cosignatures."""

    origin: str
    size: int
    root: bytes
    note: str
    lines: str
    cosigned_at: int

    @property
    def cosigned_note(self) -> str:
        """The note with our signatures under it."""
        return self.note + self.lines


def ensure_cosigners(folder: Path, name: str) -> list[Cosigner]:
    """The witness's keys in `<folder>/keys`, made on first use; never those of the ledger (tlog-cosignature)."""
    return [
        Cosigner(name, ensure(folder / ED25519_FILE, Ed25519PrivateKey)),
        Cosigner(name, ensure(folder / MLDSA_FILE, MLDSA44PrivateKey)),
    ]


def add_checkpoint(body: bytes, cosigners: Sequence[Cosigner]) -> Answer:
    """Judge a submission (tlog-witness, add-checkpoint); when it passes, remember it and cosign."""
    try:
        submission, checkpoint = parse_submission(body)
        keys = trusted_keys(checkpoint.origin)
        check_signed(submission.note, keys)
        check_sizes(submission, checkpoint)
    except Refused as refused:
        return _refusal(refused)
    note = _without_strangers(submission.note, keys)
    # First without holding up writers: most of what is refused, or asked again, needs no turn of its own.
    answer = _known_answer(submission, checkpoint, note)
    if answer is None:
        with transaction.write():
            answer = _known_answer(submission, checkpoint, note)
            if answer is None:
                answer = Answer(200, _cosign(submission, checkpoint, note, cosigners))
    return answer


def _known_answer(submission: Submission, checkpoint: Checkpoint, note: str) -> Answer | None:
    """A refusal, or the lines given a moment ago for the same; None where the checkpoint is to be cosigned now."""
    seen = latest_witnessed(checkpoint.origin)
    same = _witnessed(checkpoint.origin, "size = %s", checkpoint.size)
    try:
        check_continues(submission, checkpoint, _head(seen), None if same is None else same.root)
    except Refused as refused:
        known = same or seen
        if known is None or not refused.suspicion:
            return _refusal(refused)
        shown = Suspicion(refused.suspicion, checkpoint.origin, checkpoint.size, known.cosigned_note, note)
        return _refusal(refused, shown)
    if seen is not None and (seen.size, seen.note) == (checkpoint.size, note):
        return Answer(200, seen.lines) if 0 <= clock.now_ms() - seen.cosigned_at < FRESH else None
    return None


def _refusal(refused: Refused, suspicion: Suspicion | None = None) -> Answer:
    return Answer(refused.status, refused.body, refused.content_type, suspicion)


def _cosign(submission: Submission, checkpoint: Checkpoint, note: str, cosigners: Sequence[Cosigner]) -> str:
    """Keep the checkpoint as the largest seen; the cosignature lines."""
    now = clock.now_ms()
    text = submission.text
    lines = "".join(cosigner.cosign(text, now // 1000) for cosigner in cosigners)
    day = now - now % clock.DAY
    sql.execute(
        "DELETE FROM ledger_witnessed WHERE origin = %s AND (cosigned_at >= %s OR size = %s)",
        (checkpoint.origin, day, checkpoint.size),
    )
    sql.execute(
        "INSERT INTO ledger_witnessed (origin, size, root, note, lines, cosigned_at) VALUES (%s, %s, %s, %s, %s, %s)",
        (checkpoint.origin, checkpoint.size, checkpoint.root, note, lines, now),
    )
    return lines


def trusted_keys(origin: str) -> list[NoteKey]:
    """The keys we know a ledger by; none when we do not watch it."""
    found = sql.rows("SELECT key FROM ledger_trustedlog WHERE origin = %s ORDER BY id", (origin,))
    return [parse_log_key(key) for (key,) in found]


def latest_witnessed(origin: str) -> WitnessedTree | None:
    """The largest tree of a ledger that we cosigned."""
    return _witnessed(origin, "size >= %s", 0)


def witnessed_by_hash(origin_hash: str) -> WitnessedTree | None:
    """The same for the ledger whose origin has this SHA-256, in hexadecimal (tlog-witness, monitor retrieval)."""
    for (origin,) in sql.rows("SELECT DISTINCT origin FROM ledger_witnessed"):
        if sha256(origin.encode()).hexdigest() == origin_hash:
            return latest_witnessed(origin)
    return None


def _witnessed(origin: str, condition: str, size: int) -> WitnessedTree | None:
    found = sql.row(
        "SELECT origin, size, root, note, lines, cosigned_at FROM ledger_witnessed"  # noqa: S608  # two fixed conditions
        f" WHERE origin = %s AND {condition} ORDER BY size DESC LIMIT 1",
        (origin, size),
    )
    return None if found is None else WitnessedTree(found[0], found[1], bytes(found[2]), *found[3:])


def _head(seen: WitnessedTree | None) -> Checkpoint | None:
    return None if seen is None else Checkpoint(seen.origin, seen.size, seen.root)


def _without_strangers(note: str, keys: Sequence[NoteKey]) -> str:
    """The note without signatures of strangers: those are nothing we vouch for, and could be any text of any length."""
    known = {(key.name, key.key_id) for key in keys}
    parsed = parse_note(note)
    lines = [each.line() for each in parsed.signatures if (each.name, each.key_id) in known]
    return f"{parsed.text}\n{''.join(lines)}"
