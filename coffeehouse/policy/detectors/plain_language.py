"""Finds what makes a text hard to read: long sentences, and words that have plainer ones or are long and heavy."""

from __future__ import annotations

import re
from functools import lru_cache

from coffeehouse.policy.detectors.counts import own_words
from coffeehouse.policy.detectors.transparency import Transparency

LONGEST_SENTENCE = 25  # words
_SENTENCE_END = re.compile(r"[.!?…:;][\"'’”)\]]*+(?=\s|\Z)|\n")
_WORD = re.compile(r"[^\W\d_]++(?:['’\-][^\W\d_]++)*+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?<=[^aeiouyl])es?$|(?<=[^aeiouytd])ed$")
_HEAVY_LETTERS = 11
_HEAVY_SYLLABLES = 5

# Words of offices, and what a neighbour would say. Endings are found as well (commences, commencing).
PLAINER: dict[str, str] = {
    "accordingly": "so", "acquire": "get", "additional": "more", "advantageous": "helpful", "aforementioned": "this",
    "alleviate": "ease", "allocate": "give", "ameliorate": "improve", "amendment": "change", "anticipate": "expect",
    "ascertain": "find out", "assistance": "help", "commence": "start", "commission": "ask for", "component": "part",
    "consequently": "so", "constitute": "make up", "deliverable": "result", "demonstrate": "show",
    "determine": "find out", "disburse": "pay", "discontinue": "stop", "disseminate": "spread", "dwelling": "home",
    "encounter": "meet", "endeavour": "try", "enumerate": "list", "envisage": "expect", "expedite": "speed up",
    "facilitate": "help", "forthwith": "now", "furthermore": "also", "henceforth": "from now on", "hereby": "",
    "herewith": "with this", "impacted": "affected", "implement": "carry out", "inasmuch": "because",
    "initiate": "start", "leverage": "use", "methodology": "method", "modality": "way", "necessitate": "need",
    "notwithstanding": "despite", "obtain": "get", "operationalise": "put to work", "pertaining": "about",
    "precipitation": "rain or snow", "prioritise": "put first", "proactive": "early", "promulgate": "make known",
    "pursuant": "under", "rationalise": "cut or simplify", "reablement": "help to live at home again",
    "regarding": "about", "remittance": "payment", "remunerate": "pay", "requisite": "needed", "residing": "living",
    "stakeholder": "people it concerns", "streamline": "simplify", "strategise": "plan", "subsequently": "later",
    "sufficient": "enough", "supplementary": "more", "terminate": "end", "thereafter": "then", "transition": "move",
    "undertake": "do", "utilise": "use", "utilisation": "use", "utilize": "use", "vicinity": "near",
    "whereby": "by which", "whilst": "while",
}  # fmt: skip

TRANSPARENCY = Transparency(
    id="plain_language",
    version=1,
    purpose="To advise official writers where a sentence or a word may leave readers behind.",
    inputs="The text of a post, in English.",
    method="Sentences of more than 25 words. Words on a published list of office words with a plainer one, and words "
    "of at least 11 letters and five syllables (groups of vowels), names with a capital left out.",
    limits=(
        "Only English is meant; a post in another language is not judged by it unless it looks like English.",
        "Syllables are estimated from spelling.",
        "A long word may be the right one, the name of an illness for example: it is advice, nothing more.",
    ),
)


def detect_long_sentences(text: str) -> tuple[int, ...]:
    """The lengths, in words, of the sentences that are too long, in order."""
    sentences = (sentence.split() for sentence in _SENTENCE_END.split(own_words(text)))
    return tuple(
        count for words in sentences if len(words) > LONGEST_SENTENCE and (count := _spoken(words)) > LONGEST_SENTENCE
    )


def _spoken(words: list[str]) -> int:
    """How many of them are words, not lone signs."""
    return sum(any(character.isalnum() for character in word) for word in words)


def detect_hard_words(text: str) -> tuple[str, ...]:
    """The different hard words, in lower case, in order."""
    return tuple(dict.fromkeys(word.lower() for word in dict.fromkeys(_WORD.findall(own_words(text))) if is_hard(word)))


@lru_cache(maxsize=16_384)
def is_hard(word: str) -> bool:
    """Whether an English word has a plainer one or is heavy. `word` as written: a capital may mark a name."""
    lower = word.lower()
    if any(stem in PLAINER for stem in _stems(lower)):
        return True
    is_name = word[:1].isupper() and not word.isupper()
    return not is_name and len(lower) >= _HEAVY_LETTERS and syllables(lower) >= _HEAVY_SYLLABLES


def plainer(word: str) -> str:
    """The plainer word for a listed one, or ""."""
    return next((PLAINER[stem] for stem in _stems(word.lower()) if stem in PLAINER), "")


def _stems(word: str) -> tuple[str, ...]:
    """The word, and what it may come from without an ending: commencing → commenc, commence."""
    stems = [word]
    for ending in ("s", "es", "d", "ed", "ing", "ly", "ally"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stems += [word[: -len(ending)], word[: -len(ending)] + "e"]
    return tuple(stems)


def syllables(word: str) -> int:
    """Syllables of an English word in lower case, estimated: groups of vowels, a silent e left out; at least 1."""
    return max(1, len(_VOWELS.findall(_SILENT_END.sub("", word))))
