"""C2SP signed notes: text, blank line, one signature per line. Checkpoints are such notes.

Keys travel as verifier keys (`name+keyid+base64`); here are those of Ed25519, `log_keys` has those of ML-DSA-44.
Pure: bytes and text in, bytes and text out.
Specification: c2sp.org/signed-note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from coffeehouse.ledger import base64_text

ED25519 = b"\x01"
MAX_SIGNATURES = 64  # the specification asks for at least 16; more than this is an attack on our time
MAX_BYTES = 1_000_000
_DASH = "— "


class NoteError(ValueError):
    """The note is malformed, or no key we trust has signed it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, not yet verified."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {base64_text.encode(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. `signatures` of `open_note` are the verified ones only."""

    text: str
    signatures: tuple[Signature, ...]


class NoteKey(Protocol):
    """What a key must say of itself to open notes, whatever its algorithm."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    def text(self) -> str: ...

    def verify(self, text: str, value: bytes) -> None:
        """Raise NoteError unless `value` is this key's signature over the text."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name with an Ed25519 public key. Name and key id together tell which key a signature line means."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name, newline, type, key), its first four bytes."""
        return key_id(self.name, self.public)

    def text(self) -> str:
        """The verifier key as text, for publication and configuration."""
        return f"{self.name}+{self.key_id.hex()}+{base64_text.encode(ED25519 + self.public)}"

    def verify(self, text: str, value: bytes) -> None:
        """Raise NoteError unless `value` is this key's signature over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(value, text.encode())
        except InvalidSignature as problem:
            raise NoteError(f"the signature of {self.name} does not fit the text") from problem


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under a name. `text` to sign must be a valid note text."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(check_name(self.name), self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The whole signed note."""
        check_text(text)
        key = self.verifier
        return f"{text}\n{Signature(key.name, key.key_id, self.private.sign(text.encode())).line()}"


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes that, with the name, point at a key."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def check_name(name: str) -> str:
    """The name itself, or NoteError: not empty, no spaces of any script, no plus, no control characters."""
    if not name or "+" in name or any(sign.isspace() or sign < " " for sign in name):
        raise NoteError(f"not a key name: {name!r}")
    return name


def check_text(text: str) -> None:
    """NoteError unless the text may stand above signatures: ends in a newline, no other control characters."""
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends in a newline")
    _check_characters(text)


def parse_verifier_key(text: str) -> VerifierKey:
    """Read `name+keyid+base64`; NoteError when it is not an Ed25519 key or its key id is not the right one."""
    name, plus, rest = text.partition("+")
    hex_id, plus2, encoded = rest.partition("+")
    try:
        material = base64_text.decode(encoded)
    except ValueError as problem:
        raise NoteError("the key in the verifier key is not base 64") from problem
    if not plus or not plus2 or material[:1] != ED25519 or len(material) != 33:
        raise NoteError("not an Ed25519 verifier key: expected name+keyid+base64(0x01 and 32 bytes)")
    key = VerifierKey(check_name(name), material[1:])
    if key.key_id.hex() != hex_id:
        raise NoteError("the key id of the verifier key does not belong to its name and key")
    return key


def parse_note(note: str) -> Note:
    """Split a note into text and signature lines, strictly; says nothing about who signed."""
    if len(note.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise NoteError("the note is too long")
    _check_characters(note)
    cut = note.rfind("\n\n")
    if cut < 0 or not note.endswith("\n"):
        raise NoteError("a note is a text, a blank line, and signature lines that each end in a newline")
    lines = note[cut + 2 : -1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"more than {MAX_SIGNATURES} signatures")
    return Note(note[: cut + 1], tuple(_parse_signature(line) for line in lines))


def open_note(note: str, keys: Sequence[NoteKey]) -> Note:
    """The note with its verified signatures; NoteError when a known key's signature fails or none is by a known key."""
    parsed = parse_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    verified = []
    for signature in parsed.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            key.verify(parsed.text, signature.value)
            verified.append(signature)
    if not verified:
        raise NoteError("no signature by a key we know")
    return Note(parsed.text, tuple(verified))


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise NoteError("not a signature line")
    try:
        data = base64_text.decode(encoded)
    except ValueError as problem:
        raise NoteError("a signature is not base 64") from problem
    if len(data) < 5:
        raise NoteError("a signature has a key id of four bytes and a value")
    return Signature(check_name(name), data[:4], data[4:])


def _check_characters(text: str) -> None:
    if any(sign < " " and sign != "\n" for sign in text):
        raise NoteError("control characters have no place in a note")
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise NoteError("the note is not valid Unicode") from problem
