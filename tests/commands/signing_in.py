"""What tests of second steps share: an app and a device that are not in any pocket."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.protocols import one_time_codes, passkeys
from tests.commands.house import House

ORIGIN = "http://localhost:8000"
NOW = 1_763_772_000_000
HERE = passkeys.Relying(ORIGIN, "Coffeehouse")


def enrol_app(house: House, who: str = "ada", name: str = "My phone") -> str:
    """Give somebody an authenticator app, at NOW; its secret."""
    secret = one_time_codes.new_secret()
    with clock.at(NOW):
        code = one_time_codes.code_at(secret, NOW)
        house.act(who, commands.EnrolAuthenticator(kind="totp", name=name, secret=secret, code=code))
    return secret


@dataclass
class Device:
    """A passkey as a phone keeps it: makes answers as a browser would send them."""

    member_id: int
    origin: str = ORIGIN
    counter: int = 1
    is_verified: bool = True
    identifier: bytes = b"a passkey of 24 bytes..."
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, state: str) -> str:
        """The answer to `navigator.credentials.create`."""
        data = self._data(0x40) + b"\0" * 16 + struct.pack(">H", len(self.identifier)) + self.identifier
        data += cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {"clientDataJSON": self._client("webauthn.create", state), "attestationObject": attestation}
        )

    def get(self, state: str, member_id: int | None = None) -> str:
        """The answer to `navigator.credentials.get`."""
        client, data = self._client("webauthn.get", state), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        handle = passkeys.handle_of(member_id or self.member_id)
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": handle}
        )

    def _data(self, more: int) -> bytes:
        flags = 0x01 | (0x04 if self.is_verified else 0) | more
        return hashlib.sha256(b"localhost").digest() + bytes([flags]) + struct.pack(">I", self.counter)

    def _client(self, kind: str, state: str) -> bytes:
        return json.dumps({"type": kind, "challenge": json.loads(state)["challenge"], "origin": self.origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.identifier)
        coded = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": coded})


def enrol_passkey(house: House, who: str = "ada") -> Device:
    """Give somebody a passkey."""
    device = Device(house.member(who))
    state = passkeys.ask_to_create(HERE, device.member_id, who, []).state
    house.act(who, commands.EnrolAuthenticator(kind="passkey", name="Laptop", state=state, answer=device.create(state)))
    return device


def question() -> str:
    """The state of a question for any passkey."""
    return passkeys.ask_to_prove(HERE).state
