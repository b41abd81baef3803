"""Signatures and proofs against another implementation, both ways: Fedify checks what the house signs, and the house
checks what Fedify signs.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest

from coffeehouse.domain.federation.queries.documents import our_actor
from coffeehouse.federation.keys import actor_uri, key_uri, public_keys
from coffeehouse.federation.signing import proven, signed_headers
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.writing_actors import write_actor
from coffeehouse.protocols.signatures import proofs
from coffeehouse.protocols.signatures.claims import Claim
from coffeehouse.protocols.signatures.request import Incoming, Unproven
from coffeehouse.protocols.signatures.verifying import check, read_claim
from tests.commands.house import House
from tests.workshops import FEDIFY

pytestmark = pytest.mark.fedify
INBOX, OUTBOX = "https://elsewhere.example/inbox", "https://elsewhere.example/users/dee/outbox"
PAGE = f"{OUTBOX}?page=2"
THEIRS = "https://elsewhere.example/users/dee"
NOTE = {
    "@context": "https://www.w3.org/ns/activitystreams", "id": f"{THEIRS}/notes/1", "type": "Note",
    "attributedTo": THEIRS, "content": "Shwmae \u2615",
}  # fmt: skip
SPECS = ("draft-cavage-http-signatures-12", "rfc9421")


def ask_fedify(question: dict[str, Any]) -> dict[str, Any]:
    """Its answer."""
    done = subprocess.run(
        FEDIFY.command("signing.mjs"), input=json.dumps(question), capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def arrived(url: str, method: str, body: str, headers: list[list[str]]) -> Incoming:
    """A request of Fedify's as it would come here."""
    parts = urlsplit(url)
    return Incoming(
        method=method, target=f"{parts.path}?{parts.query}" if parts.query else parts.path, authority=parts.netloc,
        scheme=parts.scheme, headers=tuple((name.lower(), value) for name, value in headers),
        body=body.encode(),
    )  # fmt: skip


def test_each_reads_what_the_other_signs(house: House) -> None:
    """Deliveries and questions in both forms, documents with proofs; and neither takes what was changed."""
    ada = house.id("ada")
    public_keys(ada)
    actor = our_actor(ada)
    assert actor is not None
    # Fedify leaves the query out of what it signs as draft-cavage, and reads no other.
    sent = [
        {"method": method, "url": url, "body": body, "headers": signed_headers(method, url, body.encode(), ada, form)}
        for form, page in (("cavage", OUTBOX), ("rfc9421", PAGE))
        for method, url, body in (("POST", INBOX, '{"type":"Like"}'), ("GET", page, ""))
    ]
    forged = [each | {"body": '{"type":"Block"}'} for each in sent if each["method"] == "POST"]
    document = proven({**NOTE, "id": f"{actor_uri(ada)}/statuses/1", "attributedTo": actor_uri(ada)}, ada)
    asked = [
        {"method": method, "url": url, "body": body, "spec": spec, "keyId": f"{THEIRS}#main-key",
         "headers": {"Content-Type": "application/activity+json"}}
        for spec in SPECS
        for method, url, body in (("POST", INBOX, '{"type":"Like"}'), ("GET", PAGE, ""))
    ]  # fmt: skip
    found = ask_fedify(
        {
            "actor": write_actor(actor), "requests": sent + forged, "note": NOTE, "methodId": f"{THEIRS}#ed25519-key",
            "documents": [document, {**document, "content": "Hwyl"}], "asked": asked,
        }
    )  # fmt: skip
    assert found["requests"] == [key_uri(ada, "rsa")] * 4 + [None] * 2
    assert found["documents"] == [True, False]
    for question, headers in zip(asked, found["signed"], strict=True):
        incoming = arrived(str(question["url"]), str(question["method"]), str(question["body"]), headers)
        claim = read_claim(incoming, clock.now_ms())
        assert claim.key_id == question["keyId"]
        check(claim, "rsa", found["rsa"])
    check_proof(found["note"], found["ed25519"])
    with pytest.raises(Unproven):
        check_proof({**found["note"], "content": "Hwyl"}, found["ed25519"])


def check_proof(document: dict[str, Any], public: str) -> None:
    """Raise Unproven unless the document proves itself by this key."""
    proof = proofs.read_proof(document)
    assert proof is not None
    assert proof.method == f"{THEIRS}#ed25519-key"
    claim = Claim(form="proof", key_id="", algorithm="ed25519", bases=proof.bases, signature=proof.signature)
    check(claim, "ed25519", public)
