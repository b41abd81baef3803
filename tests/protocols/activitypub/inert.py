"""What must hold of all HTML and addresses that come out of the codec, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import msgspec

from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.text import normalise
from coffeehouse.protocols.activitypub.documents import ActorDocument, ObjectDocument

TAGS = frozenset("p br pre blockquote ul ol li span a del s code b strong u i em ruby rt rp".split())
ATTRIBUTES = frozenset("href class translate rel target lang title start reversed value".split())
HTML_MEMBERS = frozenset({"content", "summary", "value"})
ADDRESS_MEMBERS = frozenset(
    "id url inbox shared_inbox outbox followers following featured moved_to attributed_to in_reply_to quote"
    " quote_authorization context replies href owner".split()
)


class Seen(HTMLParser):
    """Elements and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def check_html(html: str) -> None:
    """Nothing but the allow-list; links go to web pages and do not open this one."""
    for tag, attributes in Seen(html).tags:
        assert tag in TAGS, (tag, html)
        assert set(attributes) <= ATTRIBUTES, (attributes, html)
        if tag == "a" and "href" in attributes:
            href = attributes["href"] or ""
            assert href.lower().strip().startswith(("http://", "https://")), href


def check(document: ActorDocument | ObjectDocument) -> None:
    """All of a document: HTML harmless, addresses of the web, texts of whole characters."""
    for name, value in _members(msgspec.to_builtins(document)):
        if name in HTML_MEMBERS:
            check_html(value)
        if name in ADDRESS_MEMBERS and value and not (name == "owner" and value == ""):
            assert value.lower().startswith(("https://", "http://")), (name, value)
            assert not set(value) & set(' \t\n"<>\\`'), (name, value)
        assert "\0" not in value, (name, value)
        value.encode()


def _members(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _members(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _members(inner, name)
    elif isinstance(value, str):
        yield name, value


def visible(text: str) -> str:
    """What is kept of a plain text: composed, without what is not seen or turns the direction."""
    try:
        return normalise(text.replace("\0", ""))
    except Invalid:
        return ""
