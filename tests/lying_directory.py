"""A directory of our own on loopback that says what a test wants it to say: for what no honest one would."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from coffeehouse.kernel import clock
from tests.delivery.web_server import Answer, Asked, serving


@dataclass
class LyingDirectory:
    """Honest unless told otherwise. metadata, claims, head: what to say in place of the truth; None: nothing."""

    issuer: str = ""
    client_id: str = "coffeehouse"
    client_secret: str = "a secret: with / signs"
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    signs_with: Any = None
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    status: int = 200
    asked: dict[str, str] = field(default_factory=dict)
    tokens_asked: int = 0
    keys_asked: int = 0

    def says_yes(self, address: str, subject: str = "w-17", **more: str) -> str:
        """Somebody signs in there; the address their browser is sent back to."""
        parts = urlsplit(address)
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.claims.setdefault("sub", subject)
        said = {"code": "a-code", "state": self.asked["state"], **more}
        return f"{self.asked['redirect_uri']}?{'&'.join(f'{name}={value}' for name, value in said.items())}"

    def respond(self, asked: Asked) -> Answer:
        """Discovery, keys, tokens."""
        path = urlsplit(asked.path).path
        if path == "/.well-known/openid-configuration":
            return self._json(self._without_none({
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys", **self.metadata,
            }))  # fmt: skip
        if path == "/keys":
            self.keys_asked += 1
            return self._json({"keys": [self.key.as_dict(private=False)]})
        self.tokens_asked += 1
        return self._token(asked)

    def _token(self, asked: Asked) -> Answer:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        client = base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode()
        if (
            form["code"] != "a-code"
            or form["redirect_uri"] != self.asked["redirect_uri"]
            or challenge.decode() != self.asked["code_challenge"]
            or self.asked["code_challenge_method"] != "S256"
            or [unquote(part) for part in client.replace("+", " ").split(":")] != [self.client_id, self.client_secret]
        ):
            return Answer(400, b'{"error": "invalid_grant"}', Content_Type="application/json")
        return self._json({"access_token": "x", "token_type": "Bearer", "id_token": self.id_token()})

    def id_token(self) -> str:
        """The token about whoever signed in."""
        now = clock.now_ms() // 1_000
        claims = self._without_none({
            "iss": self.issuer, "aud": self.client_id, "exp": now + 300, "iat": now, "nonce": self.asked["nonce"],
            **self.claims,
        })  # fmt: skip
        head = {"alg": "RS256", "kid": "first", **self.head}
        if head["alg"] != "RS256":
            return by_hand(head, claims, self.signs_with or b"")
        return jwt.encode(head, claims, self.signs_with or self.key)

    @staticmethod
    def _without_none(members: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in members.items() if value is not None}

    def _json(self, said: object) -> Answer:
        return Answer(self.status, json.dumps(said).encode(), Content_Type="application/json")


def public_key_as_secret(liar: LyingDirectory) -> bytes:
    """The directory's public key, taken for a shared secret: the oldest trick with tokens."""
    return liar.key.as_pem(private=False)


def by_hand(head: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    """A token no library would make: not signed, or by HMAC with what is no secret."""
    body = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, claims))
    signature = hmac.digest(secret, body, "sha256") if secret else b""
    return (body + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@contextmanager
def lying_directory(**members: Any) -> Iterator[LyingDirectory]:
    """One for the time of the block."""
    made = LyingDirectory(**members)
    with serving(made.respond) as web:
        made.issuer = f"http://127.0.0.1:{web.port}"
        yield made
