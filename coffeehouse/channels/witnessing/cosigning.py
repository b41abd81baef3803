"""The house as a witness to other ledgers (c2sp.org/tlog-witness).

    POST /witness/add-checkpoint               a checkpoint to be cosigned, with its proof → cosignature lines
    GET  /witness/<hash of origin>/checkpoint  the largest checkpoint we cosigned for a ledger, for those who watch it
    GET  /ledger/cosigned                      our own newest checkpoint that a witness cosigned, with its signatures
    GET  /witness/keys                         our verifier keys (beside the protocol: for `coffeehouse witness add`)

Who sends a checkpoint is not asked: the signature on it says all that counts. What contradicts an earlier checkpoint is
refused, and kept as evidence by an act.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.records.witness_commands import RecordEvidence
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Problem
from coffeehouse.ledger import witnessing
from coffeehouse.ledger.cosignatures import Cosigner
from coffeehouse.ledger.witnesses import cosigned_checkpoint

CHANNEL = "witnessing"
PLAIN = "text/plain; charset=utf-8"
# Answers about other ledgers may be as old as this; the protocol allows an hour.
SHORT = "public, max-age=30"
View = Callable[..., HttpResponse]


@cache
def cosigners() -> list[Cosigner]:
    """The keys of the witness, read once."""
    return witnessing.ensure_cosigners(settings.DATA, settings.WITNESS_NAME)


def open_to_all(method: str) -> Callable[[View], View]:
    """A door for programs: no session, no form token, one method; a Problem becomes its status and words."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
            if request.method != method and not (method == "GET" and request.method == "HEAD"):
                response = HttpResponse(f"Use {method} here.\n", PLAIN, 405)
                response.headers["Allow"] = method
            else:
                try:
                    response = view(request, **parts)
                except Problem as problem:
                    response = HttpResponse(f"{problem.message}\n", PLAIN, problem.status)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        marked: Any = guarded
        marked.auth = "public"
        marked.csrf_exempt = True
        return guarded

    return decorate


@open_to_all("POST")
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """Judge a checkpoint and cosign it: 200, or 400, 403, 404, 409, 422 as the protocol says."""
    answer = witnessing.add_checkpoint(request.body, cosigners())
    found = answer.suspicion
    if found is not None:
        evidence = RecordEvidence(
            kind=found.kind, origin=found.origin, size=found.size, known=found.known, shown=found.shown
        )
        act(evidence, SYSTEM, CHANNEL)
    return HttpResponse(answer.body.encode(), answer.content_type, answer.status)


@open_to_all("GET")
def read_witnessed(_request: HttpRequest, origin_hash: str) -> HttpResponse:
    """The largest checkpoint we cosigned for the ledger whose origin has this SHA-256, with its and our signatures."""
    seen = witnessing.witnessed_by_hash(origin_hash)
    if seen is None:
        return HttpResponse("This witness has cosigned nothing for that ledger.\n", PLAIN, 404)
    response = HttpResponse(seen.cosigned_note.encode(), PLAIN)
    response.headers["Cache-Control"] = SHORT
    return response


@open_to_all("GET")
def read_cosigned(_request: HttpRequest) -> HttpResponse:
    """The newest cosigned checkpoint; `/ledger/checkpoint` may be some seconds newer and lack cosignatures."""
    signed = cosigned_checkpoint()
    if signed is None:
        return HttpResponse("No witness has cosigned a checkpoint of this ledger.\n", PLAIN, 404)
    response = HttpResponse(signed.note.encode(), PLAIN)
    response.headers["Cache-Control"] = "public, max-age=5"
    return response


@open_to_all("GET")
def read_keys(_request: HttpRequest) -> HttpResponse:
    """The verifier keys of this witness, one a line."""
    return HttpResponse("".join(f"{cosigner.key.text()}\n" for cosigner in cosigners()), PLAIN)
