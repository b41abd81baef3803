"""Object integrity proofs (FEP-8b32): an Ed25519 signature inside a document, over its canonical JSON (RFC 8785).

Cryptosuite eddsa-jcs-2022 (W3C Data Integrity EdDSA Cryptosuites §3.3). Documents proven so are believed whoever hands
them over. Linked Data Signatures are not read at all: what they cover depends on contexts (attacks A16, A17).
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any

import msgspec
import rfc8785

from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures.keys import Private, from_multibase, sign, to_base58
from coffeehouse.protocols.signatures.request import Unproven

SUITE = "eddsa-jcs-2022"
SIGNATURE_BYTES = 64
MOST_PROOFS = 10
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A proof as read: `signature` over one of `bases` by the key that `method` names. created: seconds, if it says.

    A proof without a context of its own is signed by some as it stands, by others with the context of the document.
    Either covers the whole document and all the proof says.
    """

    method: str
    bases: tuple[bytes, ...]
    signature: bytes
    created: int | None = None


def read_proof(document: dict[str, Any]) -> Proof | None:
    """The proof of a document; None where it has none that can be read here. Raises Unproven for a broken one."""
    given = document.get("proof")
    listed = given if isinstance(given, list) else [given]
    ours = [proof for proof in listed[:MOST_PROOFS] if isinstance(proof, dict) and _is_ours(proof)]
    if not ours:
        return None
    if len(ours) > 1:
        raise Unproven("proof")
    proof = ours[0]
    method, signature, created = _said(proof)
    if "@context" in proof and not _begins_with(document.get("@context"), proof["@context"]):
        raise Unproven("proof")
    bare = {name: member for name, member in document.items() if name != "proof"}
    if "@context" in proof:
        bare["@context"] = proof["@context"]
    options = {name: member for name, member in proof.items() if name != "proofValue"}
    bases = [_base(bare, options)]
    if "@context" in document and "@context" not in proof:
        bases.append(_base(bare, {**options, "@context": document["@context"]}))
    return Proof(method=method, bases=tuple(bases), signature=signature, created=created)


def with_proof(document: dict[str, Any], key_id: str, key: Private, now: int) -> dict[str, Any]:
    """The document with a proof by this Ed25519 key. now: ms. Its own context names the terms of proofs."""
    options: dict[str, Any] = {"@context": document["@context"]} if "@context" in document else {}
    options |= {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "verificationMethod": key_id,
        "proofPurpose": "assertionMethod",
        "created": clock.iso(now)[:19] + "Z",
    }
    bare = {name: member for name, member in document.items() if name != "proof"}
    signature = sign(key, _base(bare, options))
    return {**bare, "proof": {**options, "proofValue": "z" + to_base58(signature)}}


def _said(proof: dict[str, Any]) -> tuple[str, bytes, int | None]:
    """(key, signature, when it was made) of a proof that is well made. Raises Unproven."""
    method, value = proof.get("verificationMethod"), proof.get("proofValue")
    if not isinstance(method, str) or not isinstance(value, str) or proof.get("proofPurpose") != "assertionMethod":
        raise Unproven("proof")
    signature = from_multibase(value)
    if len(signature) != SIGNATURE_BYTES:
        raise Unproven("proof")
    return method, signature, _moment(proof.get("created", ""))


def _moment(created: Any) -> int | None:
    """Seconds since 1970; None where nothing is said. Raises Unproven."""
    if created == "":
        return None
    if not isinstance(created, str) or not _MOMENT.fullmatch(created):
        raise Unproven("proof")
    try:
        return int(datetime.fromisoformat(created).timestamp())
    except ValueError:
        raise Unproven("proof") from None


def _is_ours(proof: dict[str, Any]) -> bool:
    return proof.get("type") == "DataIntegrityProof" and proof.get("cryptosuite") == SUITE


def _begins_with(contexts: Any, given: Any) -> bool:
    """Whether the proof's contexts are the first of the document's, in the same order (§3.3.2)."""
    whole = contexts if isinstance(contexts, list) else [contexts]
    first = given if isinstance(given, list) else [given]
    return bool(whole[: len(first)] == first)


def _base(bare: dict[str, Any], options: dict[str, Any]) -> bytes:
    """The hash of what the proof says of itself, then that of the document (§3.3.4)."""
    try:
        parts = [rfc8785.dumps(options), rfc8785.dumps(bare)]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError):
        raise Unproven("proof") from None
    return b"".join(hashlib.sha256(part).digest() for part in parts)
