"""Receipts: the proof file of an entry, against the newest checkpoint.

Whoever holds it can show, with the ledger's public key and no access to the house, that this was recorded then.
"""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.ledger.entries import Entry
from coffeehouse.ledger.proof_file import ProofFile
from coffeehouse.ledger.queries import (
    Recorded,
    SignedCheckpoint,
    cosignature_lines,
    first_checkpoint_over,
    latest_checkpoint,
    ml_dsa_lines,
    published_note,
    read_entry,
    rotations,
)
from coffeehouse.ledger.stored_tiles import tree_of
from coffeehouse.ledger.tree import leaf_hash

LARGEST = 2048
"""Bytes of a receipt; witnesses' lines stand in it as far as there is room."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`text` is the proof file (`.tlog-proof`), or None until the next checkpoint covers the entry."""

    sequence: int
    entry: Entry
    text: str | None

    @property
    def is_pending(self) -> bool:
        """True when no checkpoint covers the entry yet; ask again in a minute."""
        return self.text is None


def read_receipt(sequence: int, *, with_all: bool = False, sealed: bool = False) -> Receipt:
    """The receipt of an entry; NotFound when there is no such entry. Who may see it is for the caller to decide.

    with_all: with every signature there is, the ML-DSA-44 one too, which makes it some 3 KiB larger. Readers pass over
    signatures they do not know, so both are receipts in full. sealed: with the entry's leaf hash in place of the entry,
    which names who acted.
    """
    recorded = read_entry(sequence)
    signed = latest_checkpoint(including=sequence)
    if signed is None:
        return Receipt(sequence, recorded.entry, None)
    if with_all:
        return Receipt(sequence, recorded.entry, _proof(recorded, signed, published_note(signed), sealed))
    text = _proof(recorded, signed, signed.note, sealed)
    for line in cosignature_lines(signed.checkpoint.size):
        text += line if len(text.encode()) + len(line.encode()) <= LARGEST else ""
    return Receipt(sequence, recorded.entry, text)


def read_changes_of_keys() -> list[tuple[str, str]]:
    """(statement, proof file) of every change of keys that a checkpoint covers, the oldest first.

    Each is proved against the first checkpoint over it, which is signed with the retired and with the new keys.
    """
    found = []
    for rotation in rotations():
        signed = first_checkpoint_over(rotation.sequence)
        if signed is not None:
            note = signed.note + ml_dsa_lines(signed.checkpoint.size)
            found.append((rotation.statement.text(), _proof(read_entry(rotation.sequence), signed, note)))
    return found


def _proof(recorded: Recorded, signed: SignedCheckpoint, note: str, sealed: bool = False) -> str:
    proof = tree_of(signed.checkpoint.size).inclusion(recorded.sequence)
    entry = recorded.text.encode()
    return ProofFile(recorded.sequence, tuple(proof), note, leaf_hash(entry) if sealed else entry).text()
