"""Measures how much of a text is in capitals."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

from coffeehouse.policy.detectors.counts import own_words
from coffeehouse.policy.detectors.transparency import Transparency

FEWEST_LETTERS = 20

TRANSPARENCY = Transparency(
    id="shouting",
    version=1,
    purpose="To advise official writers, because capitals are hard to read and screen readers may spell them out.",
    inputs="The text of a post.",
    method="Capitals per hundred letters that have two cases, without links, mentions, hashtags; 0 below 20 letters.",
    limits=("Many abbreviations in a short text count as shouting.", "Scripts without capitals always give 0."),
)


def detect_shouting(text: str) -> int:
    """Share of capitals among the letters, 0 to 100."""
    words = own_words(text)
    if words.isascii():
        capitals = sum(map(words.count, ascii_uppercase))
        letters = capitals + sum(map(words.count, ascii_lowercase))
    else:
        capitals = sum(map(str.isupper, words))
        letters = capitals + sum(map(str.islower, words))
    return 100 * capitals // letters if letters >= FEWEST_LETTERS else 0
