"""Whether a web page links back to a profile with `rel="me"`: how somebody shows that a page is theirs too.

The parser is Python's own: no C reads what a stranger wrote. Sources: microformats.org/wiki/rel-me, HTML §4.6.7.
"""

from __future__ import annotations

from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

MAX_CHARACTERS = 1_000_000
MAX_TAGS = 50_000


class _Found(Exception):
    """The link is there: the rest of the page does not matter."""


class _Links(HTMLParser):
    """Looks for `<a>` and `<link>` with the relation `me` that lead to one of `wanted`."""

    def __init__(self, wanted: Collection[str], page_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted = wanted
        self.page_url = page_url
        self.tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag not in ("a", "link") or self.tags > MAX_TAGS:
            return
        told = {name: value or "" for name, value in reversed(attrs)}
        if "me" in told.get("rel", "").lower().split() and _plain(told.get("href", ""), self.page_url) in self.wanted:
            raise _Found


def _plain(href: str, page_url: str) -> str:
    """An address as it is compared: absolute, scheme and host in lower case, without fragment or a slash at the end."""
    try:
        parts = urlsplit(urljoin(page_url, href.strip()))
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def links_back(html: str, page_url: str, profiles: Collection[str]) -> bool:
    """Whether the page at `page_url` has a `rel="me"` link to one of the addresses of a profile."""
    parser = _Links({_plain(profile, page_url) for profile in profiles}, page_url)
    try:
        parser.feed(html[:MAX_CHARACTERS])
        parser.close()
    except _Found:
        return True
    return False
