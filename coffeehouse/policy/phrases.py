"""Phrases of several lists, found in a text in one walk: what `routing` and `recognising` read by. Pure.

A phrase is words with blanks between them; `*` at the end of a word stands for any ending. Texts are compared in lower
case, without accents and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TAG = re.compile(r"#\w+")
# Where one word of a hashtag ends and the next begins.
_IN_TAG = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_STRAIGHT = str.maketrans({"’": "'"})


class _Rest(NamedTuple):
    """The rest of a phrase after its first word, and the list it is from."""

    list: str
    words: tuple[str, ...]


class _After(NamedTuple):
    """What follows a first word to make a phrase: nothing (the lists it is a phrase of), or a rest, by its first word
    where that is whole."""

    alone: tuple[str, ...]
    by_next: Mapping[str, Sequence[_Rest]]
    open: tuple[_Rest, ...]


_NOTHING = _After((), {}, ())


class PhraseIndex:
    """Phrases of several lists, found in one walk: whole words, beginnings (`*`), and rows of either."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._whole: dict[str, list[_Rest]] = {}
        self._begun: dict[int, dict[str, list[_Rest]]] = {}
        for name, source in lists.items():
            for phrase in source.split(","):
                first, *rest = [word.replace("'", "") for word in plain(phrase).split()] or [""]
                if first.endswith("*"):
                    starts = self._begun.setdefault(len(first) - 1, {})
                    starts.setdefault(first[:-1], []).append(_Rest(name, tuple(rest)))
                elif first:
                    self._whole.setdefault(first, []).append(_Rest(name, tuple(rest)))
        self._after = lru_cache(maxsize=16_384)(self._find_after)

    def find(self, words: Sequence[str]) -> dict[str, str]:
        """For each list with a phrase in these words: the first one, as written there."""
        found: dict[str, str] = {}
        for place, word in enumerate(words):
            after = self._after(word)
            if after is _NOTHING:
                continue
            for name in after.alone:
                found.setdefault(name, word)
            following = words[place + 1] if place + 1 < len(words) else ""
            for name, rest in (*after.by_next.get(following, ()), *after.open):
                end = place + 1 + len(rest)
                if name not in found and _same(rest, words[place + 1 : end]):
                    found[name] = " ".join(words[place:end])
        return found

    def _find_after(self, word: str) -> _After:
        rests = list(self._whole.get(word, ()))
        for length, starts in self._begun.items():
            rests += starts.get(word[:length], ())
        if not rests:
            return _NOTHING
        by_next: dict[str, list[_Rest]] = {}
        for rest in rests:
            if rest.words and not rest.words[0].endswith("*"):
                by_next.setdefault(rest.words[0], []).append(rest)
        alone = dict.fromkeys(rest.list for rest in rests if not rest.words)
        return _After(tuple(alone), by_next, tuple(rest for rest in rests if rest.words and rest.words[0][-1] == "*"))


def _same(pattern: Sequence[str], words: Sequence[str]) -> bool:
    return len(pattern) == len(words) and all(
        word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
        for wanted, word in zip(pattern, words, strict=True)
    )


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes straight."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.casefold()


def words_in(text: str) -> list[str]:
    """The words of a text as they are compared: without apostrophes (don't, dont), those of a hashtag by themselves."""
    return [word.replace("'", "") for word in _WORD.findall(plain(apart(text)))]


def apart(text: str) -> str:
    """The text with the words of its hashtags set apart: #BinDay, # Bin Day."""
    return _TAG.sub(lambda tag: _IN_TAG.sub(" ", tag.group()), text) if "#" in text else text
