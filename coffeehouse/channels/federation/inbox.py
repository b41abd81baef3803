"""Where other servers deliver: POST /inbox for everybody here, POST /users/<name>/inbox for one account.

    gate (size) → this → federation.taking → engine.act

Who asks is proven by the signature of the request, and by nothing else: no session, no form token.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.federation.incoming import incoming_of
from coffeehouse.domain.federation.queries.resolving import account_called
from coffeehouse.federation.taking import Answer, take
from coffeehouse.protocols.signatures.request import Incoming

WORDS = {
    202: "",
    400: "This cannot be read.",
    401: "The signature does not prove who sent this.",
    403: "This is not taken here.",
    404: "There is no such inbox.",
    405: "Use POST here.",
    413: "This is too large.",
    415: "Send application/activity+json.",
    429: "Too much in a short time. Come back later.",
    503: "This cannot be taken now. Come back later.",
}
PLAIN = "text/plain; charset=utf-8"


def take_delivery(request: HttpRequest, name: str = "") -> HttpResponse:
    """Take what another server delivers: 202 when it is dealt with or kept, whatever came of it."""
    if request.method != "POST":
        response = _answer(Answer(405))
        response.headers["Allow"] = "POST"
        return response
    return _answer(answer_to(incoming_of(request, request.body), name))


# The signature says who asks.
marked: Any = take_delivery
marked.auth = "public"
marked.csrf_exempt = True


def answer_to(incoming: Incoming, name: str) -> Answer:
    """The answer to a delivery for one account, or with an empty name for everybody."""
    if settings.FEDERATION == "closed" or (name and account_called(name) is None):
        return Answer(404)
    return take(incoming)


def _answer(answer: Answer) -> HttpResponse:
    words = WORDS[answer.status]
    response = HttpResponse(f"{words}\n" if words else "", PLAIN, answer.status)
    response.headers["Cache-Control"] = "no-store"
    if answer.retry_after:
        response.headers["Retry-After"] = str(answer.retry_after)
    return response
