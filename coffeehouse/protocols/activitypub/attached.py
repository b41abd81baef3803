"""What hangs on an object of another server: pictures and films, mentions, hashtags, a poll."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from coffeehouse.protocols.activitypub.documents import Attachment, MentionTag, PollDocument, Unreadable
from coffeehouse.protocols.activitypub.members import (
    Document,
    address,
    count,
    file_of,
    flag,
    items,
    kinds,
    moment,
    plain,
    worded,
    words,
)
from coffeehouse.protocols.mastodon.text import is_tag

MAX_ATTACHMENTS, MAX_MENTIONS, MAX_HASHTAGS, MAX_OPTIONS = 16, 100, 60, 100
MAX_TAGS = 1_000
"""Entries of `tag` that are looked at (attack D3)."""
LONGEST_DESCRIPTION, LONGEST_OPTION = 5_000, 300
_MEDIA = frozenset({"Document", "Image", "Video", "Audio"})
_BLURHASH = re.compile(r"[0-9A-Za-z#$%*+,.:;=?@\[\]^_{|}~-]{6,120}")
_ENDINGS = {
    "jpg": "image", "jpeg": "image", "png": "image", "gif": "image", "webp": "image", "avif": "image", "jxl": "image",
    "mp4": "video", "webm": "video", "mov": "video", "m4v": "video", "ogv": "video",
    "mp3": "audio", "ogg": "audio", "oga": "audio", "opus": "audio", "flac": "audio", "wav": "audio", "m4a": "audio",
}  # fmt: skip
_QUOTING = frozenset({"https://misskey-hub.net/ns#_misskey_quote", "https://w3id.org/fep/044f#quote"})


def read_attachments(value: Any) -> tuple[Attachment, ...]:
    """Files with a web address, as many as are shown; links are `read_links`."""
    found: list[Attachment] = []
    for entry in items(value, MAX_ATTACHMENTS * 4):
        attachment = _attachment(entry) if isinstance(entry, Mapping) else None
        if attachment is not None and len(found) < MAX_ATTACHMENTS:
            found.append(attachment)
    return tuple(found)


def read_links(value: Any) -> tuple[str, ...]:
    """Addresses of attached Links."""
    entries = (entry for entry in items(value, MAX_ATTACHMENTS) if isinstance(entry, Mapping))
    return tuple(where for entry in entries if "Link" in kinds(entry) and (where := address(entry.get("href"))))


def _attachment(entry: Document) -> Attachment | None:
    kind = next((kind for kind in kinds(entry) if kind in _MEDIA), "")
    where, media_type = file_of(entry)
    if not kind or not where:
        return None
    focus_x, focus_y = _focus(entry.get("focalPoint"))
    blurhash = entry.get("blurhash")
    name, _language = worded(entry, "name")
    summary, _language = worded(entry, "summary")
    return Attachment(
        url=where,
        kind=_kind(kind, media_type, where),
        media_type=media_type,
        description=words(name or summary, LONGEST_DESCRIPTION, newlines=2),
        width=count(entry.get("width"), 100_000) or 0,
        height=count(entry.get("height"), 100_000) or 0,
        focus_x=focus_x,
        focus_y=focus_y,
        blurhash=blurhash if isinstance(blurhash, str) and _BLURHASH.fullmatch(blurhash) else "",
    )


def _kind(kind: str, media_type: str, where: str) -> str:
    """By media type, else by type, else by how the address ends."""
    told = media_type.partition("/")[0]
    if told in ("image", "video", "audio"):
        return told
    if kind != "Document":
        return kind.lower()
    ending = re.split(r"[?#]", where, maxsplit=1)[0].rpartition(".")[2].lower()
    return "unknown" if media_type else _ENDINGS.get(ending, "unknown")


def _focus(value: Any) -> tuple[float, float]:
    point = items(value, 3)
    if len(point) != 2 or not all(isinstance(part, int | float) and math.isfinite(part) for part in point):
        return 0.0, 0.0
    x, y = (max(-1.0, min(1.0, float(part))) for part in point)
    return x, y


def read_mentions(tags: Any) -> tuple[MentionTag, ...]:
    """Whom the words name, each once: more than a crowd is cut off (attack D13)."""
    found: dict[str, MentionTag] = {}
    for tag in items(tags, MAX_TAGS):
        if isinstance(tag, Mapping) and "Mention" in kinds(tag) and len(found) < MAX_MENTIONS:
            href = address(tag.get("href"))
            if href:
                found.setdefault(href, MentionTag(href=href, name=words(tag.get("name"), 320)))
    return tuple(found.values())


def read_hashtags(tags: Any) -> tuple[str, ...]:
    """Hashtags without their sign, each once."""
    found: dict[str, str] = {}
    for tag in items(tags, MAX_TAGS):
        if isinstance(tag, Mapping) and "Hashtag" in kinds(tag) and len(found) < MAX_HASHTAGS:
            name = words(tag.get("name"), 101).removeprefix("#")
            if is_tag(name):
                found.setdefault(name.casefold(), name)
    return tuple(found.values())


def read_quote_link(tags: Any) -> str:
    """The quoted post as a link to an object (FEP-e232)."""
    for tag in items(tags, MAX_TAGS):
        if isinstance(tag, Mapping) and "Link" in kinds(tag):
            rel = {entry for entry in items(tag.get("rel"), 10) if isinstance(entry, str)}
            if rel & _QUOTING:
                return address(tag.get("href"))
    return ""


def read_poll(document: Document) -> PollDocument | None:
    """oneOf or anyOf; None where it has no options. Raises Unreadable for more than anybody could read."""
    one, several = document.get("oneOf"), document.get("anyOf")
    told = items(one or several, MAX_OPTIONS + 1)
    if len(told) > MAX_OPTIONS:
        raise Unreadable("too_many_options")
    options = tuple(option for entry in told if isinstance(entry, Mapping) and (option := _option(entry))[0])
    if not options:
        return None
    closed = document.get("closed")
    ends_at = moment(document.get("endTime"))
    return PollDocument(
        options=options,
        is_multiple=not one,
        ends_at=ends_at,
        closed_at=moment(closed) if not flag(closed) else ends_at or moment(document.get("updated")),
        voters_count=count(document.get("votersCount")),
    )


def _option(entry: Document) -> tuple[str, int]:
    replies = entry.get("replies")
    votes = count(replies.get("totalItems")) if isinstance(replies, Mapping) else None
    name, _language = worded(entry, "name")
    return plain(name, LONGEST_OPTION), votes or 0
