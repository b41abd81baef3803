"""How much hangs on an official post: routine, raised or high, and which cue says so. Pure.

    text, what it answers, facts → assess → Assessment → the facts `criticality` and `criticality_cues` → the pack

This module only says what was found; what follows from it (who looks first, what a good record lets through) stands in
the pack, in `routing.cedar`, where a body tunes it. A cue that is found wrongly costs a colleague's glance; one that is
missed costs more, so in doubt a word counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from coffeehouse.policy import routing_words

ROUTINE, RAISED, HIGH = LEVELS = ("routine", "raised", "high")
# So many different cues of the middle level weigh as much as one of the highest.
RAISED_MAKE_HIGH = 3
RECORD_DAYS = 90
COMPLAINT = "reply to a complaint"

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SUM = re.compile(r"[£€$]\s?\d|\d\s?(?:per cent|percent|pence|pounds|%|p\b)", re.IGNORECASE)
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_STRAIGHT = str.maketrans({"’": "'"})

# Facts that other detectors have worked out, and the cue each of them is.
_FROM_FACTS: tuple[tuple[str, str, str, str], ...] = (
    ("has_nhs_number", "identifier", HIGH, "it has a number in it that may be a person's NHS number"),
    ("has_ni_number", "identifier", HIGH, "it has a number in it that may be a person's National Insurance number"),
    ("has_visit_details", "identifier", HIGH, "it may say who was visited, and where"),
    ("is_safeguarding_cue", "safeguarding", HIGH, "a detector found words about somebody's safety"),
    ("is_self_harm_cue", "safeguarding", HIGH, "a detector found words about self-harm"),
    ("is_abuse_cue", "contempt or contested", HIGH, "a detector found words that may hurt a group of people"),
    ("is_subject_access_request", "data breach", HIGH, "it speaks of somebody's own records"),
    ("has_phone", "contact details", RAISED, "it has a telephone number in it that may be a person's"),
)


class Found(NamedTuple):
    """One cue: its name, the level it asks for, why, and the words it was found by ("" when a fact says so)."""

    name: str
    level: str
    because: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How critical a post is, and every cue that says so, the weightiest first."""

    level: str
    cues: tuple[Found, ...]

    def facts(self) -> dict[str, Any]:
        """As policy is told. The names stand between bars, so that a rule can look for one: `like "*|money|*"`."""
        names = dict.fromkeys(cue.name for cue in self.cues)
        return {"criticality": self.level, "criticality_cues": f"|{'|'.join(names)}|" if names else ""}

    def explain(self) -> str:
        """A plain sentence: what it was taken for, and why."""
        if not self.cues:
            return "Routine: nothing in it asks for a second pair of eyes."
        reasons = "; ".join(
            dict.fromkeys(cue.because + (f" (“{cue.words}”)" if cue.words else "") for cue in self.cues)
        )
        return f"{self.level.capitalize()}: {reasons}."


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


class _Index:
    """Phrases of several lists, found in one walk: whole words, beginnings (`*`), and rows of either."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._whole: dict[str, list[_Rest]] = {}
        self._begun: dict[int, dict[str, list[_Rest]]] = {}
        for name, source in lists.items():
            for phrase in source.split(","):
                first, *rest = [word.replace("'", "") for word in _plain(phrase).split()] or [""]
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


def _plain(text: str) -> str:
    """Lower case, without accents, apostrophes straight."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.casefold()


def _words(text: str) -> list[str]:
    """The words of a text as they are compared: apostrophes within a word left out (don't, dont)."""
    return [word.replace("'", "") for word in _WORD.findall(_plain(text))]


_BESIDE = "beside "
_LISTS = _Index(
    {cue.name: cue.phrases for cue in routing_words.CUES}
    | {_BESIDE + cue.name: cue.beside for cue in routing_words.CUES if cue.beside}
)
_COMPLAINING = _Index({"complaint": routing_words.COMPLAINING})
_TITLES = frozenset(title.strip() for title in routing_words.TITLES.split(","))
_GIVEN_NAMES = frozenset(name.strip() for name in routing_words.GIVEN_NAMES.split(","))


def assess(text: str, facts: Mapping[str, Any], answered: str = "") -> Assessment:
    """How critical an official post is.

    text: its own words, warning and poll included. facts: those of its text and its `visibility`; `answers_complaint`
    where that is known. answered: the words it replies to, "" when it answers nobody.
    """
    cues = sorted(_cues(text, facts, answered), key=lambda cue: -LEVELS.index(cue.level))
    names = {cue.name for cue in cues}
    if any(cue.level == HIGH for cue in cues) or len(names) >= RAISED_MAKE_HIGH:
        return Assessment(HIGH, tuple(cues))
    return Assessment(RAISED if cues else ROUTINE, tuple(cues))


def _cues(text: str, facts: Mapping[str, Any], answered: str) -> Iterator[Found]:
    for fact, name, level, because in _FROM_FACTS:
        # What somebody is told alone may name them.
        if facts.get(fact) and not (facts.get("visibility") == "direct" and name in ("identifier", "contact details")):
            yield Found(name, level, because)
    said = _LISTS.find(_words(text))
    for cue in routing_words.CUES:
        if cue.name in said and (not cue.beside or _BESIDE + cue.name in said):
            yield Found(cue.name, cue.level, cue.because, said[cue.name])
    amount = _SUM.search(text)
    if amount:
        yield Found("money", RAISED, "it names a sum", amount.group())
    person = _person(text)
    if person:
        yield Found("named person", RAISED, "it seems to name a person", person)
    if facts.get("answers_complaint") or (answered and _COMPLAINING.find(_words(answered))):
        yield Found(COMPLAINT, RAISED, "it answers somebody who is not content")


def _person(text: str) -> str:
    """What looks like a person's name: a title or a given name, and a word with a capital after it. "" if none does."""
    words = _CAPITALISED.findall(text)
    for first, second in pairwise(words):
        if not second[:1].isupper() or len(second) < 2 or not first[:1].isupper():
            continue
        plain = _plain(first).rstrip(".")
        if plain in _TITLES or plain in _GIVEN_NAMES:
            return f"{first} {second}"
    return ""
