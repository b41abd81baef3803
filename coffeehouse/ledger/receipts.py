"""Receipts: the proof file of an entry, against the newest checkpoint.

Whoever holds it can show, with the ledger's public key and no access to the house, that this was recorded then.
"""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.ledger.entries import Entry
from coffeehouse.ledger.proof_file import ProofFile
from coffeehouse.ledger.queries import latest_checkpoint, ml_dsa_lines, read_entry
from coffeehouse.ledger.stored_tiles import tree_of


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


def read_receipt(sequence: int, *, with_ml_dsa: bool = False) -> Receipt:
    """The receipt of an entry; NotFound when there is no such entry. Who may see it is for the caller to decide.

    with_ml_dsa: with the ML-DSA-44 signature too, which makes it some 3 KiB larger. Readers pass over signatures they
    do not know, so both are receipts in full.
    """
    recorded = read_entry(sequence)
    signed = latest_checkpoint(including=sequence)
    if signed is None:
        return Receipt(sequence, recorded.entry, None)
    proof = tree_of(signed.checkpoint.size).inclusion(sequence)
    note = signed.note + (ml_dsa_lines(signed.checkpoint.size) if with_ml_dsa else "")
    file = ProofFile(sequence, tuple(proof), note, recorded.text.encode())
    return Receipt(sequence, recorded.entry, file.text())
