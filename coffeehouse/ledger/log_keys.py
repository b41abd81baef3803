"""Keys that open the ledger's own checkpoints: Ed25519 (type 0x01) and, beside it, ML-DSA-44 (type 0x06). Pure.

`tlog-checkpoint` asks logs to sign with ML-DSA-44 in the form of a cosignature under the log's own name; Ed25519 stays
because every tool of today reads it. `parse_log_key` reads either from its verifier key.
"""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.ledger.cosignatures import MLDSA44, CosignatureError, CosignerKey, parse_cosigner_key
from coffeehouse.ledger.notes import NoteError, NoteKey, Signature, parse_verifier_key


@dataclass(frozen=True, slots=True)
class MlDsaKey:
    """The ledger's public ML-DSA-44 key, as a key that opens notes."""

    cosigner: CosignerKey

    @property
    def name(self) -> str:
        """The ledger's origin."""
        return self.cosigner.name

    @property
    def key_id(self) -> bytes:
        """Its four bytes."""
        return self.cosigner.key_id

    def text(self) -> str:
        """The verifier key as text."""
        return self.cosigner.text()

    def verify(self, text: str, value: bytes) -> None:
        """Raise NoteError unless `value` (time and signature) is this key's over the checkpoint `text`."""
        try:
            self.cosigner.verify(text, Signature(self.name, self.key_id, value))
        except ValueError as problem:
            raise NoteError(str(problem)) from problem


def parse_log_key(text: str) -> NoteKey:
    """Read `name+keyid+base64` of either algorithm; NoteError when it is not the key of a ledger."""
    try:
        key = parse_cosigner_key(text)
    except CosignatureError:
        return parse_verifier_key(text)
    if key.algorithm != MLDSA44 or key.text() != text:
        raise NoteError("this is the key of a witness: a ledger's is of type 0x01 (Ed25519) or 0x06 (ML-DSA-44)")
    return MlDsaKey(key)
