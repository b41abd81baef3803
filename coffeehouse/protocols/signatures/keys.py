"""Keys as pure values: read what others publish, make our own, sign and verify. RSA (PEM) and Ed25519 (multibase).

The kind of the key decides how a signature is checked, never what the signature says of itself (attack A11).
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key

from coffeehouse.protocols.signatures.request import Unproven

Public = RSAPublicKey | Ed25519PublicKey
Private = RSAPrivateKey | Ed25519PrivateKey
LONGEST_PEM = 4_000
BITS = 2_048
MOST_BITS = 8_192
EXPONENT = 65_537
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Multicodec ed25519-pub, as a varint.
ED25519_PUBLIC = b"\xed\x01"
LONGEST_MULTIBASE = 200


@lru_cache(maxsize=2_048)
def read_public(kind: str, text: str) -> Public:
    """The key somebody published. kind: rsa, ed25519. Raises Unproven for one that is none, or too weak."""
    if kind == "rsa":
        return _read_rsa(text)
    if kind == "ed25519":
        return _read_ed25519(text)
    raise Unproven("key")


def fits(key: Public, base: bytes, signature: bytes) -> bool:
    """Whether `signature` is of `base` by this key."""
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, base, padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(signature, base)
    except InvalidSignature:
        return False
    return True


def kind_of(key: Public | Private) -> str:
    """rsa or ed25519."""
    return "rsa" if isinstance(key, RSAPublicKey | RSAPrivateKey) else "ed25519"


def sign(key: Private, base: bytes) -> bytes:
    """The signature of `base`."""
    if isinstance(key, RSAPrivateKey):
        return key.sign(base, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(base)


def make(kind: str) -> tuple[str, str]:
    """A new key: private PEM, and the public half as it is published (PEM or multibase)."""
    private: Private = (
        generate_private_key(public_exponent=EXPONENT, key_size=BITS) if kind == "rsa" else Ed25519PrivateKey.generate()
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")
    return pem, public_text(private.public_key())


def public_text(key: Public) -> str:
    """A public key as documents carry it."""
    if isinstance(key, Ed25519PublicKey):
        return "z" + to_base58(ED25519_PUBLIC + key.public_bytes_raw())
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def read_private(pem: str) -> Private:
    """A key of ours again. Its arithmetic is not proved anew: nobody else could have put it there."""
    key = serialization.load_pem_private_key(pem.encode("ascii"), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise ValueError("neither RSA nor Ed25519")
    return key


def _read_rsa(pem: str) -> RSAPublicKey:
    if len(pem) > LONGEST_PEM:
        raise Unproven("key")
    try:
        key = serialization.load_pem_public_key(pem.strip().encode("ascii"))
    except (ValueError, UnsupportedAlgorithm):
        raise Unproven("key") from None
    if not isinstance(key, RSAPublicKey) or not BITS <= key.key_size <= MOST_BITS:
        raise Unproven("key")
    # An exponent of 1 makes every text its own signature; small ones have a history of forgeries.
    if key.public_numbers().e != EXPONENT:
        raise Unproven("key")
    return key


def _read_ed25519(text: str) -> Ed25519PublicKey:
    read = from_multibase(text)
    if not read.startswith(ED25519_PUBLIC):
        raise Unproven("key")
    try:
        return Ed25519PublicKey.from_public_bytes(read[len(ED25519_PUBLIC) :])
    except ValueError:
        raise Unproven("key") from None


def from_multibase(text: str) -> bytes:
    """The bytes of base58btc text (`z...`), the one alphabet the fediverse uses. Raises Unproven."""
    if not text.startswith("z") or len(text) > LONGEST_MULTIBASE or set(text[1:]) - set(ALPHABET):
        raise Unproven("key")
    number = 0
    for character in text[1:]:
        number = number * 58 + ALPHABET.index(character)
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_base58(value: bytes) -> str:
    """Bitcoin's base58, without a multibase prefix."""
    number, text = int.from_bytes(value, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(value) - len(value.lstrip(b"\0"))) + text
