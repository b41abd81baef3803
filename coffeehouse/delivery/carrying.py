"""Carrying deliveries to one server: what goes over the wire, and what its answer means. No database here: the thread
that looks (`sending`) signs before and records after.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from http import HTTPStatus

import msgspec

from coffeehouse import outbound
from coffeehouse.delivery.parcels import Batch, Parcel
from coffeehouse.domain.federation.sending_commands import Answer
from coffeehouse.federation.fetching import KNOCK_AGAIN
from coffeehouse.outbound import OutboundFailed, OutboundRefused

# A server that is well answers at once; one that failed before is given more time, by hands of its own.
CONNECT, TOTAL = 3.0, 10.0
PATIENT_TOTAL = 30.0
# Seconds for a batch: it ends well before its lease does.
LONGEST = 200.0
MOST_ATTEMPTS = 10
# The server is there and cannot: nothing else is tried there for a while.
BUSY = frozenset({429, 502, 503, 504})
LATER = frozenset({401, 408, 425})
# No answers of a server: the house may not ask there; and it has no key at hand to sign with, which can be mended.
MAY_NOT, UNSIGNED = -1, -2
OTHER_FORM = {"cavage": "rfc9421", "rfc9421": "cavage"}


class Carried(msgspec.Struct):
    """What became of a batch. untried: to be given back; knock: to be signed in the other form and tried at once."""

    host: str
    answers: list[Answer]
    untried: list[Parcel]
    knock: Batch | None = None


def carry(batch: Batch, headers: Mapping[int, Mapping[str, str]]) -> Carried:
    """Deliver one after the other until one has to wait. headers: those of each parcel by its id, signed."""
    carried = Carried(batch.host, [], [])
    waiting: set[int] = set()
    until = time.monotonic() + LONGEST
    for index, parcel in enumerate(batch.parcels):
        if parcel.sender_id in waiting or time.monotonic() > until:
            carried.untried.append(parcel)
            continue
        code, reply = _post(parcel, headers.get(parcel.id), patient=batch.is_failing)
        if not batch.is_second and (code == HTTPStatus.UNAUTHORIZED or (code in KNOCK_AGAIN and not batch.is_sure)):
            rest = [each for each in batch.parcels[index:] if each.sender_id not in waiting]
            carried.untried += [each for each in batch.parcels[index:] if each.sender_id in waiting]
            carried.knock = Batch(
                batch.host, rest, OTHER_FORM[batch.signs], is_failing=batch.is_failing, is_second=True
            )
            return carried
        answer = judge(parcel, code, reply, batch.signs)
        carried.answers.append(answer)
        if answer.outcome == "accepted":
            batch.is_sure = True
        if answer.outcome == "put_off":
            waiting.add(parcel.sender_id)
        if answer.is_host:
            carried.untried += batch.parcels[index + 1 :]
            break
    return carried


def _post(parcel: Parcel, headers: Mapping[str, str] | None, *, patient: bool) -> tuple[int, str]:
    """(what was answered, words for the record); 0 when nothing was, MAY_NOT or UNSIGNED when nobody was asked."""
    if headers is None:
        return UNSIGNED, "it could not be signed"
    try:
        client = outbound.client(connect=CONNECT, total=PATIENT_TOTAL if patient else TOTAL)
        return client.post(parcel.inbox, parcel.body, headers), ""
    except OutboundRefused as error:
        return MAY_NOT, str(error)
    except OutboundFailed as error:
        return error.status or 0, str(error)


def judge(parcel: Parcel, code: int, reply: str, signs: str) -> Answer:
    """What an answer means for the delivery: taken, to be tried again (with the whole server or alone), or its end."""
    answer = Answer(
        delivery_id=parcel.id,
        about=parcel.about,
        host=parcel.host,
        outcome="accepted",
        code=max(code, 0),
        attempt=parcel.attempt,
        reply=reply,
    )
    if 200 <= code < 300:
        return msgspec.structs.replace(answer, signs=signs)
    words = reply or _words(code)
    if code == 0 or code in BUSY:
        # Tried again as often as the server's breaker allows, not as often as one delivery.
        return msgspec.structs.replace(answer, outcome="put_off", reply=words, is_host=True)
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in LATER or code == UNSIGNED:
        outcome = "put_off" if parcel.attempt < MOST_ATTEMPTS else "given_up"
        return msgspec.structs.replace(answer, outcome=outcome, reply=words)
    return msgspec.structs.replace(answer, outcome="refused", reply=words)


def _words(code: int) -> str:
    try:
        return f"it answered {code} {HTTPStatus(code).phrase}"
    except ValueError:
        return f"it answered {code}"
