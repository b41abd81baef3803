"""C2SP tlog-proof: the receipt a sender keeps. Entry, index, inclusion proof and signed checkpoint in one text. Pure.

`extra` carries the entry itself (RFC 8785 JSON), so that the holder can recompute the leaf; as the specification asks,
it is trusted only because the leaf computed from it leads to the signed root. In a sealed receipt, for those who may
not read the entry, it is the 32 bytes of the leaf hash: no entry is as short. Specification: c2sp.org/tlog-proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coffeehouse.ledger import base64_text
from coffeehouse.ledger.checkpoints import Checkpoint, CheckpointError, open_checkpoint, parse_size
from coffeehouse.ledger.notes import NoteKey
from coffeehouse.ledger.proofs import ProofError, verify_inclusion
from coffeehouse.ledger.tree import HASH_SIZE, leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63


class ProofFileError(ValueError):
    """The text is not a proof file, or does not prove that its entry is in the log."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A proof file taken apart. `checkpoint` is the signed note, verbatim."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def text(self) -> str:
        """The file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64_text.encode(self.extra)}")
        lines.append(f"index {self.index}")
        lines += [base64_text.encode(item) for item in self.proof]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def parse_proof_file(text: str) -> ProofFile:
    """Take a proof file apart, strictly."""
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != HEADER:
        raise ProofFileError(f"a proof file begins with the line {HEADER} and has a blank line before the checkpoint")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _decode(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise ProofFileError("the index line is missing")
    try:
        index = parse_size(lines.pop(0).removeprefix("index "))
    except CheckpointError as problem:
        raise ProofFileError(str(problem)) from problem
    proof = tuple(_decode(line) for line in lines)
    if len(proof) > MAX_HASHES or any(len(item) != HASH_SIZE for item in proof):
        raise ProofFileError(f"the proof is at most {MAX_HASHES} hashes of 32 bytes")
    return ProofFile(index, proof, checkpoint, extra)


def verify_proof_file(text: str, keys: Sequence[NoteKey], origin: str) -> tuple[bytes, Checkpoint]:
    """The entry (from `extra`) that the file proves, and the checkpoint it is proved against; or ProofFileError.

    Of a sealed receipt, the leaf hash in place of the entry: `is_sealed`.
    """
    return prove(text, lambda note: open_checkpoint(note, keys, origin))


def prove(text: str, open_note: Callable[[str], Checkpoint]) -> tuple[bytes, Checkpoint]:
    """The same, where `open_note` says which checkpoints hold (a ledger's keys may have changed)."""
    parsed = parse_proof_file(text)
    if parsed.extra is None:
        raise ProofFileError("the file does not carry its entry")
    try:
        checkpoint = open_note(parsed.checkpoint)
        leaf = parsed.extra if is_sealed(parsed.extra) else leaf_hash(parsed.extra)
        verify_inclusion(parsed.index, checkpoint.size, leaf, parsed.proof, checkpoint.root)
    except (CheckpointError, ProofError) as problem:
        raise ProofFileError(str(problem)) from problem
    return parsed.extra, checkpoint


def is_sealed(extra: bytes) -> bool:
    """Whether this is the leaf hash of an entry instead of the entry."""
    return len(extra) == HASH_SIZE


def _decode(text: str) -> bytes:
    try:
        return base64_text.decode(text)
    except ValueError as problem:
        raise ProofFileError(str(problem)) from problem
