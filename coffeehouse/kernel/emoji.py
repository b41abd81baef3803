"""Whether a text is one emoji (Unicode Technical Standard 51), by the shape of its code points."""

from __future__ import annotations

import re
import unicodedata

# Keycaps; flags of countries; flags of regions; a picture with skin or presentation; several of those joined.
_PICTURE = r"(?:[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u231a-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935" \
    r"\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff])"  # fmt: skip
_ONE = rf"{_PICTURE}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_SHAPE = re.compile(
    rf"(?:[0-9#*]\ufe0f?\u20e3"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{{1,10}}\U000e007f"
    rf"|{_ONE}(?:\u200d{_ONE}){{0,7}})"
)


def is_emoji(text: str) -> bool:
    """Whether the text is exactly one emoji, assigned in the Unicode that this Python knows."""
    return bool(_SHAPE.fullmatch(text)) and all(
        unicodedata.category(letter) != "Cn" for letter in text if letter not in "\ufe0f\u200d"
    )
