"""What a web page says of itself in its head: OpenGraph, Dublin Core and plain `<meta>`, `<title>`. Text only.

Nothing of the page's HTML goes further (attack X3): tags are read for their words, and words that hold tags stay words.
The parser is Python's own: no C reads what a stranger wrote, and it stops at the end of the head.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import msgspec

MAX_CHARACTERS = 200_000
MAX_TAGS = 2_000
MAX_VALUE = 2_000
_BREAKS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """A page in plain words. published_at in ms."""

    title: str
    description: str = ""
    author_name: str = ""
    provider_name: str = ""
    published_at: int | None = None


class _Enough(Exception):
    """The head has ended, or is longer than any honest one."""


class _Head(HTMLParser):
    """Collects titles and `<meta>` of the head; the first of a name counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = ""
        self._in_title = False
        self._tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tags += 1
        if tag == "body" or self._tags > MAX_TAGS:
            raise _Enough
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            told = {name: value or "" for name, value in reversed(attrs)}
            name = (told.get("property") or told.get("name") or "").strip().lower()
            if name:
                self.meta.setdefault(name[:100], told.get("content", "")[:MAX_VALUE])

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            raise _Enough
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title = (self.title + data)[:MAX_VALUE]


def read_page(html: str, url: str) -> Described | None:
    """What the page says of itself; None when it has no title."""
    head = _Head()
    try:
        # Not closed: what has no end is not looked at twice.
        head.feed(html[:MAX_CHARACTERS])
    except _Enough:
        pass
    except AssertionError:
        # Python's parser gives up on some broken declarations this way.
        return None
    meta = head.meta
    title = _first(meta, "og:title", "twitter:title", "dc.title") or _words(head.title)
    if not title:
        return None
    return Described(
        title=title,
        description=_first(meta, "og:description", "twitter:description", "description", "dc.description"),
        author_name=_first(meta, "author", "dc.creator"),
        provider_name=_first(meta, "og:site_name", "application-name") or (urlsplit(url).hostname or ""),
        published_at=_time(_first(meta, "article:published_time", "og:published_time", "dc.date", "date")),
    )


def _first(meta: dict[str, str], *names: str) -> str:
    return next((words for name in names if (words := _words(meta.get(name, "")))), "")


def _words(text: str) -> str:
    """One line of words: no control or direction-changing characters."""
    return _BREAKS.sub(" ", text).strip()


def _time(written: str) -> int | None:
    try:
        moment = datetime.fromisoformat(written[:40]) if written else None
    except ValueError:
        return None
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    stamp = int(moment.timestamp() * 1_000)
    return stamp if 0 <= stamp < 32_503_680_000_000 else None
