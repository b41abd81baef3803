"""A push service of our own on loopback, and an app that subscribed there.

It checks who sends (RFC 8292) as a push service does, and reads the message (RFC 8291, or its draft) as the app does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from coffeehouse.kernel import clock
from coffeehouse.protocols.webpush import decode, encode, public_text
from tests.delivery.web_server import Answer, Asked, serving


@dataclass
class PushService:
    """One device. status: what the service answers; received: what the app read, with the headers it came with."""

    origin: str = ""
    status: int = 201
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    server_key: str = ""
    asked: list[Asked] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def subscription(self, *alerts: str, standard: bool = True, policy: str = "all") -> dict[str, Any]:
        """The body an app sends to be woken here."""
        return {
            "subscription": {
                "endpoint": f"{self.origin}/device/{encode(self.auth)}",
                "keys": {"p256dh": public_text(self.key), "auth": encode(self.auth)},
                "standard": standard,
            },
            "data": {"alerts": dict.fromkeys(alerts, True), "policy": policy},
        }

    def respond(self, asked: Asked) -> Answer:
        """Take a message, or refuse it."""
        self.asked.append(asked)
        if self.status >= 300:
            return Answer(self.status)
        assert asked.method == "POST"
        assert len(asked.body) <= 4_096
        assert int(asked.headers["ttl"]) > 0
        self._check_sender(asked)
        self.received.append(json.loads(self._read(asked)))
        self.headers.append(asked.headers)
        return Answer(self.status)

    def _check_sender(self, asked: Asked) -> None:
        scheme, _, rest = asked.headers["authorization"].partition(" ")
        if scheme == "vapid":
            parts = dict(part.strip().split("=", 1) for part in rest.split(","))
            token, public = parts["t"], parts["k"]
        else:
            assert scheme == "WebPush"
            token, public = rest, self._crypto_key(asked)["p256ecdsa"]
        assert public == self.server_key
        signed, _, signature = token.rpartition(".")
        raw = decode(signature)
        numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(public))
        key.verify(numbers, signed.encode(), ec.ECDSA(hashes.SHA256()))
        head, claims = (json.loads(decode(part)) for part in signed.split("."))
        assert head["alg"] == "ES256"
        assert claims["aud"] == self.origin
        assert 0 < claims["exp"] * 1_000 - clock.now_ms() <= 24 * clock.HOUR
        assert claims["sub"].startswith(("mailto:", "https:"))

    @staticmethod
    def _crypto_key(asked: Asked) -> dict[str, str]:
        return dict(part.split("=", 1) for part in asked.headers["crypto-key"].split(";"))

    def _read(self, asked: Asked) -> bytes:
        coding = asked.headers["content-encoding"]
        if coding == "aes128gcm":
            read = http_ece.decrypt(asked.body, private_key=self.key, auth_secret=self.auth, version=coding)
        else:
            assert coding == "aesgcm"
            salt = decode(asked.headers["encryption"].removeprefix("salt="))
            point = decode(self._crypto_key(asked)["dh"])
            read = http_ece.decrypt(
                asked.body, salt=salt, private_key=self.key, dh=point, auth_secret=self.auth, version=coding
            )
        assert isinstance(read, bytes)
        return read


@contextmanager
def push_service() -> Iterator[PushService]:
    """A service for the time of the block."""
    service = PushService()
    with serving(service.respond) as web:
        service.origin = f"http://127.0.0.1:{web.port}"
        yield service
