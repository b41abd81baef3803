"""How much hangs on an official post: routine, raised or high, and which cue says so. Pure.

    text, what it answers, facts → assess → Assessment → the facts `criticality` and `criticality_cues` → the pack

This module only says what was found; what follows from it (who looks first, what a good record lets through) stands in
the pack, in `routing.cedar`, where a body tunes it. A cue that is found wrongly costs a colleague's glance; one that is
missed costs more, so in doubt a word counts, and what is not known to be routine (`recognising`) is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from coffeehouse.policy import routing_words
from coffeehouse.policy.phrases import PhraseIndex, plain, words_in
from coffeehouse.policy.recognising import recognise

ROUTINE, RAISED, HIGH = LEVELS = ("routine", "raised", "high")
# So many different cues of the middle level weigh as much as one of the highest.
RAISED_MAKE_HIGH = 3
RECORD_DAYS = 90
COMPLAINT = "reply to a complaint"
UNKNOWN = "not known as routine"
_GRAVE_ASKED = frozenset(
    ("safeguarding", "health advice", "illness", "legal matters", "emergency", "death or grave harm", "data breach")
)

_SUM = re.compile(r"[£€$]\s?\d|\d\s?(?:per cent|percent|pence|pounds|%|p\b)", re.IGNORECASE)
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")

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
    """How critical a post is, and every cue that says so, the weightiest first. kind: of routine posts, "" for none."""

    level: str
    cues: tuple[Found, ...]
    kind: str = ""

    def facts(self) -> dict[str, Any]:
        """As policy is told. The names stand between bars, so that a rule can look for one: `like "*|money|*"`."""
        names = dict.fromkeys(cue.name for cue in self.cues)
        return {"criticality": self.level, "criticality_cues": f"|{'|'.join(names)}|" if names else ""}

    def explain(self) -> str:
        """A plain sentence: what it was taken for, and why."""
        if not self.cues:
            kind = f" ({self.kind})" if self.kind else ""
            return f"Routine{kind}: nothing in it asks for a second pair of eyes."
        reasons = "; ".join(
            dict.fromkeys(cue.because + (f" (“{cue.words}”)" if cue.words else "") for cue in self.cues)
        )
        return f"{self.level.capitalize()}: {reasons}."


_BESIDE = "beside "
_LISTS = PhraseIndex(
    {cue.name: cue.phrases for cue in routing_words.CUES}
    | {_BESIDE + cue.name: cue.beside for cue in routing_words.CUES if cue.beside}
)
_COMPLAINING = PhraseIndex({"complaint": routing_words.COMPLAINING})
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
    kind = ""
    if text.strip() or facts.get("media_count"):
        asked = _grave(answered)
        recognition = recognise(text, [cue.words for cue in cues], answered)
        kind = recognition.kind
        if asked:
            cues.append(Found(UNKNOWN, RAISED, "it answers words on which much may hang", asked))
        elif not recognition.is_routine:
            cues.append(Found(UNKNOWN, RAISED, recognition.explain(), ", ".join(recognition.strange)))
    return Assessment(RAISED if cues else ROUTINE, tuple(cues), kind)


def _cues(text: str, facts: Mapping[str, Any], answered: str) -> Iterator[Found]:
    for fact, name, level, because in _FROM_FACTS:
        # What somebody is told alone may name them.
        if facts.get(fact) and not (facts.get("visibility") == "direct" and name in ("identifier", "contact details")):
            yield Found(name, level, because)
    said = _LISTS.find(words_in(text))
    for cue in routing_words.CUES:
        if cue.name in said and (not cue.beside or _BESIDE + cue.name in said):
            yield Found(cue.name, cue.level, cue.because, said[cue.name])
    amount = _SUM.search(text)
    if amount:
        yield Found("money", RAISED, "it names a sum", amount.group())
    person = _person(text)
    if person:
        yield Found("named person", RAISED, "it seems to name a person", person)
    if facts.get("answers_complaint") or (answered and _COMPLAINING.find(words_in(answered))):
        yield Found(COMPLAINT, RAISED, "it answers somebody who is not content")


def _grave(answered: str) -> str:
    """The words in what is answered that make any answer to it more than routine: "may I take both?" — "yes"."""
    said = _LISTS.find(words_in(answered)) if answered else {}
    return next((said[cue.name] for cue in routing_words.CUES if cue.name in _GRAVE_ASKED and cue.name in said), "")


def _person(text: str) -> str:
    """What looks like a person's name: a title or a given name, and a word with a capital after it. "" if none does."""
    words = _CAPITALISED.findall(text)
    for first, second in pairwise(words):
        if not second[:1].isupper() or len(second) < 2 or not first[:1].isupper():
            continue
        name = plain(first).rstrip(".")
        if name in _TITLES or name in _GIVEN_NAMES:
            return f"{first} {second}"
    return ""
