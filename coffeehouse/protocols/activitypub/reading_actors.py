"""Actors of other servers: who somebody is, where their inbox is, what they sign with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from coffeehouse.protocols.activitypub.documents import (
    ActorDocument,
    Emoji,
    Picture,
    ProfileField,
    PublicKey,
    Unreadable,
)
from coffeehouse.protocols.activitypub.members import (
    Document,
    address,
    address_at,
    file_of,
    flag,
    harmless,
    host_of,
    identity_of,
    items,
    kind_among,
    kinds,
    moment,
    page_of,
    worded,
    words,
)

ACTORS = frozenset({"Person", "Service", "Application", "Group", "Organization"})
LONGEST_USERNAME, LONGEST_NAME, LONGEST_SUMMARY, LONGEST_VALUE = 64, 200, 20_000, 2_000
MAX_FIELDS, MAX_ALIASES, MAX_KEYS, MAX_EMOJIS, MAX_DOMAINS = 16, 20, 5, 100, 20
_USERNAME = re.compile(r"[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*")
_HANDLE = re.compile(r"(?:acct:)?@?([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*@[A-Za-z0-9.:\[\]-]+)")
_SHORTCODE = re.compile(r":?([A-Za-z0-9_]{1,100}):?")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{1,5})?")
_PEM = re.compile(
    r"\s*-----BEGIN (?:RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,10000}-----END (?:RSA )?PUBLIC KEY-----\s*"
)
_MULTIBASE = re.compile(r"z[1-9A-HJ-NP-Za-km-z]{40,60}")


def read_actor(document: Document) -> ActorDocument:
    """The actor. Raises Unreadable: `not_an_actor`, `no_id`, `no_username`, `no_inbox` (none on its own server)."""
    kind = kind_among(document, ACTORS)
    if kind not in ACTORS:
        raise Unreadable("not_an_actor")
    identity = identity_of(document)
    host = host_of(identity)
    if not host:
        raise Unreadable("no_id")
    username = document.get("preferredUsername")
    if not isinstance(username, str) or len(username) > LONGEST_USERNAME or not _USERNAME.fullmatch(username):
        raise Unreadable("no_username")
    inbox = address_at(document.get("inbox"), host)
    if not inbox:
        raise Unreadable("no_inbox")
    endpoints = document.get("endpoints")
    shared = endpoints.get("sharedInbox") if isinstance(endpoints, Mapping) else document.get("sharedInbox")
    summary, _language = worded(document, "summary")
    name, _language = worded(document, "name")
    return ActorDocument(
        id=identity,
        type=kind,
        username=username,
        name=words(name, LONGEST_NAME),
        summary=harmless(summary[:LONGEST_SUMMARY], document.get("mediaType")),
        # A page elsewhere would let it pose as somebody else.
        url=next((page for page in (page_of(document.get("url")),) if page and host_of(page) == host), identity),
        inbox=inbox,
        shared_inbox=address_at(shared, host),
        outbox=address_at(document.get("outbox"), host),
        followers=address_at(document.get("followers"), host),
        following=address_at(document.get("following"), host),
        featured=address_at(document.get("featured"), host),
        icon=_picture(document.get("icon")),
        image=_picture(document.get("image")),
        fields=_fields(document.get("attachment")),
        keys=_keys(document, identity, host),
        emojis=read_emojis(document.get("tag")),
        is_locked=flag(document.get("manuallyApprovesFollowers")),
        is_discoverable=flag(document.get("discoverable")),
        is_indexable=flag(document.get("indexable")),
        is_memorial=flag(document.get("memorial")),
        published_at=moment(document.get("published")),
        also_known_as=tuple(
            found for entry in items(document.get("alsoKnownAs"), MAX_ALIASES) if (found := address(entry))
        ),
        moved_to=address(document.get("movedTo")),
        attribution_domains=_domains(document.get("attributionDomains")),
        webfinger=_handle(document.get("webfinger")),
    )


def read_emojis(tags: Any, limit: int = MAX_EMOJIS) -> tuple[Emoji, ...]:
    """Custom emoji among `tag`, each shortcode once."""
    found: dict[str, Emoji] = {}
    for tag in items(tags, 1_000):
        if not isinstance(tag, Mapping) or not {"Emoji", "toot:Emoji"}.intersection(kinds(tag)):
            continue
        name, (where, _kind) = tag.get("name"), file_of(tag.get("icon"))
        match = _SHORTCODE.fullmatch(name) if isinstance(name, str) else None
        if match and where and len(found) < limit:
            found.setdefault(match[1], Emoji(shortcode=match[1], url=where))
    return tuple(found.values())


def _picture(value: Any) -> Picture | None:
    """The last of several: they are listed from small to large."""
    entry = next(iter(reversed(items(value, 10))), None)
    where, _kind = file_of(entry)
    if not where:
        return None
    told = entry.get("summary") or entry.get("name") if isinstance(entry, Mapping) else ""
    return Picture(url=where, description=words(told, 1_500))


def _fields(value: Any) -> tuple[ProfileField, ...]:
    """Rows of the profile (PropertyValue, however it is prefixed)."""
    rows: list[ProfileField] = []
    for entry in items(value, 200):
        if not isinstance(entry, Mapping) or not any(kind.endswith("PropertyValue") for kind in kinds(entry)):
            continue
        name, told = words(entry.get("name"), 255), entry.get("value")
        if name and isinstance(told, str) and len(rows) < MAX_FIELDS:
            rows.append(ProfileField(name=name, value=harmless(told[:LONGEST_VALUE])))
    return tuple(rows)


def _keys(document: Document, identity: str, host: str) -> tuple[PublicKey, ...]:
    """Its keys, of which it says itself that they are its own, and that stand on its own server."""
    found: dict[str, PublicKey] = {}
    for entry in items(document.get("publicKey"), MAX_KEYS):
        key = _key(entry, "owner", "publicKeyPem", _PEM, "rsa")
        if key is not None and key.owner == identity and host_of(key.id) == host:
            found[key.id] = key
    for entry in items(document.get("assertionMethod"), MAX_KEYS):
        key = _key(entry, "controller", "publicKeyMultibase", _MULTIBASE, "ed25519")
        if key is not None and key.owner == identity and host_of(key.id) == host:
            found.setdefault(key.id, key)
    return tuple(found.values())


def _key(entry: Any, owner: str, member: str, shape: re.Pattern[str], kind: str) -> PublicKey | None:
    if not isinstance(entry, Mapping):
        return None
    text = entry.get(member)
    if not isinstance(text, str) or not shape.fullmatch(text):
        return None
    return PublicKey(id=identity_of(entry), owner=address(entry.get(owner)), kind=kind, public=text.strip())


def _domains(value: Any) -> tuple[str, ...]:
    named = (entry for entry in items(value, MAX_DOMAINS) if isinstance(entry, str) and len(entry) <= 253)
    return tuple(entry.lower() for entry in named if _DOMAIN.fullmatch(entry))


def _handle(value: Any) -> str:
    match = _HANDLE.fullmatch(value) if isinstance(value, str) and len(value) <= 400 else None
    return match[1] if match else ""
