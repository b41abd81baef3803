"""C2SP tlog-cosignature: what a witness adds under another ledger's checkpoint, as Ed25519 and as ML-DSA-44. Pure.

A cosignature says: at this time, this is the largest tree of that ledger I have seen, and it continues what I saw
before. Its value is the time in seconds (8 bytes, big-endian) and the signature; the two algorithms sign different
bytes. Specification: c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from coffeehouse.ledger import base64_text
from coffeehouse.ledger.checkpoints import CheckpointError, parse_checkpoint
from coffeehouse.ledger.notes import NoteError, Signature, check_name, parse_note

ED25519 = b"\x04"
MLDSA44 = b"\x06"
KEY_BYTES = {ED25519: 32, MLDSA44: 1312}
SIGNATURE_BYTES = {ED25519: 64, MLDSA44: 2420}
ALGORITHM_NAMES = {ED25519: "Ed25519", MLDSA44: "ML-DSA-44"}
TIME_BYTES = 8
_LABEL = b"subtree/v1\n\x00"


class CosignatureError(ValueError):
    """The key or the cosignature is not what it must be."""


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """The public key of a witness under its name. algorithm: ED25519 or MLDSA44, the byte of signed-note."""

    name: str
    algorithm: bytes
    public: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name, newline, algorithm, key), its first four bytes."""
        return sha256(self.name.encode() + b"\n" + self.algorithm + self.public).digest()[:4]

    @property
    def algorithm_name(self) -> str:
        """For people."""
        return ALGORITHM_NAMES[self.algorithm]

    def text(self) -> str:
        """The verifier key, `name+keyid+base64`, for publication and configuration."""
        return f"{self.name}+{self.key_id.hex()}+{base64_text.encode(self.algorithm + self.public)}"

    def verify(self, text: str, signature: Signature) -> int:
        """The time (seconds) at which this key cosigned the checkpoint `text`; or CosignatureError."""
        stamp, value = signature.value[:TIME_BYTES], signature.value[TIME_BYTES:]
        timestamp = int.from_bytes(stamp)
        if len(value) != SIGNATURE_BYTES[self.algorithm] or not 0 < timestamp < 1 << 63:
            raise CosignatureError(f"the cosignature of {self.name} is malformed")
        message = message_of(self.name, self.algorithm, text, timestamp)
        try:
            if self.algorithm == ED25519:
                Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
            else:
                MLDSA44PublicKey.from_public_bytes(self.public).verify(value, message)
        except (InvalidSignature, ValueError) as problem:
            raise CosignatureError(f"the cosignature of {self.name} does not fit the checkpoint") from problem
        return timestamp


@dataclass(frozen=True, slots=True)
class Cosigner:
    """The private key of a witness under its name."""

    name: str
    private: Ed25519PrivateKey | MLDSA44PrivateKey

    @property
    def key(self) -> CosignerKey:
        """The public half."""
        algorithm = ED25519 if isinstance(self.private, Ed25519PrivateKey) else MLDSA44
        return CosignerKey(check_name(self.name), algorithm, self.private.public_key().public_bytes_raw())

    def cosign(self, text: str, timestamp: int) -> str:
        """The signature line, with its newline, for the checkpoint `text` at a time in seconds."""
        key = self.key
        value = self.private.sign(message_of(key.name, key.algorithm, text, timestamp))
        return Signature(key.name, key.key_id, timestamp.to_bytes(TIME_BYTES) + value).line()


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A cosignature that verified: by which key, when (seconds), and its line."""

    key: CosignerKey
    timestamp: int
    line: str


def message_of(name: str, algorithm: bytes, text: str, timestamp: int) -> bytes:
    """The bytes that are signed. Ed25519 covers the whole text of the checkpoint; ML-DSA-44 name, origin and tree."""
    if algorithm == ED25519:
        return f"cosignature/v1\ntime {timestamp}\n{text}".encode()
    checkpoint = parse_checkpoint(text)
    return b"".join(
        (
            _LABEL,
            _counted(name.encode()),
            timestamp.to_bytes(8),
            _counted(checkpoint.origin.encode()),
            (0).to_bytes(8),
            checkpoint.size.to_bytes(8),
            checkpoint.root,
        )
    )


def parse_cosigner_key(text: str) -> CosignerKey:
    """Read `name+keyid+base64`; CosignatureError when it is no cosigner's key or its id is not the right one."""
    name, plus, rest = text.strip().partition("+")
    hex_id, plus2, encoded = rest.partition("+")
    try:
        material = base64_text.decode(encoded)
        check_name(name)
    except ValueError as problem:
        raise CosignatureError(str(problem)) from problem
    algorithm, public = material[:1], material[1:]
    if not plus or not plus2 or KEY_BYTES.get(algorithm) != len(public):
        raise CosignatureError("not the key of a witness: expected name+keyid+base64, of type 0x04 or 0x06")
    key = CosignerKey(name, algorithm, public)
    if key.key_id.hex() != hex_id:
        raise CosignatureError("the id within the key does not belong to its name and bytes")
    return key


def read_cosignatures(note: str, keys: Sequence[CosignerKey]) -> list[Cosigned]:
    """The cosignatures by `keys` under a note; unknown lines are passed over, a false one is a CosignatureError."""
    known = {(key.name, key.key_id): key for key in keys}
    try:
        parsed = parse_note(note)
        parse_checkpoint(parsed.text)
    except (NoteError, CheckpointError) as problem:
        raise CosignatureError(str(problem)) from problem
    found = []
    for signature in parsed.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            found.append(Cosigned(key, key.verify(parsed.text, signature), signature.line()))
    return found


def _counted(data: bytes) -> bytes:
    """A vector of 1 to 255 bytes as TLS writes it: its length, then the bytes."""
    if not 0 < len(data) < 256:
        raise CosignatureError("a name in an ML-DSA-44 cosignature has 1 to 255 bytes")
    return len(data).to_bytes(1) + data
