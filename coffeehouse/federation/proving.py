"""Proves who sent a request: reads its signature, finds the key, and says whose it is. Nothing is believed before.

    inbox | arrivals | documents → prove → Signer

What needs no key is checked first, so that a bad request costs nobody a fetch. A key that is not known is fetched with
its actor's own document; one that does not fit is fetched once more, at most every five minutes (attack A18).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings

from coffeehouse.database import transaction
from coffeehouse.domain.federation.queries.keys import TheirKey, their_key
from coffeehouse.domain.federation.queries.remote import known_actor
from coffeehouse.engine import limits
from coffeehouse.engine.commands import Limit
from coffeehouse.federation import actors, addresses, remembering
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.federation.waiting import MustWait as MustWait
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached
from coffeehouse.protocols.signatures import proofs, verifying
from coffeehouse.protocols.signatures.claims import Claim, check_created, check_key_id, plain_authority
from coffeehouse.protocols.signatures.request import Incoming
from coffeehouse.protocols.signatures.request import Unproven as Unproven

REFRESH_REST = 5 * clock.MINUTE
# Keys of one server that were not to be had, in a minute: for one who sends, then nothing more is asked for them; and
# for all of them together. So nobody keeps a server's new keys waiting by making some up.
MOST_FAILURES = 30
MOST_FAILURES_IN_ALL = 10 * MOST_FAILURES


class DoesNotFit(MustWait):
    """The key that is known did not make this signature; whether there is another by now has to be asked first."""


class Signer(NamedTuple):
    """Who signed: an account elsewhere by our id and its own identity. host: of that identity.

    is_renewed: the account was fetched anew to find the key.
    """

    account_id: int
    uri: str
    host: str
    key_id: str
    is_renewed: bool = False


def prove(incoming: Incoming, *, may_wait: bool, admitted: str = "") -> Signer:
    """Who sent this request. may_wait: a key may be fetched now. admitted: a host the house was found to talk to.

    Raises Unproven; MustWait when somebody else has to answer first and there is no time for it here.
    """
    if plain_authority(incoming) != settings.BASE_URL.partition("://")[2]:
        raise Unproven("host")
    claim = verifying.read_claim(incoming, clock.now_ms())
    return _fitting(claim.key_id, claim, may_wait=may_wait, peer=incoming.peer, admitted=admitted)


def prove_document(document: dict[str, Any], *, may_wait: bool, peer: str = "") -> Signer | None:
    """Who proved this document itself, whoever handed it over (FEP-8b32); None where it has no proof we can read.

    peer: who did.

    The proof counts only for the document's own author: the actor of an activity, else what it is attributed to; and
    as long as a signature does, or whoever kept it could say again what its author has long changed or taken back.
    Raises as `prove`.
    """
    proof = proofs.read_proof(document)
    if proof is None:
        return None
    key_id = check_key_id(proof.method)
    author = document.get("actor") or document.get("attributedTo")
    if not isinstance(author, str) or not addresses.is_same_origin(author, key_id):
        raise Unproven("proof")
    if proof.created is None:
        raise Unproven("date")
    check_created(proof.created, clock.now_ms())
    claim = Claim(form="proof", key_id=key_id, algorithm="ed25519", bases=proof.bases, signature=proof.signature)
    signer = _fitting(key_id, claim, may_wait=may_wait, peer=peer)
    if not addresses.is_same(signer.uri, author):
        raise Unproven("proof")
    return signer


def _signer(key: TheirKey, *, is_renewed: bool = False) -> Signer:
    return Signer(key.account_id, key.uri, key.host, key.key_id, is_renewed)


def _fitting(key_id: str, claim: Claim, *, may_wait: bool, peer: str, admitted: str = "") -> Signer:
    """Whose key made the claim's signature: the one known, or what its owner now says it is."""
    host = addresses.host_of(key_id)
    if not host or addresses.is_ours(key_id):
        raise Unproven("key_id")
    if host != admitted and not may_talk_to(host):
        raise Unproven("not_admitted")
    known = their_key(key_id)
    if known is None:
        known = _learn(key_id, peer, may_wait=may_wait)
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
        return _signer(fresh, is_renewed=True)
    return _signer(known)


def _learn(key_id: str, peer: str, *, may_wait: bool) -> TheirKey:
    """A key nobody here has seen: its actor is fetched, and must list it."""
    uri, host = addresses.without_fragment(key_id), addresses.host_of(key_id)
    known = known_actor(uri)
    if known is not None and (known.gone_at is not None or _was_refreshed(known.id)):
        raise Unproven("key")
    if remembering.why_unfetchable(host, uri) is not None:
        raise Unproven("key")
    if not may_wait:
        raise MustWait("The key has to be fetched")
    _require_turn(host, peer)
    try:
        actor = actors.receive(_actor_document(key_id))
    except Unfetched:
        _note_failure(host, peer)
        raise Unproven("key") from None
    _note_refreshed(actor.id)
    key = their_key(key_id)
    if key is None:
        # An address with something made up behind it leads to somebody as well, and each time costs a question.
        _note_failure(host, peer)
        raise Unproven("key")
    return key


def _actor_document(key_id: str) -> dict[str, Any]:
    """The document of the actor whose key this is; a key in a document of its own leads there."""
    _, document = fetch_document(key_id)
    owner = document.get("owner")
    if "#" in key_id or not isinstance(owner, str):
        return document
    if not addresses.is_same_origin(owner, key_id):
        raise Unfetched("id_elsewhere")
    return fetch_document(owner)[1]


def _failures(host: str, peer: str) -> list[Limit]:
    return [
        Limit(f"keys:{host[:100]}:{peer[:60]}", MOST_FAILURES, clock.MINUTE),
        Limit(f"keys:{host}", MOST_FAILURES_IN_ALL, clock.MINUTE),
    ]


def _require_turn(host: str, peer: str) -> None:
    """Raise MustWait where many keys were not to be had of late: names that somebody makes up cost a host little."""
    try:
        limits.check(_failures(host, peer), clock.now_ms())
    except LimitReached as reached:
        raise MustWait("Too many keys of this server were not to be had") from reached


def _note_failure(host: str, peer: str) -> None:
    with suppress(LimitReached), transaction.write():
        limits.count(_failures(host, peer), clock.now_ms())


def _refreshed(known: TheirKey, *, may_wait: bool) -> TheirKey | None:
    """The key as its owner publishes it now; None when it was asked for a moment ago, or is still the same."""
    if _was_refreshed(known.account_id):
        return None
    if not may_wait:
        raise DoesNotFit("The key has to be fetched anew")
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
