"""Keys: what is one, what is too weak to be one, and how they are written."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.signatures import keys
from coffeehouse.protocols.signatures.request import Unproven
from coffeehouse.protocols.signatures.verifying import read_claim
from tests.protocols.signatures.signed import NOW, cavage, public, rsa_key

# Of FEP-8b32's own example.
MULTIBASE = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def pem(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def weak() -> list[tuple[str, str]]:
    """Keys of wrong kinds and sizes."""
    numbers = rsa_key().public_key().public_numbers()
    return [
        ("rsa", pem(rsa.generate_private_key(65_537, 1_024).public_key())),  # noqa: S505  # meant to be weak
        ("rsa", pem(rsa.generate_private_key(3, 2_048).public_key())),
        ("rsa", pem(rsa.RSAPublicNumbers(65_537, numbers.n << 7_000 | 1).public_key())),
        ("rsa", pem(ec.generate_private_key(ec.SECP256R1()).public_key())),
        ("rsa", "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\n-----END PUBLIC KEY-----"),
        ("rsa", ""), ("rsa", "x" * 5_000), ("rsa", "\u0142"), ("rsa", MULTIBASE),
        ("ed25519", public(rsa_key())[1]), ("ed25519", MULTIBASE[:-4]), ("ed25519", MULTIBASE[1:]),
        ("ed25519", "z" + keys.to_base58(keys.ED25519_PUBLIC + bytes(31))),
        ("ed25519", "z" + keys.to_base58(b"\xe7\x01" + bytes(32))), ("ed25519", "z0OIl"), ("ed25519", "z" * 300),
        ("ed25519", ""), ("ed25519", "z"), ("hmac", "secret"), ("", MULTIBASE),
    ]  # fmt: skip


def test_weak_keys_are_no_keys() -> None:
    """A11: RSA below 2,048 bits or beyond all measure, small exponents, other kinds, what is none at all."""
    for kind, text in weak():
        with pytest.raises(Unproven) as refused:
            keys.read_public(kind, text)
        assert refused.value.reason == "key", (kind, text)


def test_an_exponent_of_one_is_none() -> None:
    """A11: with it every text would be its own signature. Nobody can even write such a key with our library."""
    with pytest.raises(ValueError):
        rsa.RSAPublicNumbers(1, rsa_key().public_key().public_numbers().n).public_key()
    # By hand: the one of a good key, its exponent exchanged for 1.
    der = (
        rsa_key().public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert der.endswith(b"\x02\x03\x01\x00\x01")
    text = base64.encodebytes(der[:-5] + b"\x02\x03\x00\x00\x01").decode()
    with pytest.raises(Unproven):
        keys.read_public("rsa", f"-----BEGIN PUBLIC KEY-----\n{text}-----END PUBLIC KEY-----\n")


def test_a_public_key_is_no_secret_to_sign_with() -> None:
    """A11: hmac-sha256 with the public key as secret is an algorithm nobody here knows."""
    with pytest.raises(Unproven) as refused:
        read_claim(cavage(algorithm="hmac-sha256"), NOW)
    assert refused.value.reason == "algorithm"


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_key_that_is_made_signs_and_is_read(kind: str) -> None:
    """Its public half as documents carry it; nothing else is proven by it."""
    private, public_half = keys.make(kind)
    key, theirs = keys.read_private(private), keys.read_public(kind, public_half)
    signature = keys.sign(key, b"said")
    assert keys.fits(theirs, b"said", signature)
    assert not keys.fits(theirs, b"unsaid", signature)
    assert keys.kind_of(key) == keys.kind_of(theirs) == kind
    assert keys.public_text(theirs) == public_half
    assert public_half.startswith("-----BEGIN PUBLIC KEY-----" if kind == "rsa" else "z6Mk")


def test_private_keys_of_other_kinds_are_refused() -> None:
    """They are ours: anything else there is a mistake."""
    private = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(ValueError, match="neither"):
        keys.read_private(private.decode())


@given(st.binary(max_size=100))
def test_base58_is_read_back(value: bytes) -> None:
    """With the zeros it begins with."""
    assert keys.from_multibase("z" + keys.to_base58(value)) == value


def test_the_example_of_the_standard_is_read() -> None:
    """FEP-8b32's key, and back."""
    assert keys.public_text(keys.read_public("ed25519", MULTIBASE)) == MULTIBASE
