"""Whether a web page links back to a profile with `rel="me"`: how somebody shows that a page is theirs too.

Tags are read by HTML's own rules, so that words in comments, scripts and attributes make no link, in one pass whose
patterns never go back (Python's HTML parser takes minutes for some pages of a megabyte).
Sources: microformats.org/wiki/rel-me, HTML §4.6.7 and §13.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from itertools import islice
from urllib.parse import urljoin, urlsplit

MAX_CHARACTERS = 1_000_000
MAX_SIGNS, MAX_LINKS = 100_000, 1_000
"""How many `<` and how many links with `rel="me"` are looked at: far more than an honest page has."""
_VALUE = r"\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+"
_ATTRIBUTE = re.compile(rf"(=?[^\s/>=]++)(?:\s*+=\s*+({_VALUE}))?+")
_TAG = re.compile(rf"<([a-zA-Z][^\s/>]*+)((?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:{_VALUE}))?+|=)*+)>")
_END = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "noscript", "template", "iframe", "xmp", "noembed", "noframes")
}


def _tags(html: str) -> Iterator[tuple[str, str]]:
    """(name in lower case, attributes as written) of each opening tag; nothing after one that does not end."""
    at = html.find("<")
    for _ in range(MAX_SIGNS):
        if at < 0:
            return
        if html.startswith("<!--", at):
            end = html.find("-->", at + 4)
            at = -1 if end < 0 else html.find("<", end)
            continue
        found = _TAG.match(html, at)
        if found is None:
            # An end tag, a declaration, or a sign that stands for itself; of a tag without an end all is its inside.
            if html[at + 1 : at + 2].isalpha():
                return
            at = html.find("<", at + 1)
            continue
        name = found[1].lower()
        yield name, found[2]
        closing = _END[name].search(html, found.end()) if name in _END else None
        if name in _END and closing is None:
            return
        at = html.find("<", closing.start() + 1 if closing else found.end())


def _plain(href: str, page_url: str) -> str:
    """An address as it is compared: absolute, scheme and host in lower case, without fragment or a slash at the end."""
    try:
        parts = urlsplit(urljoin(page_url, href.strip()))
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _said(attributes: str) -> dict[str, str]:
    """rel and href of a tag; the first of a name counts."""
    said: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(attributes):
        if name.lower() in ("rel", "href"):
            said.setdefault(name.lower(), unescape(value[1:-1] if value[:1] in ("'", '"') else value))
    return said


def links_back(html: str, page_url: str, profiles: Collection[str]) -> bool:
    """Whether the page at `page_url` has a `rel="me"` link to one of the addresses of a profile."""
    wanted = {_plain(profile, page_url) for profile in profiles}
    links = (_said(attributes) for name, attributes in _tags(html[:MAX_CHARACTERS]) if name in ("a", "link"))
    mine = (said.get("href", "") for said in links if "me" in said.get("rel", "").lower().split())
    return any(_plain(href, page_url) in wanted for href in islice(mine, MAX_LINKS))
