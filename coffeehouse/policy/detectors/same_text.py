"""Gives texts that say the same one hash, to notice the same message sent again and again."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from coffeehouse.policy.detectors.transparency import Transparency

_MENTION = re.compile(r"@[A-Za-z0-9_]++(?:@[A-Za-z0-9.\-]++)?+")
_NOT_SAID = re.compile(r"[^\w:/.?=&%#\-]++")
_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")

TRANSPARENCY = Transparency(
    id="same_text",
    version=1,
    purpose="To notice the same message sent again and again by one account, and campaigns of copied text.",
    inputs="The text of a post.",
    method="SHA-256 of the text without mentions, capitals, punctuation, spacing and unseen characters (Unicode NFKC).",
    limits=("A single word changed gives another hash.", "Only a hash is kept for counting; it cannot be turned back."),
)


def detect_same_text(text: str) -> str:
    """The hash of what the text says, 64 hex digits; "" for a text that says nothing."""
    said = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    words = _NOT_SAID.sub(" ", _MENTION.sub(" ", said)).split()
    plain = " ".join(bare for word in words if (bare := word.strip(".?:-")))
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""
