"""Proves who sent a request: reads its signature, finds the key, and says whose it is. Nothing is believed before.

    inbox | arrivals | documents → prove → Signer

What needs no key is checked first, so that a bad request costs nobody a fetch. A key that is not known is fetched with
its actor's own document; one that does not fit is fetched once more, at most every five minutes (attack A18).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings

from coffeehouse.domain.federation.queries.keys import TheirKey, their_key
from coffeehouse.domain.federation.queries.remote import known_actor
from coffeehouse.federation import actors, addresses, remembering
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.federation.waiting import MustWait as MustWait
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures import proofs, verifying
from coffeehouse.protocols.signatures.claims import Claim, check_key_id, plain_authority
from coffeehouse.protocols.signatures.request import Incoming
from coffeehouse.protocols.signatures.request import Unproven as Unproven

REFRESH_REST = 5 * clock.MINUTE


class Signer(NamedTuple):
    """Who signed: an account elsewhere by our id and its own identity. host: of that identity."""

    account_id: int
    uri: str
    host: str
    key_id: str


def prove(incoming: Incoming, *, may_wait: bool) -> Signer:
    """Who sent this request. may_wait: a key may be fetched now.

    Raises Unproven; MustWait when somebody else has to answer first and there is no time for it here.
    """
    if plain_authority(incoming) != settings.BASE_URL.partition("://")[2]:
        raise Unproven("host")
    claim = verifying.read_claim(incoming, clock.now_ms())
    return _signer(_fitting_key(claim.key_id, claim, may_wait=may_wait))


def prove_document(document: dict[str, Any], *, may_wait: bool) -> Signer | None:
    """Who proved this document itself, whoever handed it over (FEP-8b32); None where it has no proof we can read.

    The proof counts only for the document's own author: the actor of an activity, else what it is attributed to.
    Raises as `prove`.
    """
    proof = proofs.read_proof(document)
    if proof is None:
        return None
    key_id = check_key_id(proof.method)
    author = document.get("actor") or document.get("attributedTo")
    if not isinstance(author, str) or not addresses.is_same_origin(author, key_id):
        raise Unproven("proof")
    claim = Claim(form="proof", key_id=key_id, algorithm="ed25519", bases=proof.bases, signature=proof.signature)
    signer = _signer(_fitting_key(key_id, claim, may_wait=may_wait))
    if not addresses.is_same(signer.uri, author):
        raise Unproven("proof")
    return signer


def _signer(key: TheirKey) -> Signer:
    return Signer(key.account_id, key.uri, key.host, key.key_id)


def _fitting_key(key_id: str, claim: Claim, *, may_wait: bool) -> TheirKey:
    """The key that made the claim's signature: the one known, or what its owner now says it is."""
    host = addresses.host_of(key_id)
    if not host or addresses.is_ours(key_id):
        raise Unproven("key_id")
    if not may_talk_to(host):
        raise Unproven("not_admitted")
    known = their_key(key_id)
    if known is None:
        known = _learn(key_id, may_wait=may_wait)
    # An actor's own server says which keys are the actor's: one that lies elsewhere could be anybody's (attack A3).
    if not addresses.is_same_origin(known.uri, key_id):
        raise Unproven("key")
    try:
        verifying.check(claim, known.kind, known.public)
    except Unproven:
        fresh = _refreshed(known, may_wait=may_wait)
        if fresh is None:
            raise
        verifying.check(claim, fresh.kind, fresh.public)
        return fresh
    return known


def _learn(key_id: str, *, may_wait: bool) -> TheirKey:
    """A key nobody here has seen: its actor is fetched, and must list it."""
    uri = addresses.without_fragment(key_id)
    known = known_actor(uri)
    if known is not None and (known.gone_at is not None or _was_refreshed(known.id)):
        raise Unproven("key")
    if remembering.why_unfetchable(addresses.host_of(key_id), uri) is not None:
        raise Unproven("key")
    if not may_wait:
        raise MustWait("The key has to be fetched")
    try:
        _meet(uri if "#" in key_id else _owner_of(key_id))
    except Unfetched:
        raise Unproven("key") from None
    key = their_key(key_id)
    if key is None:
        raise Unproven("key")
    return key


def _owner_of(key_id: str) -> str:
    """The actor that a key with a document of its own names; some servers give the actor itself there."""
    url, document = fetch_document(key_id)
    owner = document.get("owner")
    return owner if isinstance(owner, str) else url


def _meet(uri: str) -> None:
    """Take in an actor; or its keys anew, where the actor was known without the key that is looked for."""
    known = known_actor(uri)
    if known is None:
        known = actors.actor_of(uri)
        if known is not None:
            _note_refreshed(known.id)
    elif not _was_refreshed(known.id):
        _refresh(known.id)


def _refreshed(known: TheirKey, *, may_wait: bool) -> TheirKey | None:
    """The key as its owner publishes it now; None when it was asked for a moment ago, or is still the same."""
    if _was_refreshed(known.account_id):
        return None
    if not may_wait:
        raise MustWait("The key has to be fetched anew")
    _refresh(known.account_id)
    fresh = their_key(known.key_id)
    return None if fresh is None or fresh.public == known.public else fresh


def _refresh(account_id: int) -> None:
    """Fetch an actor anew for its keys."""
    with suppress(Unfetched):
        actors.refresh(account_id)
    _note_refreshed(account_id)


def _note_refreshed(account_id: int) -> None:
    """Whoever forges signatures makes the house ask no more often than this."""
    remembering.note_unfetchable(f"keys/{account_id}", "fetched anew", REFRESH_REST)


def _was_refreshed(account_id: int) -> bool:
    return remembering.why_unfetchable("", f"keys/{account_id}") is not None
