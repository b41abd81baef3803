"""Change of the ledger's keys: the statement that the ledger records, and which key may sign which checkpoint. Pure.

The entry of a rotation names the SHA-256 of the statement as its object, so the statement is proved by the tree itself
and not by anything that could be erased. The first checkpoint over that entry carries signatures of both, the retired
and the current keys: whoever trusts either can follow to the other. Afterwards the retired keys count no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from coffeehouse.ledger.checkpoints import Checkpoint, CheckpointError, parse_checkpoint
from coffeehouse.ledger.log_keys import parse_log_key
from coffeehouse.ledger.notes import NoteError, NoteKey, check_name, open_note

KIND = "ledger.key_rotated"
HEADER = "coffeehouse ledger keys v1"
REASONS = ("planned", "compromised")


class RotationError(ValueError):
    """The text is not a statement of keys."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Which keys are retired, which sign from now on, and why ("planned" or "compromised"). Keys as verifier keys."""

    origin: str
    because: str
    retired: tuple[str, ...]
    current: tuple[str, ...]

    def text(self) -> str:
        """The statement, one fact a line."""
        lines = [HEADER, f"origin {self.origin}", f"because {self.because}"]
        lines += [f"retired {key}" for key in self.retired] + [f"current {key}" for key in self.current]
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Rotation:
    """A recorded statement and the entry that names it."""

    sequence: int
    statement: Statement


def object_of(text: str) -> str:
    """How the entry names the statement `text`."""
    return f"ledger-key/{sha256(text.encode()).hexdigest()}"


def parse_statement(text: str) -> Statement:
    """Read a statement, strictly: one spelling for each."""
    lines = text.split("\n")
    told: dict[str, list[str]] = {"origin": [], "because": [], "retired": [], "current": []}
    for line in lines[1:-1]:
        word, _space, value = line.partition(" ")
        if word not in told:
            raise RotationError(f"not a line of a statement of keys: {line[:40]!r}")
        told[word].append(value)
    if lines[0] != HEADER or len(told["origin"]) != 1 or len(told["because"]) != 1:
        raise RotationError(f"a statement of keys begins with the lines {HEADER}, origin and because")
    statement = Statement(told["origin"][0], told["because"][0], tuple(told["retired"]), tuple(told["current"]))
    if statement.because not in REASONS or not statement.retired or not statement.current:
        raise RotationError("a statement names the reason, at least one retired and one current key")
    try:
        names = {parse_log_key(key).name for key in (*statement.retired, *statement.current)}
        check_name(statement.origin)
    except NoteError as problem:
        raise RotationError(str(problem)) from problem
    if names != {statement.origin} or set(statement.retired) & set(statement.current) or statement.text() != text:
        raise RotationError("the keys are not of this ledger, or not in the one form of a statement")
    return statement


class KeyHistory:
    """All keys a ledger ever had, and from which entry on each set signs."""

    def __init__(self, current: Iterable[NoteKey], rotations: Sequence[Rotation] = ()) -> None:
        """rotations: in the order of the ledger. current: the keys of today, for a ledger that never changed them."""
        if rotations:
            sets = [rotations[0].statement.retired, *(each.statement.current for each in rotations)]
            self._sets = [tuple(parse_log_key(key) for key in keys) for keys in sets]
        else:
            self._sets = [tuple(current)]
        self._starts = [each.sequence for each in rotations]

    @property
    def keys(self) -> list[NoteKey]:
        """Every key, the oldest first."""
        return [key for keys in self._sets for key in keys]

    def open(self, note: str, origin: str) -> Checkpoint:
        """The checkpoint, if a key that could sign at its size has signed it; or CheckpointError."""
        try:
            opened = open_note(note, self.keys)
        except NoteError as problem:
            raise CheckpointError(str(problem)) from problem
        checkpoint = parse_checkpoint(opened.text)
        if checkpoint.origin != origin:
            raise CheckpointError(f"the checkpoint is about {checkpoint.origin!r}, not {origin!r}")
        changes = sum(start < checkpoint.size for start in self._starts)
        allowed = {(key.name, key.key_id) for key in self._sets[changes]}
        if not any((signature.name, signature.key_id) in allowed for signature in opened.signatures):
            raise CheckpointError(
                f"the checkpoint of {checkpoint.size} is signed with a key that was retired, or not yet in use"
            )
        return checkpoint
