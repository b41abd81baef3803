"""Requests signed by hand, so that a test can leave out, repeat or falsify every part. Not the house's own signer."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coffeehouse.protocols.signatures.keys import public_text
from coffeehouse.protocols.signatures.request import Incoming

NOW = 1_795_000_000_000
AUTHORITY = "town.example"
KEY_ID = "https://dee.example/users/dee#main-key"
BODY = b'{"type":"Like"}'


@cache
def _rsa_key(number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2_048)


@cache
def _ed25519_key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def rsa_key(number: int = 0) -> rsa.RSAPrivateKey:
    """The key of this number, always the same."""
    return _rsa_key(number)


def ed25519_key(number: int = 0) -> Ed25519PrivateKey:
    """The same of another kind."""
    return _ed25519_key(number)


def public(key: Any) -> tuple[str, str]:
    """(kind, text) of its public half."""
    if isinstance(key, Ed25519PrivateKey):
        return "ed25519", public_text(key.public_key())
    text = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return "rsa", text.decode()


def made_by(key: Any, base: str) -> str:
    """The signature, in base64."""
    data = base.encode()
    if isinstance(key, Ed25519PrivateKey):
        return base64.b64encode(key.sign(data)).decode()
    return base64.b64encode(key.sign(data, padding.PKCS1v15(), hashes.SHA256())).decode()


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


@dataclass
class Letter:
    """A request before it is signed. `headers` may be changed freely; what is signed is what `covered` names."""

    method: str = "POST"
    target: str = "/inbox?a=1"
    authority: str = AUTHORITY
    scheme: str = "https"
    body: bytes = BODY
    headers: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, **changes: Any) -> Incoming:
        """As it arrives."""
        members = {
            "method": self.method, "target": self.target, "authority": self.authority, "scheme": self.scheme,
            "headers": tuple(self.headers), "body": self.body,
        } | changes  # fmt: skip
        return Incoming(**members)


def cavage(
    key: Any = None,
    *,
    letter: Letter | None = None,
    covered: str | None = None,
    digest: str | None = None,
    date: str | None = None,
    host: str = AUTHORITY,
    signed_target: str | None = None,
    more: dict[str, str] | None = None,
    algorithm: str | None = "rsa-sha256",
    key_id: str = KEY_ID,
    raw: str | None = None,
) -> Incoming:
    """Signed as draft-cavage-12. more: further parameters; raw: this as the whole Signature header."""
    letter = letter or Letter()
    values = {
        "host": host,
        "date": date or formatdate(NOW // 1_000, usegmt=True),
        "digest": digest or f"SHA-256={sha256(letter.body)}",
    }
    has_digest = letter.method == "POST"
    letter.headers += [item for item in values.items() if item[0] != "digest" or has_digest]
    more = more or {}
    covered = covered or "(request-target) host date" + (" digest" if has_digest else "")
    said = {
        "(request-target)": signed_target or f"{letter.method.lower()} {letter.target}",
        "(created)": more.get("created", ""), "(expires)": more.get("expires", ""), **dict(letter.headers),
    }  # fmt: skip
    base = "\n".join(f"{name}: {said.get(name, '')}" for name in covered.split())
    parameters = {"keyId": f'"{key_id}"', **({"algorithm": f'"{algorithm}"'} if algorithm is not None else {})}
    parameters |= more | {"headers": f'"{covered}"', "signature": f'"{made_by(key or rsa_key(), base)}"'}
    whole = ",".join(f"{name}={value}" for name, value in parameters.items())
    letter.headers.append(("signature", whole if raw is None else raw.replace("WHOLE", whole)))
    return letter.sent()


def rfc9421(
    key: Any = None,
    *,
    letter: Letter | None = None,
    covered: tuple[str, ...] = ("@method", "@target-uri", "content-digest"),
    values: dict[str, str] | None = None,
    parameters: str | None = None,
    components: str | None = None,
    digest: str | None = None,
    label: str = "sig1",
) -> Incoming:
    """Signed as RFC 9421. values: what is signed in place of the truth; parameters: all after the component list."""
    letter = letter or Letter()
    if digest != "":
        letter.headers.append(("content-digest", digest or f"sha-256=:{sha256(letter.body)}:"))
    path, _mark, query = letter.target.partition("?")
    said = {
        "@method": letter.method, "@target-uri": f"{letter.scheme}://{letter.authority}{letter.target}",
        "@authority": letter.authority, "@path": path, "@query": f"?{query}", "@scheme": letter.scheme,
        "@request-target": letter.target, **dict(letter.headers), **(values or {}),
    }  # fmt: skip
    if parameters is None:
        parameters = f';created={NOW // 1_000};keyid="{KEY_ID}"'
    listed = components if components is not None else "(" + " ".join(f'"{name}"' for name in covered) + ")"
    lines = [f'"{name}": {said.get(name, "")}' for name in covered]
    lines.append(f'"@signature-params": {listed}{parameters}')
    letter.headers.append(("signature-input", f"{label}={listed}{parameters}"))
    letter.headers.append(("signature", f"{label}=:{made_by(key or rsa_key(), chr(10).join(lines))}:"))
    return letter.sent()
