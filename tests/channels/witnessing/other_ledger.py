"""A small ledger of somebody else, with a key and a tree of its own, that asks to be cosigned: also dishonestly."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coffeehouse.ledger.checkpoints import Checkpoint
from coffeehouse.ledger.notes import Signer
from coffeehouse.ledger.proofs import make_consistency
from coffeehouse.ledger.tree import leaf_hash, root_of
from coffeehouse.ledger.witness import Submission

ORIGIN = "next.example/ledger"


class OtherLedger:
    """`words` are its entries. seed: of its key."""

    def __init__(self, words: Sequence[str] = (), origin: str = ORIGIN, seed: int = 7) -> None:
        self.signer = Signer(origin, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))
        self.origin = origin
        self.words = list(words)

    @property
    def size(self) -> int:
        """How many entries it has."""
        return len(self.words)

    @property
    def key(self) -> str:
        """Its verifier key."""
        return self.signer.verifier.text()

    def grow(self, count: int = 1, word: str = "gair") -> OtherLedger:
        """Some more entries."""
        self.words += [f"{word} {number}" for number in range(self.size, self.size + count)]
        return self

    def forked(self, at: int, count: int = 0) -> OtherLedger:
        """The same key over another history from `at` on, with so many entries of its own."""
        other = OtherLedger(self.words[:at], self.origin)
        other.signer = self.signer
        return other.grow(count, "celwydd")

    def root(self, size: int) -> bytes:
        """The root of its first entries."""
        return self._hash(0, size)

    def _hash(self, start: int, end: int) -> bytes:
        return root_of(leaf_hash(word.encode()) for word in self.words[start:end])

    def text(self, size: int | None = None) -> str:
        """The checkpoint, unsigned."""
        wanted = self.size if size is None else size
        return Checkpoint(self.origin, wanted, self.root(wanted)).text()

    def note(self, size: int | None = None) -> str:
        """The signed checkpoint."""
        return self.signer.sign(self.text(size))

    def proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """That it continues its own first `old` entries; none from the empty tree."""
        wanted = self.size if size is None else size
        return tuple(make_consistency(old, wanted, self._hash)) if 0 < old <= wanted else ()

    def submission(self, old: int, size: int | None = None, proof: Sequence[bytes] | None = None) -> bytes:
        """The body that asks to be cosigned at `size`, coming from `old`."""
        return Submission(old, self.proof(old, size) if proof is None else tuple(proof), self.note(size)).body()
