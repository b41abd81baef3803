"""Whether an official post is one of the kinds that nobody needs to look at first. Pure.

    text → of which kind (`routing_kinds`) → is every word one that such posts use (`routing_everyday`) → Recognition

Routine is what is known to be, not what nothing speaks against: grave things are said in plain words, and no list of
grave words has them all. So a post is routine when it is of a known kind and has no word that such posts do not use;
every other one is `raised`, with the reason, and what follows from that stands in the pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from coffeehouse.policy import routing_everyday, routing_kinds
from coffeehouse.policy.phrases import PhraseIndex, apart, plain, words_in

TOLD = 3
# So many words an answer may have that is judged by what it answers.
SHORT = 20

_TOKEN = re.compile(r"https?://\S+|[\w.+-]*@[\w.@-]*\w|[^\W_]+(?:['’][^\W_]+)*|[.!?:;,#\n]")
# A number, a postcode, a house number with its letter, a mail or web address.
_ADDRESS = re.compile(r"\d|@|://")
_CLOCK = re.compile(
    r"\b(?:\d{1,2}[:.]\d\d|\d{1,2}\s?[ap]m|half past|\d{1,2} (?:to|tan) \d{1,2}"
    r"|(?:at|from|until|till|tan|am) (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon"
    r"|un|dau|dri|pedwar|bump|chwech|saith|wyth|naw|ddeg|hanner))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?]\s+|\n")
_ENDS_SENTENCE = frozenset(".!?:\n")
_SHORTENED = ("'s", "'r", "'n", "'i", "'u", "'w")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "y")
# Before a word with a capital: a place stands there, not a person.
_BEFORE_PLACES = frozenset(
    (
        "in at near around on over between along via outside across through round past reaches visits "
        "yn ym ar ger rhwng"
    ).split()
)
# The same, where nobody is thanked or greeted.
_BEFORE_NAMES = frozenset("to from for of off and i o ac a".split())
_TO_PEOPLE = frozenset(("thanks and praise", "good wishes"))
# What people say of themselves when they ask.
_ASKING = frozenset("i im ive id my me mine am".split())
_AFTER_PLACES = frozenset(
    "library libraries leisure museum park parks road street lane avenue close terrace square walk way station market "
    "hall baths pool school primary centre centres castle pier beach hospital arena theatre gallery town village "
    "bridge depot lido fawr fach wen coed house green hill court row crescent gardens".split()
)


# Welsh street names begin with the street.
_STREET_NAMES = frozenset("heol stryd ffordd lon rhodfa maes llyfrgell neuadd ysgol parc canolfan".split())


class Recognition(NamedTuple):
    """`kind` is "" for a post of none; `strange` are the first words that routine posts do not have."""

    kind: str
    strange: tuple[str, ...]

    @property
    def is_routine(self) -> bool:
        return bool(self.kind) and not self.strange

    def explain(self) -> str:
        """Why it is not taken for routine; "" where it is."""
        if self.is_routine:
            return ""
        if self.strange:
            return "it has words that posts known to be routine do not have"
        return "it is of no kind known to be routine"


_TEXTS = (
    routing_everyday.SWEARING,
    routing_everyday.LITTLE_WORDS,
    routing_everyday.TIMES,
    routing_everyday.WELSH_TIMES,
    routing_everyday.NUMBERS,
    routing_everyday.LEISURE,
    routing_everyday.SERVICES,
    routing_everyday.AT_HOME_AND_OUTDOORS,
    routing_everyday.WORK_AND_WORDS,
    routing_everyday.PLACES_AND_THINGS,
    routing_everyday.STREETS_AND_TRAVEL,
    routing_everyday.DOING,
    routing_everyday.PEOPLE_AND_TALK,
    routing_everyday.WELSH,
)
_KNOWN = frozenset(plain(" ".join(_TEXTS)).replace("-", " ").split())
_ABOUT, _SAYS = "about ", "says "
_LISTS = PhraseIndex(
    {f"{_ABOUT}{place}": kind.about for place, kind in enumerate(routing_kinds.KINDS)}
    | {f"{_SAYS}{place}": kind.says for place, kind in enumerate(routing_kinds.KINDS) if kind.says}
    | {
        routing_kinds.TIME: ",".join(f"{routing_everyday.TIMES} {routing_everyday.WELSH_TIMES}".split()),
        routing_kinds.WHILE: routing_kinds.FOR_A_WHILE,
    }
)
# A sentence that denies something is of a kind itself, or the post is not routine.
_DENIALS = frozenset("not no nothing nobody cannot cant dont wont didnt wasnt without nid ni ddim heb".split())


def _set_phrases() -> dict[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    """For each word of a set phrase: where in which phrase it stands."""
    found: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {}
    for phrase in routing_kinds.SET_PHRASES.split(","):
        row = tuple(words_in(phrase))
        for place, word in enumerate(row):
            found[word] = (*found.get(word, ()), (place, row))
    return found


_TURNS = PhraseIndex({"turn": routing_kinds.TURNS})
_SET_PHRASES = _set_phrases()


def recognise(text: str, spoken_for: Iterable[str] = (), answered: str = "") -> Recognition:
    """Of which kind a post is, and which of its words such posts do not use.

    spoken_for: what other cues have found in it (a price, a name), which have their own say. answered: the words it
    replies to; a short answer is as routine as what was asked.
    """
    kind = _kind(text)
    if not kind and answered and len(words_in(text)) <= SHORT and _is_plain_question(answered):
        kind = "a short answer"
    elif kind and not all(_kind(part) for part in _SENTENCE.split(text) if _DENIALS.intersection(words_in(part))):
        kind = ""
    answered_for = {word for phrase in spoken_for for word in words_in(phrase)}
    before_places = _BEFORE_PLACES if kind in _TO_PEOPLE else _BEFORE_PLACES | _BEFORE_NAMES
    strange = (word for word in _strange(text, before_places) if _bare(word) not in answered_for)
    turns = _TURNS.find(words_in(text)).values()
    return Recognition(kind, tuple(islice(dict.fromkeys((*turns, *strange)), TOLD)))


def _is_plain_question(text: str) -> bool:
    """Whether what was asked is of a kind that routine posts are of, in everyday words."""
    strange = _strange(text, _BEFORE_PLACES | _BEFORE_NAMES)
    return bool(_kind(text)) and not _TURNS.find(words_in(text)) and all(_bare(word) in _ASKING for word in strange)


def _kind(text: str) -> str:
    """The first kind that a text is of, "" for none."""
    found = _LISTS.find(words_in(text))
    if routing_kinds.TIME not in found and _CLOCK.search(text):
        found[routing_kinds.TIME] = ""
    for place, kind in enumerate(routing_kinds.KINDS):
        if (
            f"{_ABOUT}{place}" in found
            and (not kind.says or f"{_SAYS}{place}" in found)
            and (not kind.when or kind.when in found)
        ):
            return kind.name
    return ""


@lru_cache(maxsize=16_384)
def _is_known(word: str) -> bool:
    """Whether routine posts use the word, in one of its English forms."""
    if word in _KNOWN:
        return True
    for ending in _ENDINGS:
        stem = word[: -len(ending)]
        if len(stem) < 3 or not word.endswith(ending):
            continue
        if stem in _KNOWN or f"{stem}e" in _KNOWN or (stem[-1] == stem[-2] and stem[:-1] in _KNOWN):
            return True
        if stem[-1] == "i" and f"{stem[:-1]}y" in _KNOWN:
            return True
    return False


def _strange(text: str, before_places: frozenset[str]) -> Iterator[str]:
    """The words that are neither everyday nor a number, an address or a place, in order."""
    tokens = _TOKEN.findall(apart(text))
    is_first = True
    for place, token in enumerate(tokens):
        if token in _ENDS_SENTENCE:
            is_first = True
            continue
        if token[0].isalnum() and not _passes(tokens, place, is_first, before_places):
            yield token
        is_first = is_first and not token[0].isalnum()


def _passes(tokens: Sequence[str], place: int, is_first: bool, before_places: frozenset[str]) -> bool:
    token = tokens[place]
    if _ADDRESS.search(token):
        return True
    word = _bare(token)
    if _is_known(word) or _is_in_set_phrase(tokens, place, word):
        return True
    return token[:1].isupper() and not token.isupper() and _is_place(tokens, place, is_first, before_places)


def _bare(token: str) -> str:
    """A token as it is looked up: without the apostrophe and the s of possession, or a Welsh article."""
    word = plain(token)
    if word.endswith(_SHORTENED):
        word = word[:-2]
    return word.replace("'", "")


def _is_in_set_phrase(tokens: Sequence[str], place: int, word: str) -> bool:
    for offset, phrase in _SET_PHRASES.get(word, ()):
        begin = place - offset
        if begin >= 0 and tuple(map(_bare, tokens[begin : begin + len(phrase)])) == phrase:
            return True
    return False


def _is_place(tokens: Sequence[str], place: int, is_first: bool, before_places: frozenset[str]) -> bool:
    """Whether a word with a capital stands where a place stands: behind "in", before "Library", as a tag, second to
    another that stands so."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if plain(following) in _AFTER_PLACES:
        return True
    if is_first:
        return following == ":"
    before = tokens[place - 1]
    if before.lower() in before_places or before.lower() in _STREET_NAMES or before in ("y", "#"):
        return True
    # The second word of a name: Harrow Green.
    return before[:1].isupper() and place >= 2 and tokens[place - 2].lower() in before_places
