"""HTML from elsewhere made harmless, and HTML made text again. The only sanitiser is nh3.

Stands where remote words come in (federation, previews, mail) and where ours go out as plain text (mail, SMS, search).
"""

from __future__ import annotations

import re
from html import unescape

import nh3

INPUT_LIMIT = 100_000
"""Characters looked at; the rest is cut first. The parser is quadratic in open elements and in bare ampersands."""
_TAG_LIMIT = 3_000

_INLINE = {"span", "a", "del", "s", "code", "b", "strong", "u", "i", "em", "ruby", "rt", "rp"}
_TAGS = _INLINE | {"p", "br", "pre", "blockquote", "ul", "ol", "li"}
_ATTRIBUTES = {
    "a": {"href", "class", "translate"},
    "span": {"class", "translate"},
    "ol": {"start", "reversed"},
    # `quote-inline`: what clients leave out that show the quoted post itself (FEP-044f).
    "p": {"class"},
    "li": {"value"},
}
# Not `invisible`: a stranger could hide the part of a link that tells where it goes.
_CLASS = re.compile(r"(?:[hpu]|dt|e)-[a-z][a-z-]*|mention|hashtag|ellipsis")
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h[1-6](?=[\s>/])[^<>]*+>", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!#?[A-Za-z0-9]{1,32};)")
_BLOCK_END = re.compile(r"</(?:p|blockquote|pre|ul|ol)>\s*+")
_LINE_END = re.compile(r"<br ?/?>|</li>")
_ANY_TAG = re.compile(r"<[^<>]*+>")


def _bounded(html: str) -> str:
    """At most INPUT_LIMIT characters and _TAG_LIMIT tags, so that no document costs more than a moment."""
    html = _BARE_AMPERSAND.sub("&amp;", html[:INPUT_LIMIT])[:INPUT_LIMIT]
    if html.count("<") > _TAG_LIMIT:
        html = "<".join(html.split("<", _TAG_LIMIT)[:_TAG_LIMIT])
    return html


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Classes of microformats and Mastodon only, links to whole addresses; everything else as the allow-list says."""
    if name == "href":
        # A stranger's `/settings` would be a page of this house.
        return value if _WEB.match(value) else None
    if tag == "p":
        return "quote-inline" if "quote-inline" in value.split() else None
    if name == "class":
        kept = " ".join(word for word in value.split() if _CLASS.fullmatch(word))
        return kept or None
    if name == "translate":
        return value if value == "no" else None
    return value


# Made once: to tell nh3 of the lists takes five times as long as to clean a post by them.
_STRANGERS = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https"},
    link_rel="nofollow noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)
_BARE = nh3.Cleaner(tags=_TAGS, attributes={}, url_schemes=set())


def sanitise(html: str) -> str:
    """HTML of a stranger with nothing left but Mastodon's allow-list. Headings become paragraphs; links open apart."""
    return _STRANGERS.clean(_HEADING.sub(r"<\1p>", _bounded(html)))


def html_to_text(html: str) -> str:
    """The words of the HTML as plain text: paragraphs apart by a blank line, line breaks kept, entities resolved."""
    if "<" not in html and "&" not in html:
        return html
    clean = _BARE.clean(_HEADING.sub(r"<\1p>", _bounded(html)))
    text = _LINE_END.sub("\n", _BLOCK_END.sub("\n\n", clean))
    return re.sub(r"\n{3,}", "\n\n", unescape(_ANY_TAG.sub("", text))).strip()
