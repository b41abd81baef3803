"""Keys and notes for the tests of commands about witnesses."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from coffeehouse.domain.records import witness_commands as commands
from coffeehouse.ledger.cosignatures import Cosigner
from coffeehouse.ledger.notes import Signer

PREFIX = "https://next.example/witness"
LOG = Signer("next.example/ledger", Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
LOG_KEY = LOG.verifier.text()
WITNESS_KEYS = tuple(
    Cosigner("next.example/witness", private).key.text()
    for private in (
        Ed25519PrivateKey.from_private_bytes(b"\x08" * 32),
        MLDSA44PrivateKey.from_seed_bytes(b"\x09" * 32),
    )
)
ADD = commands.AddWitness(url=PREFIX, keys=WITNESS_KEYS)
TRUST = commands.TrustLog(key=LOG_KEY)
EVIDENCE = commands.RecordEvidence(
    kind="split", origin=LOG.name, size=2, known=LOG.sign("one\n"), shown=LOG.sign("two\n"), witness=""
)
