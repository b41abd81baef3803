"""Documents that prove themselves, whoever hands them over; and what the house signs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.federation import waiting
from coffeehouse.federation.proving import Unproven, prove_document
from coffeehouse.federation.signing import proven, signed_headers
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures import proofs
from coffeehouse.protocols.signatures.request import Incoming
from tests.commands.house import House
from tests.federation.other_server import OtherServer, other_server
from tests.federation.signed_there import AUTHORITY, like, somebody
from tests.protocols.signatures.signed import NOW, ed25519_key


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    # With time to wait, whatever else this machine does.
    with clock.at(NOW), waiting.patiently():
        yield


@pytest.fixture
def there(house: House, settings: Any) -> Iterator[OtherServer]:
    """Another server."""
    with other_server(settings) as server:
        yield server


@pytest.fixture
def evil(house: House, settings: Any) -> Iterator[OtherServer]:
    """A third one, which means ill."""
    with other_server(settings) as server:
        yield server


def proved(uri: str, number: int = 0, **changes: Any) -> dict[str, Any]:
    """A document with a proof of its own."""
    document = json.loads(like(uri, **changes))
    return proofs.with_proof(document, f"{uri}#ed25519-key", ed25519_key(number), NOW)


def test_a_document_proves_itself(there: OtherServer) -> None:
    """FEP-8b32: whoever hands it over; the key comes from its author's own server."""
    uri = somebody(there)
    signer = prove_document(proved(uri), may_wait=True)
    assert signer is not None
    assert signer.uri == uri
    assert prove_document({"type": "Like", "actor": uri}, may_wait=True) is None


def test_a_proof_speaks_for_its_author_only(there: OtherServer, evil: OtherServer) -> None:
    """By a key of the same actor; not of a neighbour, not of another server, not of nobody; not changed since."""
    ann, ben, eve = somebody(there), somebody(there, "ben", 1), somebody(evil, "eve", 1)
    changed = {**proved(ann), "type": "Block"}
    nobody = proved(ann)
    del nobody["actor"]
    of_ben = proofs.with_proof(json.loads(like(ann)), f"{ben}#ed25519-key", ed25519_key(1), NOW)
    of_eve = proofs.with_proof(json.loads(like(ann)), f"{eve}#ed25519-key", ed25519_key(1), NOW)
    by_rsa = proofs.with_proof(json.loads(like(ann)), f"{ann}#main-key", ed25519_key(), NOW)
    for document in (changed, nobody, of_ben, of_eve, by_rsa):
        with pytest.raises(Unproven):
            prove_document(document, may_wait=True)
    assert evil.asked == []


def test_a_proof_does_not_last_for_ever(there: OtherServer) -> None:
    """Who kept a document cannot say it again when its author has long said otherwise; one without a time is of any."""
    uri = somebody(there)
    document = proved(uri)
    timeless = proofs.with_proof(json.loads(like(uri)), f"{uri}#ed25519-key", ed25519_key(), NOW)
    del timeless["proof"]["created"]
    for changed, now in ((document, NOW + clock.DAY), (document, NOW - clock.DAY), (timeless, NOW)):
        with clock.at(now), pytest.raises(Unproven) as refused:
            prove_document(changed, may_wait=True)
        assert refused.value.reason == "date"
    with clock.at(NOW + clock.HOUR):
        assert prove_document(document, may_wait=True) is not None


def test_linked_data_signatures_are_not_read(there: OtherServer) -> None:
    """A16, A17: whatever is rearranged in it or added to it, the document counts as unsigned."""
    uri = somebody(there)
    signature = {"type": "RsaSignature2017", "creator": f"{uri}#main-key", "created": "x", "signatureValue": "AAAA"}
    document = json.loads(like(uri, signature=signature, attributionDomains=["evil.example"]))
    for changed in (document, {**document, "@graph": [document]}, {**document, "@included": [document]}):
        assert prove_document(changed, may_wait=True) is None
    assert there.asked == []


@pytest.mark.parametrize("form", ["cavage", "rfc9421"])
def test_what_the_house_sends_is_proven(house: House, form: str) -> None:
    """The headers of our own requests, checked with the key our documents give."""
    from coffeehouse.federation.keys import public_keys
    from coffeehouse.protocols.signatures.verifying import check, read_claim

    for account_id, name in ((house.id("ada"), "/users/ada#main-key"), (0, "/actor#main-key")):
        for method, body in (("POST", b"{}"), ("GET", b"")):
            headers = signed_headers(method, "https://dee.example/inbox?x=1", body, account_id, form)
            incoming = Incoming(
                method=method, target="/inbox?x=1", authority="dee.example", scheme="https", body=body,
                headers=tuple((name.lower(), value) for name, value in headers.items()),
            )  # fmt: skip
            claim = read_claim(incoming, clock.now_ms())
            check(claim, "rsa", public_keys(account_id)["rsa"])
            assert claim.key_id == f"http://{AUTHORITY}{name}"


def test_our_public_documents_carry_a_proof(house: House) -> None:
    """By the Ed25519 key of the account, in the context that names its terms."""
    from coffeehouse.federation.keys import public_keys
    from coffeehouse.protocols.signatures.claims import Claim
    from coffeehouse.protocols.signatures.verifying import check

    ada = house.id("ada")
    for context in ("https://www.w3.org/ns/activitystreams", ["https://www.w3.org/ns/activitystreams", {"x": "y:z"}]):
        document = proven({"@context": context, "type": "Note", "content": "Shwmae"}, ada)
        assert document["@context"][1] == "https://w3id.org/security/data-integrity/v1"
        assert proven(document, ada)["@context"] == document["@context"]
        proof = proofs.read_proof(document)
        assert proof is not None
        assert proof.method == f"http://{AUTHORITY}/users/ada#ed25519-key"
        claim = Claim(form="proof", key_id="", algorithm="ed25519", bases=proof.bases, signature=proof.signature)
        check(claim, "ed25519", public_keys(ada)["ed25519"])
