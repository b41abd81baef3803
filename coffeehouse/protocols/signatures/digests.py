"""Digests of a body: `Digest` (RFC 3230, with draft-cavage) and `Content-Digest` (RFC 9530, with RFC 9421).

Only the whole body counts. A header that names one algorithm twice, or none that is good, proves nothing (attack A6).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

import http_sf

from coffeehouse.protocols.signatures.request import Incoming, Unproven

HASHES = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


def digest(body: bytes) -> str:
    """The value of a `Digest` header."""
    return "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def content_digest(body: bytes) -> str:
    """The value of a `Content-Digest` header."""
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii") + ":"


def check_digest(incoming: Incoming) -> None:
    """Raise Unproven unless the one `Digest` header is of this body."""
    values = incoming.all("digest")
    if len(values) != 1:
        raise Unproven("digest")
    found: dict[str, bytes] = {}
    for part in values[0].split(","):
        name, equals, value = part.strip().partition("=")
        if not equals or name.lower() in found:
            raise Unproven("digest")
        found[name.lower()] = _decoded(value) if name.lower() in HASHES else b""
    _compare(found, incoming.body)


def check_content_digest(incoming: Incoming) -> None:
    """Raise Unproven unless the one `Content-Digest` header is of this body."""
    values = incoming.all("content-digest")
    if len(values) != 1:
        raise Unproven("digest")
    try:
        parsed = http_sf.parse(values[0].encode("ascii"), tltype="dictionary", on_duplicate_key=refuse_duplicate)
    except (http_sf.StructuredFieldError, UnicodeEncodeError):
        raise Unproven("digest") from None
    found: dict[str, bytes] = {}
    members: dict[str, Any] = dict(parsed)  # type: ignore[arg-type]
    for name, member in members.items():
        value = member[0]
        if not isinstance(value, bytes):
            raise Unproven("digest")
        found[name] = value
    _compare(found, incoming.body)


def refuse_duplicate(_key: str, _where: str) -> None:
    """A structured field that says something twice is read differently by different readers (attack A12)."""
    raise Unproven("duplicate")


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Unproven("digest") from None


def _compare(found: dict[str, bytes], body: bytes) -> None:
    """Every digest we can make must be right, and there must be one."""
    good = [name for name in found if name in HASHES]
    if not good:
        raise Unproven("digest")
    for name in good:
        if not hmac.compare_digest(HASHES[name](body).digest(), found[name]):
            raise Unproven("digest")
