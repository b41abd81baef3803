"""A page for people or a document for servers: the same address gives either, by `Accept`.

`NegotiationMiddleware` stands before every view: `/@name` and `/@name/<id>` lead to the document of the same account
or post when one is asked for. Whatever stands in `Accept`, the answer is one of the two and never an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]

AS2 = "application/activity+json; charset=utf-8"
DOCUMENTS = ("application/activity+json", "application/ld+json", "application/json")
PAGES = ("text/html", "application/xhtml+xml")
# An honest header is far shorter; the rest of a longer one is not read.
LONGEST, MOST_RANGES = 1_000, 30
_WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_PAGE = re.compile(r"/@([A-Za-z0-9_]{1,64})(?:/([0-9]{1,18}))?")
# What the answer depends on besides its address.
VARIES = "Accept, Signature, Signature-Input"
OURS = ("/@", "/users/", "/actor", "/contexts/")


def wants_document(accept: str, *, by_default: bool) -> bool:
    """Whether a document is asked for rather than a page; `by_default`: where neither is named."""
    documents = pages = 0.0
    for part in accept[:LONGEST].split(",")[:MOST_RANGES]:
        kind = part.partition(";")[0].strip().lower()
        if kind in DOCUMENTS:
            documents = max(documents, _weight(part))
        elif kind in PAGES:
            pages = max(pages, _weight(part))
    if documents == pages == 0.0:
        return by_default
    return documents >= pages


def _weight(part: str) -> float:
    found = _WEIGHT.search(part)
    return float(found[1]) if found else 1.0


class NegotiationMiddleware:
    """Leads those who ask for a document to it, and tells caches what the answer depends on."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(OURS):
            return self.get_response(request)
        if path.startswith("/@") and wants_document(request.headers.get("Accept", ""), by_default=False):
            request.path_info = _document_of(path)
        response = self.get_response(request)
        response.headers["Vary"] = f"{before}, {VARIES}" if (before := response.headers.get("Vary", "")) else VARIES
        return response


def _document_of(path: str) -> str:
    """The address of the document behind a page's; other pages have none and keep theirs."""
    found = _PAGE.fullmatch(path)
    if found is None:
        return path
    name, post_id = found.groups()
    return f"/users/{name}/statuses/{post_id}" if post_id else f"/users/{name}"
