"""Asks other servers who a handle is (RFC 7033), and proves whose handle an account may carry.

A handle belongs to the server behind its host: only what that server says counts. Where the account lives on another
host than its handle names (split domains), both must say so: the handle's host names the account, and the account's own
server, or its document (FEP-2c59), names the handle.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import msgspec

from coffeehouse.federation import addresses, remembering, waiting
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.outbound import Fetched, OutboundFailed, OutboundRefused, client
from coffeehouse.protocols.activitypub.documents import ActorDocument

LIMIT_BYTES = 200_000
JRD_TYPES = ("application/jrd+json", "application/json")
XRD_TYPES = ("application/xrd+xml", "application/xml", "text/xml")
ACTIVITY_TYPES = ("application/activity+json", "application/ld+json")
_LINK = re.compile(r"<Link\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(rel|template)\s*=\s*(\"[^\"]{0,2000}\"|'[^']{0,2000}')", re.IGNORECASE)


class Link(msgspec.Struct):
    """A link of a JRD."""

    rel: str = ""
    type: str | None = None
    href: str | None = None
    template: str | None = None


class Jrd(msgspec.Struct):
    """What a server says of a handle (RFC 7033 section 4.4)."""

    subject: str = ""
    links: list[Link] = []

    @property
    def account(self) -> str:
        """The identity of the account; empty where none is named."""
        for link in self.links:
            kind = (link.type or "").partition(";")[0].strip().lower()
            if link.rel == "self" and kind in ACTIVITY_TYPES and link.href and addresses.canonical(link.href):
                return link.href
        return ""

    @property
    def handle(self) -> tuple[str, str] | None:
        """(name, host) as the server writes the handle."""
        return addresses.read_handle(self.subject) if self.subject.startswith("acct:") else None


def ask(name: str, host: str) -> Jrd | None:
    """What `host` says of the handle `name@host`; None when it says nothing. Raises MustWait."""
    return ask_resource(f"acct:{name}@{host}", host)


def ask_resource(resource: str, host: str) -> Jrd | None:
    """What `host` says of a resource: a handle, or an address (FEP-d556: its own actor). Raises MustWait."""
    if not may_talk_to(host) or remembering.why_unfetchable(host, host) is not None:
        return None
    asked = quote(resource, safe="")
    origin = f"{addresses.scheme()}://{host}"
    found = _read(_get(f"{origin}/.well-known/webfinger?resource={asked}", host, JRD_TYPES))
    if found is not None:
        return found
    # The older way: where WebFinger is, if not here (RFC 6415).
    template = _template(_get(f"{origin}/.well-known/host-meta", host, XRD_TYPES))
    if not template or template.startswith(f"{origin}/.well-known/webfinger?"):
        return None
    return _read(_get(template.replace("{uri}", asked), host, JRD_TYPES))


def _get(url: str, host: str, accept: tuple[str, ...]) -> Fetched | None:
    if remembering.why_unfetchable(host, host) is not None:
        return None
    with waiting.turn(host) as times:
        try:
            return client(connect=times.connect, total=times.total).fetch(url, limit_bytes=LIMIT_BYTES, accept=accept)
        except OutboundRefused:
            return None
        except OutboundFailed as error:
            if error.status is None:
                if times != waiting.PATIENTLY:
                    raise waiting.MustWait(str(error)) from error
                remembering.note_unfetchable(host, "unreachable", remembering.HOST_REST)
            return None


def _read(found: Fetched | None) -> Jrd | None:
    if found is None:
        return None
    try:
        return msgspec.json.decode(found.body, type=Jrd)
    except (msgspec.DecodeError, RecursionError):
        return None


def _template(found: Fetched | None) -> str:
    """The address in a host-meta document; only its one kind of link is looked for, as text."""
    if found is None:
        return ""
    for link in _LINK.findall(found.text):
        members = {key.lower(): unescape(value[1:-1]) for key, value in _ATTRIBUTE.findall(link)}
        if members.get("rel") == "lrdd" and "{uri}" in members.get("template", ""):
            return members["template"]
    return ""


def proven_host(document: ActorDocument, *, said: Jrd | None = None) -> str:
    """The host in the account's handle: the one it claims where that says the same, else its own. Raises MustWait.

    said: what its own server said of it already.
    """
    own = addresses.host_of(document.id)
    claimed = addresses.read_handle(document.webfinger) if document.webfinger else None
    if claimed is None:
        jrd = said or ask(document.username, own)
        if jrd is None or not addresses.is_same(jrd.account, document.id):
            return own
        claimed = jrd.handle
    if claimed is None or claimed[1] == own or claimed[0].lower() != document.username.lower():
        return own
    there = None if addresses.host_of(f"{addresses.scheme()}://{claimed[1]}/") == "" else ask(*claimed)
    if there is None or not addresses.is_same(there.account, document.id):
        return own
    # A host that sends us on to yet another says nothing of its own.
    return claimed[1] if there.handle is None or there.handle[1] == claimed[1] else own
