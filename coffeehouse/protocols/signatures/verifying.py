"""Reads whichever signature a request carries, and checks it with a key."""

from __future__ import annotations

from coffeehouse.protocols.signatures import cavage, keys, rfc9421
from coffeehouse.protocols.signatures.claims import Claim
from coffeehouse.protocols.signatures.request import Incoming, Unproven

FORMS = {"cavage": cavage.headers_for, "rfc9421": rfc9421.headers_for}


def read_claim(incoming: Incoming, now: int) -> Claim:
    """What the request claims, with all checked that needs no key. now: ms. Raises Unproven.

    A request with `Signature-Input` is RFC 9421 and nothing else: the form is never chosen by what happens to fit.
    """
    if not incoming.all("signature"):
        raise Unproven("no_signature")
    return rfc9421.read(incoming, now) if incoming.all("signature-input") else cavage.read(incoming, now)


def check(claim: Claim, kind: str, public: str) -> None:
    """Raise Unproven unless the key made the claim's signature. kind: rsa (PEM), ed25519 (multibase)."""
    key = keys.read_public(kind, public)
    if claim.algorithm not in ("", keys.kind_of(key)):
        raise Unproven("algorithm")
    if not any(keys.fits(key, base, claim.signature) for base in claim.bases):
        raise Unproven("signature")
