"""Counts what a post points at: mentions, links, hashtags; and what its pictures lack."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coffeehouse.policy.detectors.transparency import Transparency

_NOT_OWN = re.compile(r"https?://\S++|[@#]\S++", re.IGNORECASE)
_LINK = re.compile(r"\bhttps?://[^\s<>\"]++", re.IGNORECASE)
_MENTION = re.compile(r"@(?<![\w@/.+\-]@)([A-Za-z0-9_]++(?:@[A-Za-z0-9.\-]++)?+)")
_TAG = re.compile(r"#(?<![\w&/#]#)(\w++)")
_FILE_NAME = re.compile(r"[\w\-. ()]{1,100}\.(?:jpe?g|png|gif|webp|heic|avif|mp4|mov)", re.IGNORECASE)
_NO_DESCRIPTION = frozenset({"", "image", "photo", "picture", "alt", "alt text", "description", "untitled", "n/a"})

TRANSPARENCY = Transparency(
    id="counts",
    version=1,
    purpose="To notice floods of mentions, copied links, and pictures that some people cannot perceive.",
    inputs="The text of a post; the descriptions of its pictures.",
    method="Different accounts after @, addresses that begin with http or https, different words after #; descriptions "
    "that are empty, a file name, or only say that it is an image.",
    limits=(
        "Addresses without http are not counted.",
        "It cannot tell whether a description is a good one.",
    ),
)


def own_words(text: str) -> str:
    """The text without links, mentions and hashtags: what the writer put into words."""
    return _NOT_OWN.sub(" ", text) if "@" in text or "#" in text or "://" in text else text


def detect_mentions(text: str) -> tuple[str, ...]:
    """The different accounts mentioned, in lower case, in order."""
    return tuple(dict.fromkeys(found.group(1).rstrip(".-").lower() for found in _MENTION.finditer(text)))


def detect_links(text: str) -> tuple[str, ...]:
    """The links, in order, repeated ones too."""
    return tuple(_LINK.findall(text)) if "://" in text else ()


def detect_hashtags(text: str) -> tuple[str, ...]:
    """The different hashtags, case-folded, in order. A number alone is none, and an address's fragment is none."""
    if "#" not in text:
        return ()
    words = (found.group(1).casefold() for found in _TAG.finditer(_LINK.sub(" ", text)))
    return tuple(dict.fromkeys(word for word in words if not word.isdecimal()))


def detect_missing_alt(descriptions: Iterable[str | None]) -> int:
    """How many of these pictures have no description worth the name."""
    return sum(_says_nothing((description or "").strip()) for description in descriptions)


def _says_nothing(description: str) -> bool:
    return description.lower() in _NO_DESCRIPTION or _FILE_NAME.fullmatch(description) is not None
