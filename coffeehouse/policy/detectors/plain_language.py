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
    "accordingly": "so", "acquire": "get", "additional": "more", "adhere": "follow", "adjacent": "next to",
    "advantageous": "helpful", "aforementioned": "this", "aggregate": "total", "alleviate": "ease",
    "allocate": "give", "ameliorate": "improve", "amendment": "change", "anticipate": "expect", "apprise": "tell",
    "approximately": "about", "ascertain": "find out", "assistance": "help", "cease": "stop", "cognisant": "aware",
    "collate": "gather", "commence": "start", "commission": "ask for", "comply": "keep to", "component": "part",
    "comprise": "are made up of", "concerning": "about", "concurrently": "at the same time", "consequently": "so",
    "constitute": "make up", "contemporaneous": "at the same time", "deem": "think", "delineate": "show",
    "deliverable": "result", "demonstrate": "show", "designate": "name", "determine": "find out", "dialogue": "talk",
    "disadvantageous": "unhelpful", "disburse": "pay", "discontinue": "stop", "disseminate": "spread",
    "divulge": "tell", "duly": "", "dwelling": "home", "eligibility": "whether you can get it", "empower": "let",
    "encounter": "meet", "endeavour": "try", "entitlement": "what you can get", "enumerate": "list",
    "envisage": "expect", "equitable": "fair", "erroneous": "wrong", "evidenced": "shown", "expedite": "speed up",
    "expenditure": "spending", "expiry": "end", "facilitate": "help", "feasible": "possible", "finalise": "finish",
    "formulate": "plan", "forthwith": "now", "furthermore": "also", "henceforth": "from now on",
    "hereafter": "from now on", "hereby": "", "herein": "here", "herewith": "with this", "hitherto": "until now",
    "holistic": "whole", "imminent": "soon", "impacted": "affected", "impending": "coming", "implement": "carry out",
    "inadequate": "not enough", "inasmuch": "because", "incentivise": "encourage", "inception": "start",
    "indicative": "rough", "infrastructure": "roads, pipes and the like", "initiate": "start", "instigate": "start",
    "leverage": "use", "liaise": "work with", "mandatory": "you must", "maximise": "make the most of",
    "methodology": "method", "minimise": "keep low", "mitigate": "lessen", "modality": "way",
    "modification": "change", "multifaceted": "many-sided", "necessitate": "need", "nonetheless": "even so",
    "notify": "tell", "notwithstanding": "despite", "obligation": "duty", "obtain": "get",
    "operationalise": "put to work", "optimum": "best", "overarching": "main", "parameter": "limit",
    "participate": "take part", "permissible": "allowed", "pertaining": "about", "precipitation": "rain or snow",
    "predominantly": "mostly", "prioritise": "put first", "proactive": "early", "procure": "buy",
    "proficiency": "skill", "promulgate": "make known", "purchase": "buy", "pursuant": "under",
    "rationalise": "cut or simplify", "reablement": "help to live at home again", "rectify": "put right",
    "regarding": "about", "reimburse": "pay back", "remainder": "rest", "remit": "task", "remittance": "payment",
    "remunerate": "pay", "requirement": "need", "requisite": "needed", "residing": "living", "robust": "strong",
    "solicit": "ask for", "stakeholder": "people it concerns", "stipulate": "say", "strategise": "plan",
    "streamline": "simplify", "subsequently": "later", "substantiate": "prove", "sufficient": "enough",
    "supplementary": "more", "synergy": "working together", "terminate": "end", "thereafter": "then", "thereby": "so",
    "therein": "in it", "thereof": "of it", "trajectory": "path", "transition": "move", "transparency": "openness",
    "unavailability": "lack", "underpin": "support", "undertake": "do", "utilisation": "use", "utilise": "use",
    "utilize": "use", "viable": "workable", "vicinity": "near", "whereas": "while", "whereby": "by which",
    "wherein": "where", "whereupon": "then", "whilst": "while",
}  # fmt: skip

TRANSPARENCY = Transparency(
    id="plain_language",
    version=2,
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
