"""From what a person typed to the HTML that Mastodon apps expect, and back.

Handlers call `parse` to learn who and what a post names, then `render_html` once per edit; readers splice the result.
Every scan is a single pass with possessive patterns, so a megabyte of `@` costs no more per character than a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from urllib.parse import quote

import msgspec
from linkify_it import LinkifyIt

from coffeehouse.kernel.text import fold_tag, marks_class, mixes_scripts

TAG_LIMIT = 100
"""Longest hashtag in characters; a longer one stays plain text."""
LINKS_LOOKED_AT = 300
"""Possible links examined in one post: bounds the work, far above any honest post."""
_LINK_LIMIT = 2_048
_SHOWN = 30  # characters of a link that Mastodon shows; we never show less than the whole host
_HOST_LIMIT = 253

_WORD = r"[A-Za-z0-9_]++"
_ADDRESS = rf"{_WORD}(?:[.-]++{_WORD})*+"
_LINK = r"(?P<link>(?<![\w/])https?://[^\s<>\"\u200b-\u200f\u202a-\u202e\u2066-\u2069]++)"
_MENTION = rf"(?<![\w/=@.])@(?P<user>{_ADDRESS})(?:@(?P<host>[\w-]++(?:\.[\w-]++)*+(?::[0-9]{{1,5}}+)?+))?+"
_TAG = r"(?<![\w/=&)])[#\uff03](?P<tag>{letter}++(?:[\u00b7\u30fb\u200c]{letter}++)*+)"
_IGNORED_CASE = re.IGNORECASE


class Mention(msgspec.Struct, frozen=True):
    """An account a post names. `acct` is `user` here and `user@host` elsewhere; `url` is its profile page."""

    acct: str
    url: str
    username: str


class Parsed(msgspec.Struct, frozen=True):
    """What a text names, each once, in order: lower-case accts, tags as first written, links as typed."""

    mentions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


class _Found(msgspec.Struct, frozen=True):
    """One link, mention or tag: `text[start:end]`, and the value that matters of it."""

    kind: str
    start: int
    end: int
    value: str


NOTHING = Parsed()
_ASCII_SCAN = re.compile("|".join((_LINK, _MENTION, _TAG.format(letter=r"\w"))), _IGNORED_CASE)


@cache
def _unicode_scan() -> re.Pattern[str]:
    # `\w` has no combining marks, without which Thai and Devanagari words would break in two.
    letter = rf"[\w{marks_class()}]"
    return re.compile("|".join((_LINK, _MENTION, _TAG.format(letter=letter))), _IGNORED_CASE)


@cache
def _linkifier() -> LinkifyIt:
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


def _is_plain(text: str) -> bool:
    """The short cut for most posts: nothing in it can be a link, a mention or a tag."""
    return "@" not in text and "#" not in text and "://" not in text and "\uff03" not in text


def _scan(text: str) -> Iterator[_Found]:
    """Links, mentions and tags from left to right, never overlapping."""
    pattern = _ASCII_SCAN if text.isascii() else _unicode_scan()
    links_left = LINKS_LOOKED_AT
    position = 0
    while match := pattern.search(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "link":
            links_left -= 1
            end = _link_end(text, match) if links_left >= 0 else 0
            if end:
                yield _Found("link", match.start(), end, text[match.start() : end])
                position = end
        elif kind == "tag":
            if found := _tag(match):
                yield found
        elif found := _mention(match):
            yield found
            position = found.end


def _link_end(text: str, match: re.Match[str]) -> int:
    """Where the link that starts here ends (linkify's rules for brackets and full stops), or 0 if it is none."""
    run = text[match.start() : min(match.end(), match.start() + _LINK_LIMIT)]
    schema = run[: run.index(":") + 1]
    length = int(_linkifier().test_schema_at(run, schema, len(schema)))
    link = run[: len(schema) + length]
    authority = re.split(r"[/?#]", link[len(schema) + 2 :], maxsplit=1)[0]
    # `https://council.gov.uk@evil.example` shows one host and goes to another: it stays plain text.
    if not length or "@" in authority or _shown_host(authority) is None:
        return 0
    return match.start() + len(link)


def _shown_host(authority: str) -> str | None:
    """The host as shown: IDNs with letters that look Latin in their `xn--` form. None when it is no host name."""
    if authority.isascii():
        return authority
    try:
        encoded = authority.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return encoded if mixes_scripts(authority) else authority


def _tag(match: re.Match[str]) -> _Found | None:
    tag = match["tag"]
    if len(tag) > TAG_LIMIT or not any(letter.isalpha() for letter in tag[:TAG_LIMIT]):
        return None
    return _Found("tag", match.start(), match.end(), tag)


def _mention(match: re.Match[str]) -> _Found | None:
    user, host = match["user"], match["host"]
    if host is None:
        # Names of this house hold no dot or hyphen: what follows is punctuation (`@ada.`).
        user = re.split(r"[.-]", user, maxsplit=1)[0]
        return (
            _Found("mention", match.start(), match.start() + 1 + len(user), user.lower()) if len(user) <= 30 else None
        )
    if len(user) > 64 or len(host) > _HOST_LIMIT:
        return None
    return _Found("mention", match.start(), match.end(), f"{user}@{host}".lower())


def parse(text: str) -> Parsed:
    """The accounts, tags and links that `text` names. Limits on their number are the caller's."""
    if _is_plain(text):
        return NOTHING
    mentions: dict[str, None] = {}
    tags: dict[str, str] = {}
    links: dict[str, None] = {}
    for found in _scan(text):
        if found.kind == "mention":
            mentions[found.value] = None
        elif found.kind == "tag":
            tags.setdefault(fold_tag(found.value), found.value)
        else:
            links[found.value] = None
    return Parsed(tuple(mentions), tuple(tags.values()), tuple(links))


def is_tag(name: str) -> bool:
    """Whether `name`, without its sign, is a hashtag as a post could carry it."""
    return parse(f"#{name}").tags == (name,)


def render_html(text: str, mentions: Mapping[str, Mention], base_url: str) -> str:
    """The text as Mastodon-like HTML. `mentions` is keyed by the accts `parse` gave; others stay plain text."""
    if not text:
        return ""
    if _is_plain(text):
        return _paragraphs(escape(text, quote=False))
    parts: list[str] = []
    position = 0
    for found in _scan(text):
        rendered = _render(found, mentions, base_url, text)
        if rendered:
            parts += (escape(text[position : found.start], quote=False), rendered)
            position = found.end
    parts.append(escape(text[position:], quote=False))
    return _paragraphs("".join(parts))


def _paragraphs(html: str) -> str:
    """Blank lines part paragraphs, single line ends become `<br>`."""
    if "\n" not in html:
        return f"<p>{html}</p>"
    blocks = (block.replace("\n", "<br>") for block in re.split(r"\n\n++", html.strip("\n")))
    return "".join(f"<p>{block}</p>" for block in blocks)


def _render(found: _Found, mentions: Mapping[str, Mention], base_url: str, text: str) -> str:
    if found.kind == "mention":
        mention = mentions.get(found.value)
        return _render_mention(mention) if mention else ""
    if found.kind == "tag":
        sign = text[found.start]
        href = f"{base_url}/tags/{quote(fold_tag(found.value), safe='')}"
        return f'<a href="{escape(href)}" class="mention hashtag" rel="tag">{sign}<span>{found.value}</span></a>'
    return _render_link(found.value)


def _render_mention(mention: Mention) -> str:
    return (
        f'<span class="h-card" translate="no"><a href="{escape(mention.url)}" class="u-url mention">'
        f"@<span>{escape(mention.username)}</span></a></span>"
    )


def _render_link(link: str) -> str:
    """The link with scheme and tail hidden as Mastodon does it, but always with its whole host in sight."""
    scheme, rest = link.split("://", 1)
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    shown = (_shown_host(authority) or authority) + rest[len(authority) :]
    prefix = f"{scheme}://"
    if shown.lower().startswith("www."):
        prefix, shown = prefix + shown[:4], shown[4:]
    host_length = len(re.split(r"[/?#]", shown, maxsplit=1)[0])
    cut = max(_SHOWN, host_length)
    ellipsis = ' class="ellipsis"' if len(shown) > cut else ""
    return (
        f'<a href="{escape(link)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        f'<span class="invisible">{escape(prefix)}</span><span{ellipsis}>{escape(shown[:cut])}</span>'
        f'<span class="invisible">{escape(shown[cut:])}</span></a>'
    )
