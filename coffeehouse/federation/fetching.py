"""Fetches the documents of other servers: signed questions, answered with what is really that server's own word.

An answer counts only when it is ActivityPub by its content type (O5), not too long, and says of itself that it is what
was asked (O4, O7): its `id` is the address it came from, or is asked for once more at the id's own server. Every
address, redirects included, passes the gates of `outbound`. What did not answer is left alone for a while (A15).
"""

from __future__ import annotations

import re
import time
from typing import Any

from coffeehouse.federation import addresses, remembering, waiting
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.keys import HOUSE
from coffeehouse.federation.signing import signed_headers
from coffeehouse.kernel import clock
from coffeehouse.outbound import Fetched, OutboundFailed, OutboundRefused, client
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.strict_json import load

LIMIT_BYTES = 1_000_000
PROFILE = "https://www.w3.org/ns/activitystreams"
ACCEPT = f'application/activity+json, application/ld+json; profile="{PROFILE}"'
TYPES = ("application/activity+json", "application/ld+json")
# How long an address is left alone: it is not there; what it said is no use.
GONE_REST, USELESS_REST = 10 * clock.MINUTE, 5 * clock.MINUTE
# Answers after which the other form of signature is tried.
KNOCK_AGAIN = (400, 401, 403)
_PROFILE = re.compile(r";\s*profile\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)


class Unfetched(Exception):
    """The document is not to be had. reason: a slug (`not_found`, `content_type`); status: what was answered, if so."""

    def __init__(self, reason: str, message: str = "", *, status: int | None = None) -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.status = status

    @property
    def is_gone(self) -> bool:
        """Whether its own server says that there is nothing there."""
        return self.status in (404, 410)


def fetch_document(uri: str) -> tuple[str, dict[str, Any]]:
    """(address, document) of an identity. The house itself asks, never one of us: what is given it may show (O13).

    Raises Unfetched; MustWait where there is no time for it; the document's `id` is the address returned.
    """
    url, document = _fetch(addresses.without_fragment(uri))
    said = document.get("id")
    if isinstance(said, str) and addresses.is_same(said, url):
        return url, document
    if not isinstance(said, str) or addresses.canonical(said) is None or "#" in said:
        raise Unfetched("no_id")
    # An alias: what counts is what the server that the id names says, asked at that very address.
    url, document = _fetch(said)
    if not addresses.is_same(str(document.get("id")), url) or not addresses.is_same(said, url):
        raise Unfetched("id_elsewhere")
    return url, document


def fetch_collection(uri: str) -> dict[str, Any]:
    """A collection or a page of one: some servers give these no id, so only their origin is looked at.

    Raises as `fetch_document`.
    """
    url, document = _fetch(uri)
    said = document.get("id")
    if isinstance(said, str) and not addresses.is_same_origin(said, url):
        raise Unfetched("id_elsewhere")
    return document


def _fetch(uri: str) -> tuple[str, dict[str, Any]]:
    target = addresses.read_identity(uri)
    if target is None:
        raise Unfetched("address")
    host = target.authority
    if addresses.is_ours(uri):
        raise Unfetched("own_address")
    if not may_talk_to(host):
        raise Unfetched("not_admitted")
    reason = remembering.why_unfetchable(host, uri)
    if reason is not None:
        raise Unfetched(reason)
    try:
        found = _ask(uri, host)
        _check_type(found)
        return found.url, load(found.body)
    except Unreadable as error:
        remembering.note_unfetchable(uri, error.reason, USELESS_REST)
        raise Unfetched(error.reason) from error
    except Unfetched as error:
        _note(host, uri, error)
        raise


def _note(host: str, uri: str, error: Unfetched) -> None:
    if error.reason == "unreachable":
        remembering.note_unfetchable(host, error.reason, remembering.HOST_REST)
    else:
        remembering.note_unfetchable(uri, error.reason, GONE_REST if error.is_gone else USELESS_REST)


def _ask(uri: str, host: str) -> Fetched:
    """The answer to a signed question; the other form of signature is tried when the first is not taken."""
    form, other = remembering.forms_of(host)
    try:
        try:
            found = _knock(uri, host, form)
        except OutboundFailed as error:
            if error.status not in KNOCK_AGAIN:
                raise
            form = other
            found = _knock(uri, host, form)
    except OutboundRefused as error:
        raise Unfetched("refused", str(error)) from error
    except OutboundFailed as error:
        raise _unfetched(error) from error
    remembering.note_form(host, form)
    return found


def _knock(uri: str, host: str, form: str) -> Fetched:
    def sign(url: str) -> dict[str, str]:
        return {"Accept": ACCEPT, **signed_headers("GET", url, b"", HOUSE, form)}

    begun = time.monotonic()
    with waiting.turn(host) as times:
        try:
            return client(connect=times.connect, total=times.total).fetch(
                uri, limit_bytes=LIMIT_BYTES, accept=TYPES, sign=sign
            )
        except OutboundFailed as error:
            # Slow for somebody who waits; there may be an answer for the worker.
            if error.status is None and times != waiting.PATIENTLY and time.monotonic() - begun >= waiting.LEAST:
                raise waiting.MustWait(str(error)) from error
            raise


def _unfetched(error: OutboundFailed) -> Unfetched:
    if error.status is None or error.status >= 500 or error.status == 429:
        return Unfetched("unreachable", str(error), status=error.status)
    if error.status in (404, 410):
        return Unfetched("not_found", str(error), status=error.status)
    return Unfetched("content_type" if 200 <= error.status < 300 else "not_given", str(error), status=error.status)


def _check_type(found: Fetched) -> None:
    """Raise Unfetched unless the server itself says that this is ActivityPub: uploads and pages never are (O5, O6)."""
    media_type = found.content_type.partition(";")[0].strip().lower()
    profile = _PROFILE.search(found.content_type)
    named = profile[1].strip('"').split() if profile else []
    if media_type != TYPES[0] and PROFILE not in named:
        raise Unfetched("content_type", f"It came as {found.content_type[:80]}")
