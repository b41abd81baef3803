"""Cosignatures (c2sp.org/tlog-cosignature): the bytes that are signed, byte by byte, and what is refused."""

from __future__ import annotations

import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from coffeehouse.ledger import base64_text
from coffeehouse.ledger.checkpoints import Checkpoint
from coffeehouse.ledger.cosignatures import (
    ED25519,
    MLDSA44,
    CosignatureError,
    Cosigner,
    CosignerKey,
    message_of,
    parse_cosigner_key,
    read_cosignatures,
)
from coffeehouse.ledger.notes import Signer

NAME = "witness.example.com/w1"
ORIGIN = "example.com/behind-the-sofa"
ROOT = hashlib.sha256(b"sofa").digest()
TEXT = Checkpoint(ORIGIN, 20852163, ROOT).text()
NOTE = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)).sign(TEXT)
AT = 1_679_315_147
EDWARD = Cosigner(NAME, Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))
LATTICE = Cosigner(NAME, MLDSA44PrivateKey.from_seed_bytes(b"\x09" * 32))
BOTH = pytest.mark.parametrize("cosigner", [EDWARD, LATTICE], ids=["Ed25519", "ML-DSA-44"])


def taken_apart(line: str) -> tuple[str, bytes, int, bytes]:
    """(name, key id, time, signature) of a line."""
    dash, name, encoded = line.rstrip("\n").split(" ")
    assert dash == "—"
    data = base64_text.decode(encoded)
    return name, data[:4], struct.unpack(">Q", data[4:12])[0], data[12:]


def test_ed25519_signs_two_lines_and_the_checkpoint() -> None:
    """`cosignature/v1`, `time <seconds>`, then the whole text; key id over name, newline, 0x04 and key."""
    name, key_id, at, signature = taken_apart(EDWARD.cosign(TEXT, AT))
    public = EDWARD.key.public
    assert (name, at, len(signature)) == (NAME, AT, 64)
    assert key_id == hashlib.sha256(NAME.encode() + b"\n\x04" + public).digest()[:4]
    signed = f"cosignature/v1\ntime {AT}\n{ORIGIN}\n20852163\n{base64_text.encode(ROOT)}\n".encode()
    Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)


def test_ml_dsa_signs_the_structure() -> None:
    """label[12], name, time, origin, start 0, end, hash; strings with one byte of length; key id with 0x06."""
    name, key_id, at, signature = taken_apart(LATTICE.cosign(TEXT, AT))
    public = LATTICE.key.public
    assert (name, at, len(signature), len(public)) == (NAME, AT, 2420, 1312)
    assert key_id == hashlib.sha256(NAME.encode() + b"\n\x06" + public).digest()[:4]
    signed = (
        b"subtree/v1\n\0" + bytes([len(NAME)]) + NAME.encode() + struct.pack(">Q", AT)
        + bytes([len(ORIGIN)]) + ORIGIN.encode() + struct.pack(">QQ", 0, 20852163) + ROOT
    )  # fmt: skip
    MLDSA44PublicKey.from_public_bytes(public).verify(signature, signed)
    assert message_of(NAME, MLDSA44, TEXT, AT) == signed


def test_extension_lines_are_covered_by_ed25519_only() -> None:
    """As the specification says of each."""
    longer = TEXT + "more\n"
    assert message_of(NAME, ED25519, longer, AT) != message_of(NAME, ED25519, TEXT, AT)
    assert message_of(NAME, MLDSA44, longer, AT) == message_of(NAME, MLDSA44, TEXT, AT)


@BOTH
def test_a_key_travels_as_text(cosigner: Cosigner) -> None:
    """name+keyid+base64, blanks around it ignored."""
    assert parse_cosigner_key(f"  {cosigner.key.text()}\n") == cosigner.key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x+y",
        EDWARD.key.text()[:-8],
        EDWARD.key.text().replace("w1+", "w2+"),
        Signer(NAME, Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)).verifier.text(),
        CosignerKey(NAME, ED25519, b"\0" * 31).text(),
        CosignerKey("two words", ED25519, b"\0" * 32).text(),
        CosignerKey(NAME, MLDSA44, b"\0" * 32).text(),
        EDWARD.key.text().replace("+", "+0", 1),
    ],
)
def test_what_is_no_key_of_a_witness(text: str) -> None:
    """Nothing, half of one, another name's id, the key of a ledger (0x01), a wrong length, a wrong name."""
    with pytest.raises(CosignatureError):
        parse_cosigner_key(text)


@BOTH
def test_cosignatures_are_read_from_a_note(cosigner: Cosigner) -> None:
    """Those of known keys, with their time; lines of strangers and of the ledger itself are passed over."""
    stranger = Cosigner("far.example/w", Ed25519PrivateKey.from_private_bytes(b"\x0a" * 32))
    line = cosigner.cosign(TEXT, AT)
    (found,) = read_cosignatures(NOTE + stranger.cosign(TEXT, AT) + line, [cosigner.key])
    assert (found.key, found.timestamp, found.line) == (cosigner.key, AT, line)
    assert read_cosignatures(NOTE + line, [stranger.key]) == []


@BOTH
def test_a_false_one_is_not_passed_over(cosigner: Cosigner) -> None:
    """Of another tree, with another time, cut short, with no time or one beyond 2^63."""
    other = Checkpoint(ORIGIN, 20852164, ROOT).text()
    name, key_id, _at, signature = taken_apart(cosigner.cosign(TEXT, AT))
    values = [struct.pack(">Q", at) + signature for at in (0, AT + 1, 1 << 63)]
    values += [struct.pack(">Q", AT) + signature[:-1], struct.pack(">Q", AT), b"\0"]
    lines = [f"— {name} {base64_text.encode(key_id + value)}\n" for value in values]
    for line in (cosigner.cosign(other, AT), *lines):
        with pytest.raises(CosignatureError):
            read_cosignatures(NOTE + line, [cosigner.key])


@BOTH
@pytest.mark.parametrize("note", ["", TEXT, NOTE.replace("20852163", "020852163")])
def test_what_is_no_checkpoint_has_none(cosigner: Cosigner, note: str) -> None:
    """An unsigned text, or one that is not in the one form."""
    with pytest.raises(CosignatureError):
        read_cosignatures(note, [cosigner.key])


def test_names_beyond_a_byte_of_length() -> None:
    """255 bytes are signed, 256 are not."""
    name = "w" * 255
    assert message_of(name, MLDSA44, TEXT, AT).count(b"w") >= 255
    with pytest.raises(CosignatureError):
        message_of(name + "w", MLDSA44, TEXT, AT)
