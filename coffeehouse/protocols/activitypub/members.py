"""Members of documents of strangers: whatever stands there, what comes out is of one kind, bounded, or empty.

ActivityStreams lets one thing be written in many ways (one or a list, an address or an object, a text or one for each
language); the `reading_*` modules ask here and see one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any

from coffeehouse.kernel.language import known
from coffeehouse.kernel.text import normalise
from coffeehouse.protocols import addresses
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.mastodon.markup import INPUT_LIMIT, html_to_text, sanitise

Document = Mapping[str, Any]

LONGEST_ADDRESS = 2_000
MAX_ADDRESSED = 1_000
_STREAMS = re.compile(r"(?:as:|https?://www\.w3\.org/ns/activitystreams#)")
_PUBLIC = frozenset({"Public", "as:Public", PUBLIC})
# Nothing that ends an attribute, is not seen, or turns the direction of what follows.
_ADDRESS = re.compile(
    '(?i:https?)://[^\x00-\x20\x7f-\xa0"<>\\\\^`{|}\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]+'
)
_REFUSED = re.compile("[\x00\ud800-\udfff]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]{1,9})[0-9]*)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_LATEST = 4_102_444_800_000  # 2100
_LINK = re.compile(r"https?://[^\s<>\"]++")
_PLAIN_TYPES = frozenset({"text/plain", "text/markdown", "text/x.misskeymarkdown", "text/bbcode"})


def items(value: Any, limit: int) -> list[Any]:
    """One or a list, as a list of at most `limit`."""
    if value is None:
        return []
    return value[:limit] if isinstance(value, list) else [value]


def kinds(document: Document) -> list[str]:
    """Its types without the prefix of ActivityStreams."""
    told = document.get("type", document.get("@type"))
    return [_STREAMS.sub("", kind, count=1)[:100] for kind in items(told, 10) if isinstance(kind, str)]


def kind_among(document: Document, understood: frozenset[str]) -> str:
    """The first of its types that is understood; else its first; else nothing."""
    found = kinds(document)
    return next((kind for kind in found if kind in understood), found[0] if found else "")


def address(value: Any) -> str:
    """A web address written as such, or the `id` or `href` of an object; the first of a list. Else empty."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("id", value.get("@id", value.get("href")))
    return value if isinstance(value, str) and host_of(value) else ""


def identity_of(document: Document) -> str:
    """Its own `id`, if that is a web address."""
    return address(document.get("id", document.get("@id")))


@lru_cache(maxsize=4_096)
def host_of(uri: str) -> str:
    """Lower-case host, with its port where it is not the scheme's own; empty where `uri` is no web address."""
    # Bytes: an index of PostgreSQL takes no more than 2,704 of them.
    if len(uri) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(uri) or len(uri.encode()) > LONGEST_ADDRESS:
        return ""
    return addresses.authority_of(uri)


def address_at(value: Any, host: str) -> str:
    """`address`, if it is of that host."""
    found = address(value)
    return found if found and host_of(found) == host else ""


def addressed_to(value: Any) -> tuple[str, ...]:
    """Whom `to` or `cc` names, each once; everybody always as the whole address of the public collection."""
    named: dict[str, None] = {}
    for entry in items(value, MAX_ADDRESSED):
        found = PUBLIC if isinstance(entry, str) and entry in _PUBLIC else address(entry)
        if found:
            named[found] = None
    return tuple(named)


def page_of(value: Any) -> str:
    """The address of a web page in `url`: a text, a Link, or the best of several."""
    found = ""
    for entry in items(value, 50):
        where = address(entry)
        if isinstance(entry, Mapping) and entry.get("mediaType") == "text/html" and where:
            return where
        if where and not found and not (isinstance(entry, Mapping) and entry.get("mediaType")):
            found = where
    return found


def file_of(value: Any) -> tuple[str, str]:
    """Address and media type of a file: a text, an Image or other document, a Link, the first of several."""
    entry = next(iter(items(value, 1)), None)
    if isinstance(entry, Mapping):
        inner = entry.get("url", entry.get("href"))
        told = entry.get("mediaType")
        where, kind = file_of(inner) if isinstance(inner, Mapping | list) else (address(inner), "")
        return where, (told if isinstance(told, str) else kind)[:100].lower()
    return address(entry), ""


def words(value: Any, limit: int, *, newlines: int = 0) -> str:
    """Plain text on one line (or with some), cut to `limit` characters."""
    if not isinstance(value, str) or not value:
        return ""
    # Not more than is looked at: combining marks make a text shorter than it is.
    return normalise(_REFUSED.sub("", value[: limit * 4 + 100]), newlines=newlines)[:limit].strip()


def flag(value: Any) -> bool:
    """Whether it says yes."""
    return value is True or value == "true"


def count(value: Any, most: int = 2**31 - 1) -> int | None:
    """A number of things, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None


def moment(value: Any) -> int | None:
    """An xsd:dateTime as ms, between 1970 and 2100."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) and len(value) <= 60 else None
    if found is None:
        return None
    day, time, fraction, zone = found.groups()
    zone = "+00:00" if not zone or zone in "Zz" else zone
    try:
        at = datetime.fromisoformat(f"{day}T{time}{zone}")
    except ValueError:
        return None
    if not 1970 <= at.year <= 2100:
        return None
    ms = int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000 + int(f"{fraction or '':0<3}"[:3])
    return ms if 0 <= ms <= _LATEST else None


def worded(document: Document, name: str) -> tuple[str, str]:
    """A text as it came, and its language: `content` with `contentMap`, `name` with `nameMap`."""
    told, mapped = document.get(name), document.get(f"{name}Map")
    by_language = [
        (code, text)
        for code, text in list(mapped.items() if isinstance(mapped, Mapping) else ())[:50]
        if isinstance(text, str)
    ]
    plain = next((text for text in items(told, 5) if isinstance(text, str)), None)
    if plain is None:
        return (by_language[0][1][:INPUT_LIMIT], known(by_language[0][0]) or "") if by_language else ("", "")
    same = [code for code, text in by_language if text == plain]
    only = [code for code, _ in by_language] if len(by_language) == 1 else []
    code = next(iter(same or only), "")
    return plain[:INPUT_LIMIT], known(code) or ""


def language_of(document: Document) -> str:
    """The language a document says it is in, where its texts do not."""
    for told in (document.get("language"), document.get("inLanguage")):
        code = told.get("identifier") if isinstance(told, Mapping) else told
        if isinstance(code, str) and (found := known(code)):
            return found
    for part in items(document.get("@context"), 20):
        code = part.get("@language") if isinstance(part, Mapping) else None
        if isinstance(code, str) and (found := known(code)):
            return found
    return ""


def harmless(html: str, media_type: Any = None) -> str:
    """What a stranger wrote, as HTML with nothing left but the allow-list; plain text and its like as paragraphs."""
    # Composed before it is cleaned, never after: `>` and a stroke become one letter, and a tag would not end.
    told = normalise(_REFUSED.sub("", html[:INPUT_LIMIT]))
    if isinstance(media_type, str) and media_type.partition(";")[0].strip().lower() in _PLAIN_TYPES:
        told = paragraphs(told)
    # Again, for those that were written as entities.
    return _UNSEEN.sub("", sanitise(told)).strip()


def plain(html: str, limit: int) -> str:
    """A summary or title that may be HTML, as words on one line."""
    return words(html_to_text(_REFUSED.sub("", html[:INPUT_LIMIT])), limit)


def paragraphs(text: str) -> str:
    """Plain text as paragraphs, its links as links."""
    parts, at = [], 0
    for found in list(_LINK.finditer(text))[:300]:
        where = found[0].rstrip(".,;:!?)'")
        parts += [escape(text[at : found.start()], quote=False), link_to(where) or escape(where, quote=False)]
        at = found.start() + len(where)
    html = "".join((*parts, escape(text[at:], quote=False)))
    return "".join(f"<p>{block}</p>" for block in html.replace("\n\n", "\0").replace("\n", "<br>").split("\0") if block)


def link_to(uri: str, shown: str = "") -> str:
    """A link, whole: nobody has to guess where it leads. Empty for what is no web address."""
    return f'<a href="{escape(uri)}">{escape(shown or uri, quote=False)}</a>' if host_of(uri) else ""
