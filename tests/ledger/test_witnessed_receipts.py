"""Receipts carry the lines of witnesses, as far as two kibibytes hold them."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coffeehouse.database import sql
from coffeehouse.ledger import queries
from coffeehouse.ledger.cosignatures import Cosigner
from coffeehouse.ledger.proof_file import verify_proof_file
from coffeehouse.ledger.receipts import read_receipt
from coffeehouse.ledger.verify import verify
from tests.ledger.conftest import ORIGIN, Town
from tests.ledger.test_rotation import latest_note, present, texts


def test_witnesses_stand_in_a_receipt_as_far_as_there_is_room(town: Town) -> None:
    """Their lines prove that others saw the tree; those that would make it larger than 2 KiB come on request only."""
    town.notes(600)
    town.sign()
    text = queries.latest_checkpoint()
    assert text is not None
    plain = read_receipt(7).text or ""
    witnesses = [Cosigner(f"witness{number}.example/w", Ed25519PrivateKey.generate()) for number in range(9)]
    lines = [witness.cosign(text.checkpoint.text(), 1_763_772_000) for witness in witnesses]
    for number, line in enumerate(lines):
        sql.execute(
            "INSERT INTO ledger_cosignature (witness_id, size, lines, cosigned_at) VALUES (%s, 600, %s, 0)",
            (number, line),
        )
    receipt, whole = read_receipt(7).text or "", read_receipt(7, with_all=True).text or ""
    assert receipt.startswith(plain + lines[0])
    assert len(receipt) <= 2048 < len(receipt) + len(lines[0])
    assert whole.endswith("".join(lines))
    assert latest_note() + "".join(lines) == queries.published_note(text)
    keys = [signer.public for signer in present(town)]
    assert verify_proof_file(receipt, keys, ORIGIN) == verify_proof_file(whole, keys, ORIGIN)
    assert verify(town.source(), texts(present(town)), log=town.log, receipts=[receipt, whole]).is_clean
