"""What changed between two versions of a text, word by word, for pages that show it without script."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|[^\s]+")


def compare(before: str, after: str) -> list[tuple[str, str]]:
    """(same, gone or new; words) in order. Texts too long to compare quickly: the old one gone, the new one new."""
    if before == after:
        return [("same", after)] if after else []
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [("gone", before), ("new", after)]
    parts: list[tuple[str, str]] = []
    for tag, start, end, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(old[start:end])))
            continue
        if start < end:
            parts.append(("gone", "".join(old[start:end])))
        if from_new < to_new:
            parts.append(("new", "".join(new[from_new:to_new])))
    return parts
