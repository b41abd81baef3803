"""Web Push as bytes: messages only the subscriber can read (RFC 8291), and who sends them (VAPID, RFC 8292). Pure.

Written on `cryptography` alone: pywebpush sends by itself through two HTTP clients that know nothing of
`delivery.outbound`, and http_ece has had no release since 2024 (tests decrypt with it what is encrypted here).

Two encodings: `aes128gcm` is the standard; `aesgcm`, its draft of 2016, is what apps get that do not ask for the
standard, as from Mastodon.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4_096
# What every push service takes as one message (RFC 8291 section 4), without our header, padding octet and tag.
LONGEST_MESSAGE = RECORD_SIZE - 86 - 1 - 16
TOKEN_LIFETIME = 12 * 3_600  # seconds; RFC 8292 allows a day


class BadKey(Exception):
    """Text that is no such key; the message says which."""


class Message(msgspec.Struct, frozen=True):
    """What to POST: a body and its headers."""

    body: bytes
    headers: Mapping[str, str]


# Keys


def new_private_key() -> str:
    """A fresh VAPID key: the private number in base64url, as web-push tools write it."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return encode(number.to_bytes(32, "big"))


def read_private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key `new_private_key` wrote. Raises BadKey."""
    try:
        number = decode(text)
        if len(number) != 32:
            raise ValueError("not 32 bytes")
        return ec.derive_private_key(int.from_bytes(number, "big"), CURVE)
    except ValueError:
        raise BadKey("This is no private key of P-256") from None


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half as apps and push services want it: an uncompressed point in base64url."""
    return encode(_point(key.public_key()))


def check_subscription_keys(p256dh: str, auth: str) -> None:
    """Raise BadKey when messages cannot be encrypted for these."""
    _read_point(p256dh)
    _read_auth(auth)


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """base64url or base64, padded or not. Raises ValueError."""
    plain = text.strip().rstrip("=").translate(str.maketrans("+/", "-_"))
    if not plain.isascii():
        raise ValueError("not base64")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)


def _read_point(text: str) -> ec.EllipticCurvePublicKey:
    try:
        point = decode(text)
        if len(point) != 65:
            raise ValueError("not an uncompressed point")
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        raise BadKey("p256dh is no public key of P-256") from None


def _read_auth(text: str) -> bytes:
    try:
        secret = decode(text)
    except ValueError:
        secret = b""
    if len(secret) != 16:
        raise BadKey("auth is no secret of 16 bytes")
    return secret


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# Messages


def message(
    text: bytes,
    *,
    p256dh: str,
    auth: str,
    standard: bool,
    server_key: ec.EllipticCurvePrivateKey,
    claims: Mapping[str, Any],
) -> Message:
    """`text` encrypted for a subscriber, signed for its push service. Raises BadKey, ValueError when it is too long.

    claims: of the VAPID token; see `claims_for`.
    """
    if len(text) > LONGEST_MESSAGE:
        raise ValueError(f"a push message has at most {LONGEST_MESSAGE} bytes")
    token, public = _sign(claims, server_key), public_text(server_key)
    once, salt = ec.generate_private_key(CURVE), os.urandom(16)
    if standard:
        body = encrypt_standard(text, p256dh, auth, once, salt)
        return Message(body, {"Content-Encoding": "aes128gcm", "Authorization": f"vapid t={token}, k={public}"})
    body = encrypt_draft(text, p256dh, auth, once, salt)
    return Message(
        body,
        {
            "Content-Encoding": "aesgcm",
            "Encryption": f"salt={encode(salt)}",
            "Crypto-Key": f"dh={public_text(once)};p256ecdsa={public}",
            "Authorization": f"WebPush {token}",
        },
    )


def encrypt_standard(text: bytes, p256dh: str, auth: str, once: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """RFC 8291 section 3.4 with RFC 8188: one record, header before it. once: a key for this message only."""
    theirs, ours = _read_point(p256dh), _point(once.public_key())
    shared = once.exchange(ec.ECDH(), theirs)
    key = _derive(shared, _read_auth(auth), b"WebPush: info\0" + _point(theirs) + ours, 32)
    content_key = _derive(key, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(key, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(content_key).encrypt(nonce, text + b"\2", None)


def encrypt_draft(text: bytes, p256dh: str, auth: str, once: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """draft-ietf-webpush-encryption-04 (`aesgcm`): salt and key travel in headers."""
    theirs, ours = _read_point(p256dh), _point(once.public_key())
    shared = once.exchange(ec.ECDH(), theirs)
    key = _derive(shared, _read_auth(auth), b"Content-Encoding: auth\0", 32)
    context = b"P-256\0" + b"".join(len(point).to_bytes(2, "big") + point for point in (_point(theirs), ours))
    content_key = _derive(key, salt, b"Content-Encoding: aesgcm\0" + context, 16)
    nonce = _derive(key, salt, b"Content-Encoding: nonce\0" + context, 12)
    return AESGCM(content_key).encrypt(nonce, b"\0\0" + text, None)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


# Who sends


def claims_for(origin: str, contact: str, now_ms: int) -> dict[str, Any]:
    """The claims of a VAPID token. origin: of the endpoint; contact: `mailto:` or `https:` (RFC 8292 section 2.1)."""
    return {"aud": origin, "exp": now_ms // 1_000 + TOKEN_LIFETIME, "sub": contact}


def _sign(claims: Mapping[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """A JWT, ES256 (RFC 7515 appendix A.3)."""
    head = encode(b'{"typ":"JWT","alg":"ES256"}')
    signed = f"{head}.{encode(msgspec.json.encode(claims))}"
    r, s = decode_dss_signature(key.sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
