"""A delivery of another server, from the bytes as they came to the answer it gets.

    inbox → take → read → prove → dispatching.deal_with → 202
                         └ somebody else has to answer first → arrivals.keep → 202 ⟶ delivery.arrivals

What is refused leaves no trace but one entry with the reason, and after many from one host not even that.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import RefuseDelivery
from coffeehouse.domain.federation.queries import known_account, known_actor
from coffeehouse.domain.federation.queries.remote import Known
from coffeehouse.engine.act import Refused, act
from coffeehouse.federation import addresses, arrivals, remembering, synchronising
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.dispatching import deal_with
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.hearing import CHANNEL, Hearing, Untrue, Unwanted
from coffeehouse.federation.proving import Signer, Unproven, prove
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel.errors import LimitReached, Problem, Unavailable
from coffeehouse.protocols.activitypub.documents import ActivityDocument, Unreadable
from coffeehouse.protocols.activitypub.reading_activities import read_activity
from coffeehouse.protocols.activitypub.strict_json import MAX_BYTES, load
from coffeehouse.protocols.signatures.request import Incoming

KINDS = ("application/activity+json", "application/ld+json", "application/json")
# Why something was not had that may be had later.
PASSING = ("unreachable",)
# A server that cannot be taken from now is asked to come back after so many seconds.
BACK_SOON = 60


class Answer(NamedTuple):
    """What the server that delivers is told. retry_after: seconds, 0 for none."""

    status: int
    retry_after: int = 0


TAKEN = Answer(202)


def take(incoming: Incoming) -> Answer:
    """Deal with a delivery, or keep it to be dealt with. Raises nothing."""
    if settings.FEDERATION == "closed":
        return Answer(404)
    if _kind(incoming) not in KINDS:
        return Answer(415)
    try:
        document = load(_unpacked(incoming))
    except Unreadable as error:
        refuse("", error.reason)
        return Answer(413 if error.reason == "too_large" else 400)
    try:
        said = read_activity(document)
    except Unreadable as error:
        refuse(_claimed_host(document), error.reason, type=str(document.get("type", "")))
        # Types nobody here knows are no mistake of their sender.
        return TAKEN if error.reason == "unknown_type" else Answer(400)
    host = addresses.host_of(said.actor)
    if not may_talk_to(host):
        refuse(host, "not_admitted", type=said.type)
        return Answer(403)
    known = known_actor(said.actor)
    if known is None and _is_of_no_concern(incoming, said):
        return TAKEN
    return _prove_and_deal(incoming, document, said, known)


def _prove_and_deal(
    incoming: Incoming, document: dict[str, Any], said: ActivityDocument, known: Known | None
) -> Answer:
    host = addresses.host_of(said.actor)
    try:
        signer = prove(incoming, may_wait=True, admitted=host)
    except Unproven as error:
        refuse(host, error.reason, type=said.type)
        return Answer(401)
    except MustWait:
        return _kept(arrivals.keep_unproven(host, incoming))
    except Unavailable:
        return Answer(503, BACK_SOON)
    synchronising.hear(signer, incoming)
    hearing = Hearing(signer, said, document, signature=_signature(incoming), known=known)
    try:
        return deal(hearing)
    except MustWait:
        return _kept(arrivals.keep_waiting(signer, document))
    except Unfetched as error:
        return _kept(arrivals.keep_waiting(signer, document)) if error.reason in PASSING else TAKEN
    except LimitReached as reached:
        return Answer(429, int(reached.retry_after or BACK_SOON))
    except Unavailable:
        return Answer(503, BACK_SOON)


def _kept(is_kept: bool) -> Answer:
    return TAKEN if is_kept else Answer(503, BACK_SOON)


def deal(hearing: Hearing) -> Answer:
    """Deal with what is proven; whether something came of it is not for its sender to know.

    Raises MustWait, Unfetched, LimitReached and Unavailable: then it may be tried again later.
    """
    said, host = hearing.said, hearing.signer.host
    remembering.note_heard(host)
    try:
        deal_with(hearing)
    except Unwanted:
        return TAKEN
    except Unproven as error:
        refuse(host, error.reason, hearing.signer.key_id, said.type)
        return Answer(401)
    except Untrue as error:
        refuse(host, error.reason, hearing.signer.key_id, said.type)
        return Answer(403)
    except Unreadable as error:
        refuse(host, error.reason, hearing.signer.key_id, said.type)
        return Answer(400)
    except Refused:
        return Answer(403)
    except (LimitReached, Unavailable):
        raise
    except Problem:
        # It is not there, not for them to see, or done already.
        return TAKEN
    return TAKEN


def refuse(host: str, reason: str, key_id: str = "", type: str = "") -> None:
    """Record that a delivery was refused; of a flood only so much."""
    with suppress(LimitReached, Unavailable):
        act(RefuseDelivery(host=host[:260], reason=reason, key_id=key_id[:500], type=type[:30]), SYSTEM, CHANNEL)


def _signature(incoming: Incoming) -> str:
    return " ".join(incoming.all("signature"))


def _kind(incoming: Incoming) -> str:
    found = incoming.all("content-type")
    return found[0].partition(";")[0].strip().lower() if len(found) == 1 else ""


def _unpacked(incoming: Incoming) -> bytes:
    """The body as it was before it was packed; never more of it than is read (attack D1)."""
    codings = [coding.strip().lower() for coding in incoming.all("content-encoding")]
    if codings in ([], ["identity"]):
        return incoming.body
    if codings not in (["gzip"], ["x-gzip"]):
        raise Unreadable("content_encoding")
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        body = unpacker.decompress(incoming.body, MAX_BYTES + 1)
    except zlib.error:
        raise Unreadable("content_encoding") from None
    if len(body) > MAX_BYTES:
        raise Unreadable("too_large")
    if not unpacker.eof or unpacker.unused_data:
        raise Unreadable("content_encoding")
    return body


def _claimed_host(document: dict[str, Any]) -> str:
    actor = document.get("actor")
    return addresses.host_of(actor) if isinstance(actor, str) else ""


def _is_of_no_concern(incoming: Incoming, said: ActivityDocument) -> bool:
    """Whether nobody here can be meant: then no key is fetched, and nothing kept.

    Somebody nobody here has heard of says something that does not name this house. What others hand on is looked at.
    """
    if said.type == "Delete" and addresses.is_same(said.object_id, said.actor):
        return True
    signed_by = " ".join((*incoming.all("signature"), *incoming.all("signature-input")))
    authority = settings.BASE_URL.partition("://")[2]
    return addresses.host_of(said.actor) in signed_by and authority.encode() not in _unpacked(incoming)


class Later(Exception):
    """A kept delivery is tried again. wait: ms, 0 for the usual pause."""

    def __init__(self, why: str, wait: int = 0) -> None:
        super().__init__(why)
        self.wait = wait


def take_kept(arrival: arrivals.Arrival) -> None:
    """Deal with a delivery that was kept, with time to ask others. Raises Later when it is to be tried again."""
    if not may_talk_to(arrival.host):
        # Decided since it came.
        refuse(arrival.host, "not_admitted")
        return
    try:
        hearing = _heard(arrival)
        if hearing is not None:
            deal(hearing)
    except (Unproven, Unfetched, MustWait) as error:
        _put_off(arrival, error)
    except (LimitReached, Unavailable) as error:
        if arrival.attempts < arrivals.MOST_TURNS:
            raise Later(str(error), int(getattr(error, "retry_after", BACK_SOON)) * 1_000) from error
        refuse(arrival.host, "too_many")


def _put_off(arrival: arrivals.Arrival, error: Unproven | Unfetched | MustWait) -> None:
    """Raise Later for what did not answer and may answer yet; what does not fit, or is not there, never will."""
    if isinstance(error, Unfetched) and (error.is_gone or error.reason not in PASSING):
        return
    reason = error.reason if isinstance(error, Unproven) else "not_fetched"
    if reason in ("key", "not_fetched") and arrival.attempts < arrivals.MOST_ATTEMPTS:
        raise Later(str(error)) from error
    refuse(arrival.host, reason)


def _heard(arrival: arrivals.Arrival) -> Hearing | None:
    """What is said, and by whom; None when its sender is no longer known. Raises Unproven."""
    if arrival.state == arrivals.WAITING:
        document = load(arrival.body.encode())
        known = known_account(arrival.signer_id or 0)
        if known is None:
            return None
        return Hearing(Signer(known.id, known.uri, known.host, ""), read_activity(document), document, may_fetch=True)
    incoming = arrival.incoming()
    signer = prove(incoming, may_wait=True)
    synchronising.hear(signer, incoming)
    document = load(_unpacked(incoming))
    return Hearing(signer, read_activity(document), document, may_fetch=True, signature=_signature(incoming))
