"""Object integrity proofs (FEP-8b32): the standard's own examples, and everything that breaks one."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coffeehouse.protocols.signatures import keys, proofs
from coffeehouse.protocols.signatures.claims import Claim
from coffeehouse.protocols.signatures.request import Unproven
from coffeehouse.protocols.signatures.verifying import check
from tests.protocols.signatures.signed import NOW, ed25519_key

# Keys, contexts and values of the examples in FEP-8b32 (CC0): the present text, and that of 2023.
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
ACTOR = "https://server.example/users/alice"
KEY_ID = f"{ACTOR}#ed25519-key"
V2 = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"]
V1 = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"]
MADE_AT = 1_677_281_798_000
NEW = {
    "@context": V2, "id": "https://server.example/activities/1", "type": "Create", "actor": ACTOR,
    "object": {
        "id": "https://server.example/objects/1", "type": "Note", "attributedTo": ACTOR, "content": "Hello world",
        "location": {"type": "Place", "longitude": -71.184902, "latitude": 25.273962},
    },
}  # fmt: skip
NEW_VALUE = "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL"
OLD = {"@context": V1, "type": "Create", "actor": ACTOR, "object": {"type": "Note", "content": "Hello world"}}
OLD_VALUE = "z3sXaxjKs4M3BRicwWA9peyNPJvJqxtGsDmpt1jjoHCjgeUf71TRFz56osPSfDErszyLp5Ks1EhYSgpDaNM977Rg2"
OPTIONS = {
    "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "verificationMethod": KEY_ID,
    "proofPurpose": "assertionMethod", "created": "2023-02-24T23:36:38Z",
}  # fmt: skip


def prove(document: dict[str, Any], public: str = PUBLIC) -> str:
    """The key that is proven to have signed the document."""
    proof = proofs.read_proof(document)
    assert proof is not None
    check(
        Claim(form="proof", key_id=proof.method, algorithm="ed25519", bases=proof.bases, signature=proof.signature),
        "ed25519", public,
    )  # fmt: skip
    return proof.method


def signed(**changes: Any) -> dict[str, Any]:
    """The example, with members of its proof changed; None takes one away."""
    proof = {**OPTIONS, "@context": V2, "proofValue": NEW_VALUE} | changes
    return {**NEW, "proof": {name: value for name, value in proof.items() if value is not None}}


def test_the_examples_of_the_standard_are_proven() -> None:
    """The present one, whose proof has a context, and the older one, whose proof has none."""
    assert prove(signed()) == KEY_ID
    assert prove({**OLD, "proof": {**OPTIONS, "proofValue": OLD_VALUE}}) == KEY_ID


def test_the_example_of_the_standard_comes_out_byte_for_byte() -> None:
    """The same key, document and time give the same proof."""
    key = Ed25519PrivateKey.from_private_bytes(keys.from_multibase(SECRET)[2:])
    assert proofs.with_proof(NEW, KEY_ID, key, MADE_AT) == signed()


def test_a_proof_over_the_context_of_the_document_counts_too() -> None:
    """As some libraries sign: the options are hashed with the document's context, and sent without."""
    made = proofs.with_proof(NEW, KEY_ID, ed25519_key(), NOW)
    del made["proof"]["@context"]
    assert prove(made, keys.public_text(ed25519_key().public_key())) == KEY_ID


def test_a_document_without_a_context_is_signed_as_it_is() -> None:
    """And a proof that was there is replaced."""
    made = proofs.with_proof({"type": "Note", "proof": {}}, KEY_ID, ed25519_key(), NOW)
    assert "@context" not in made["proof"]
    assert prove(made, keys.public_text(ed25519_key().public_key())) == KEY_ID


def test_what_others_put_beside_it_is_no_proof() -> None:
    """A16, A17: Linked Data Signatures, other suites, nothing; the document is then as if unsigned."""
    linked = {"type": "RsaSignature2017", "creator": f"{ACTOR}#main-key", "signatureValue": "AAAA"}
    listed: tuple[dict[str, Any], ...] = (
        {}, {"signature": linked}, {"proof": linked}, {"proof": [linked, "x", None]}, {"proof": "yes"}, {"proof": []},
        {"proof": {**OPTIONS, "cryptosuite": "eddsa-rdfc-2022", "proofValue": NEW_VALUE}},
    )  # fmt: skip
    for beside in listed:
        assert proofs.read_proof({**NEW, **beside}) is None


def test_a_proof_among_others_is_found() -> None:
    """Those of other suites are left; two of ours contradict each other."""
    document = signed()
    proof = document["proof"]
    assert prove({**document, "proof": [{"type": "RsaSignature2017"}, proof]}) == KEY_ID
    with pytest.raises(Unproven):
        proofs.read_proof({**document, "proof": [proof, proof]})


@pytest.mark.parametrize("created", ["2026-13-45T10:00:00Z", "2026-11-22T10:00:00", "yesterday", 5])
def test_a_time_that_is_none_proves_nothing(created: object) -> None:
    """Nor one that every reader would put elsewhere."""
    made = proofs.with_proof(NEW, KEY_ID, ed25519_key(), NOW)
    made["proof"]["created"] = created
    with pytest.raises(Unproven):
        proofs.read_proof(made)


def test_no_part_may_be_changed() -> None:
    """A16, A17: neither moved, nor added, nor taken away, at any depth."""
    moved = signed()
    moved["@graph"] = [moved.pop("object")]
    added = {**signed(), "attributionDomains": ["evil.example"]}
    deep = copy.deepcopy(signed())
    deep["object"]["content"] = "Hello World"
    less = signed()
    del less["actor"]
    later = signed(created="2023-02-24T23:36:39Z")
    other = signed(verificationMethod="https://evil.example/users/eve#ed25519-key")
    for changed in (moved, added, deep, less, later, other):
        with pytest.raises(Unproven) as refused:
            prove(changed)
        assert refused.value.reason == "signature"


@pytest.mark.parametrize(
    "changes",
    [
        {"proofValue": None}, {"proofValue": 1}, {"proofValue": NEW_VALUE[1:]}, {"proofValue": NEW_VALUE[:-4]},
        {"verificationMethod": None}, {"verificationMethod": {"id": KEY_ID}}, {"proofPurpose": "authentication"},
        {"proofPurpose": None}, {"created": "yesterday"}, {"created": 1}, {"@context": V1}, {"@context": "x"},
        {"@context": [*V2, "https://evil.example/context"]},
    ],
)  # fmt: skip
def test_a_broken_proof_is_no_proof(changes: dict[str, Any]) -> None:
    """It is refused, not passed over: somebody meant it to be believed."""
    with pytest.raises(Unproven):
        prove(signed(**changes))


def test_contexts_that_were_added_behind_do_not_break_it() -> None:
    """The suite lets a server append its own; what was signed is what counts."""
    document = signed()
    document["@context"] = [*V2, "https://server.example/context"]
    assert prove(document) == KEY_ID


def test_what_has_no_canonical_form_proves_nothing() -> None:
    """Numbers beyond 2^53, halves of surrogate pairs."""
    for value in (2**60, float("nan"), "\ud800"):
        with pytest.raises(Unproven):
            prove({**signed(), "odd": value})


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine, and while coverage is measured
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=10,
    )
)
def test_every_document_can_be_proven(value: Any) -> None:
    """Whatever it holds, and however its members are ordered."""
    made = proofs.with_proof({"value": value, "type": "Note"}, KEY_ID, ed25519_key(), NOW)
    turned = dict(reversed(made.items()))
    assert prove(turned, keys.public_text(ed25519_key().public_key())) == KEY_ID
