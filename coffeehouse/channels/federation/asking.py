"""Who asks for a document, and what every answer has alike.

    GET → FEDERATION → who signed (federation.proving) → view(request, asker) → document, status, who may keep it

With AUTHORIZED_FETCH a question must be signed, so that a suspended or blocked one gets nothing; only what a server
needs to check a signature of ours is given to everybody. What may not be seen is answered like what is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.federation.discovery import CORS
from coffeehouse.channels.federation.incoming import incoming_of
from coffeehouse.channels.federation.negotiating import AS2, wants_document
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.proving import DoesNotFit, MustWait, Unproven, prove
from coffeehouse.kernel.errors import NotFound, Problem

Document = dict[str, Any]
FOR_NOBODY_ELSE, FOR_EVERYBODY = "private, no-store", "public, max-age=180"
NOT_FOUND = "Record not found"
SIGN = "Sign this request with the key of an account or of your server (HTTP signatures); nothing is given unsigned."
NOT_ADMITTED = "This house does not talk with your server."
ALLOWED = "GET, HEAD, OPTIONS"


class Asker(NamedTuple):
    """account_id: who signed, an account elsewhere by our id; None for nobody. host: of the server it is of.

    is_new: it signed by a key that nobody here has seen, of a server the house talks with.
    """

    account_id: int | None = None
    host: str = ""
    is_new: bool = False

    @property
    def gets_all(self) -> bool:
        """Whether more is given than what checks a signature."""
        return self.account_id is not None or self.is_new or not settings.AUTHORIZED_FETCH


NOBODY = Asker()


class Refusal(Exception):
    """The question is not answered. status, and what to do next."""

    def __init__(self, status: int, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Gone(Exception):
    """Here was something that is no more: its Tombstone."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document


Give = Callable[..., Document]
Page = Callable[..., str]


def _is_signed(request: HttpRequest) -> bool:
    return bool(request.headers.get("Signature") or request.headers.get("Signature-Input"))


def asker_of(request: HttpRequest, *, waits: bool = True) -> Asker:
    """Who signed the question. Raises Refusal for a signature that proves nothing, and for servers nobody talks to.

    waits: whether an unknown key is fetched. Where it is not, the asker is new; nobody, where a known key does not fit.
    """
    if not _is_signed(request):
        return NOBODY
    try:
        signer = prove(incoming_of(request), may_wait=waits)
    except MustWait as wait:
        if not waits:
            return Asker(is_new=not isinstance(wait, DoesNotFit))
        raise Refusal(503, "Your key could not be fetched just now. Ask again in a minute.", 60) from None
    except Unproven as unproven:
        if unproven.reason == "not_admitted":
            raise Refusal(403, NOT_ADMITTED) from None
        if settings.AUTHORIZED_FETCH:
            raise Refusal(401, f"The signature does not prove who asks ({unproven.reason}). {SIGN}") from None
        return NOBODY
    if not may_talk_to(signer.host):
        raise Refusal(403, NOT_ADMITTED)
    return Asker(signer.account_id, signer.host)


def document(
    *, to_nobody: bool = False, to_all: bool = False, page: Page | None = None
) -> Callable[[Give], Callable[..., HttpResponse]]:
    """A view that gives a document. to_nobody: also unsigned, or less of it. to_all: without looking who asks.

    page: the address of the page for people.
    """

    def decorate(give: Give) -> Callable[..., HttpResponse]:
        @wraps(give)
        def view(request: HttpRequest, **asked: Any) -> HttpResponse:
            asked = {name: int(value) if name.endswith("_id") else value for name, value in asked.items()}
            if page is not None and not wants_document(request.headers.get("Accept", ""), by_default=True):
                return HttpResponse(status=302, headers={"Location": page(**asked), "Cache-Control": FOR_EVERYBODY})
            response = _answer(request, give, asked, to_nobody=to_nobody or to_all, looks=not to_all)
            for name, value in CORS.items():
                response.headers[name] = value
            response.is_alike_for_all = True  # type: ignore[attr-defined]  # no words: the same in every language
            return response

        checked: Any = view
        checked.auth = "public"
        checked.csrf_exempt = True
        return view

    return decorate


def _answer(request: HttpRequest, give: Give, asked: dict[str, Any], *, to_nobody: bool, looks: bool) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ALLOWED})
    if request.method not in ("GET", "HEAD"):
        return _refuse(405, "This method is not allowed here.", Allow=ALLOWED)
    try:
        return _found(request, give, asked, to_nobody=to_nobody, looks=looks)
    except Gone as gone:
        return _given(gone.document, NOBODY, 410)
    except Refusal as refusal:
        more = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
        return _refuse(refusal.status, str(refusal), **more)
    except DisallowedHost:
        return _refuse(400, "This house does not answer under that host name.")
    except Problem as problem:
        return _refuse(problem.status, NOT_FOUND if problem.status == 404 else problem.message)


def _found(request: HttpRequest, give: Give, asked: dict[str, Any], *, to_nobody: bool, looks: bool) -> HttpResponse:
    request.get_host()
    if settings.FEDERATION == "closed":
        raise NotFound
    try:
        # Who asks for our key does so to check a question of ours: to check theirs in turn would have no end.
        # Nor is the key of a server waited for that wants to know a profile, which is on a page for everybody as well:
        # two houses that meet, each in a process that waits for the other, would find each other only by luck.
        asker = asker_of(request, waits=not to_nobody) if looks else NOBODY
    except Refusal as refusal:
        # Two houses that meet wait for each other's keys: each gives the other what it needs to check them.
        if not to_nobody or refusal.status == 403:
            raise
        asker = NOBODY
    if not to_nobody and not asker.gets_all:
        raise Refusal(401, SIGN)
    response = _given(give(request, asker, **asked), asker)
    if _is_signed(request):
        response.headers["Cache-Control"] = FOR_NOBODY_ELSE
    return response


def _given(given: Document, asker: Asker, status: int = 200) -> HttpResponse:
    """The document. One that was given to somebody in particular is kept by nobody else (attack P3)."""
    response = HttpResponse(msgspec.json.encode(given), content_type=AS2, status=status)
    response.headers["Cache-Control"] = FOR_EVERYBODY if asker.account_id is None else FOR_NOBODY_ELSE
    return response


def _refuse(status: int, message: str, **more: str) -> HttpResponse:
    body = msgspec.json.encode({"error": message})
    headers = {"Cache-Control": FOR_NOBODY_ELSE} | more
    return HttpResponse(body, content_type="application/json; charset=utf-8", status=status, headers=headers)
