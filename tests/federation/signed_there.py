"""Deliveries from another server on loopback, signed by people there, and why they prove nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from coffeehouse.federation.proving import Unproven, prove
from coffeehouse.protocols.signatures.request import Incoming
from tests.federation.other_server import OtherServer
from tests.protocols.signatures.signed import Letter, cavage, ed25519_key, public, rsa_key

AUTHORITY = "localhost:8000"


def somebody(server: OtherServer, name: str = "ann", number: int = 0, **changes: Any) -> str:
    """A person there with a key; their identity."""
    uri = f"{server.base}/users/{name}"
    key = {"id": f"{uri}#main-key", "owner": uri, "publicKeyPem": public(rsa_key(number))[1]}
    method = {
        "id": f"{uri}#ed25519-key", "type": "Multikey", "controller": uri,
        "publicKeyMultibase": public(ed25519_key(number))[1],
    }  # fmt: skip
    return server.person(name, **({"publicKey": key, "assertionMethod": [method]} | changes))


def like(uri: str, **changes: Any) -> bytes:
    """An activity of theirs that names the house."""
    members = {
        "@context": "https://www.w3.org/ns/activitystreams", "id": f"{uri}#likes/1", "type": "Like", "actor": uri,
        "object": f"http://{AUTHORITY}/users/ada/statuses/1",
    }  # fmt: skip
    return json.dumps(members | changes).encode()


def letter(uri: str, body: bytes | None = None, **changes: Any) -> Letter:
    """A delivery that is not signed yet."""
    headers = [("host", AUTHORITY), ("content-type", "application/activity+json")]
    members = {"target": "/inbox", "authority": AUTHORITY, "scheme": "http", "body": body or like(uri)} | changes
    made = Letter(**members)
    made.headers = [header for header in headers if header[0] != "host"]
    return made


def delivery(uri: str, body: bytes | None = None, number: int = 0, **how: Any) -> Incoming:
    """A delivery signed with a key of theirs."""
    parts: dict[str, Any] = {"key_id": f"{uri}#main-key", "host": AUTHORITY, "letter": letter(uri, body)}
    return cavage(rsa_key(number), **(parts | how))


def status(incoming: Incoming) -> int:
    """What the inbox answers to it."""
    headers = {name: value for name, value in incoming.headers if name != "content-type"}
    kind = dict(incoming.headers)["content-type"]
    return int(Client().post(incoming.target, incoming.body, content_type=kind, headers=headers).status_code)


def reason(incoming: Incoming, *, may_wait: bool = True) -> str:
    """Why it proves nothing."""
    with pytest.raises(Unproven) as refused:
        prove(incoming, may_wait=may_wait)
    return refused.value.reason


def documents_asked(server: OtherServer) -> list[str]:
    """What was asked of it, but for names."""
    return [path for path in server.paths if not path.startswith("/.well-known")]
