"""Notices words that may abuse people for what they are. A person looks at each; nothing is held or removed for it."""

from __future__ import annotations

import re
from functools import lru_cache

from coffeehouse.policy.abuse_phrases import GROUP, PHRASES, THEY
from coffeehouse.policy.detectors.transparency import Transparency
from coffeehouse.policy.reading import QUOTE, STOP, Reading
from coffeehouse.policy.word_families import GAP, LETTER_OF, SWEARS

TRANSPARENCY = Transparency(
    id="abuse",
    version=1,
    purpose="To bring to a person's eyes what may be abuse of people for their race, religion, sex, sexuality, being "
    "trans, or disability. It decides nothing: the post stands, and a moderator reads it.",
    inputs="The text of a post.",
    method="Each word is given the letter of its family (groups of people, words that dehumanise, harm, sending away, "
    "slurs, denial, ...; the lists are in coffeehouse/policy/word_families.py), spelling that hides a word undone. "
    "Patterns over the letters say which families must stand together: a group with something dehumanising, a wish "
    "of "
    "harm to a group, hate in the first person, a denial of rights, a slur; phrases in abuse_phrases.py add others. "
    "Denied statements, quotations that are "
    "called wrong, and statements about what bodies do to groups are left out.",
    limits=(
        "Abuse in plain words without a listed pattern, irony, hints and code words are not found.",
        "Victims who tell what they were called, and groups that reclaim a word, may be found.",
        "Only English; dialects in which listed words are harmless may be found more often.",
        "Insults of one person, swearing and criticism are not looked for, however harsh.",
    ),
    person="A moderator reads the post with its thread and decides by the rules of the house; most are left as they "
    "are. The author is told at once that a person looks and that the post stands.",
)

_ANY = r"(?:[gJl]{1,3}[pGm]|[RGmJ])"  # a group
_MANY = r"(?:[gJl]{1,3}[pG]|[RG])"  # a group, but not people as migrants
_FILL = "[FTe]"
# Each pattern reads the letters of one sentence, STOP left out. What it says in words stands behind it.
_PATTERNS = (
    rf"{_ANY}F{{0,2}}O[FeAa]{{0,5}}[DdAasx]",  # they are vermin, they are all filthy
    rf"a[ae]{{0,2}}(?:{_MANY}|m|g[pbxR])|e[ae]{{0,2}}(?:[RGmJ]|gp)|a[ae]{{0,2}}J",  # filthy X, fucking Xs
    r"(?:g{1,2}p?|[RGmJ])D|[gJ][ae]?[bx]",  # X scum, X bastard
    rf"(?:^|[iM])[uMFe]{{0,3}}H{_FILL}{{0,3}}[aeD]{{0,2}}{_MANY}",  # I hate Xs
    r"^[uFe]?(?:[Hf]|w(?=[FRmgJ]))F{0,2}[ae]{0,2}(?:[gJ]{1,3}[pG]|R|m)|^[Hf]F{0,2}G",  # hate Xs, fuck all Xs
    rf"(?:^|i[uMFe]{{0,3}}|MF?)K{_FILL}{{0,3}}[aeD]{{0,2}}{_ANY}",  # kill all X
    rf"(?:^e?jF{{1,3}}|i[uMFe]{{1,3}}j{_FILL}{{0,3}})[aeD]{{0,2}}{_ANY}",  # I would beat every X
    rf"{_ANY}[uF]{{0,2}}M[FTOuMw]{{0,5}}[KkjLX]",  # X should be shot
    rf"M{_FILL}{{0,3}}{_ANY}[FuOwT]{{0,3}}[LkK]|LT{_FILL}{{0,2}}{_ANY}",  # hope X die, death to X
    rf"XF{{0,3}}{_MANY}|w{_FILL}{{0,2}}R[F-]?W|R[eF]?wT?W|R[Fu]{{0,2}}M[TF]{{0,2}}wT?W|RN[FMO]?o",  # X go home
    rf"{_ANY}(?:[uF]?MN|Z|NM)[FOTu]{{0,3}}E|{_ANY}vFNF{{0,2}}Q|{_ANY}(?:vN|Nv)F{{0,2}}Q",  # X should not be allowed
    rf"{_ANY}F{{0,2}}M?[oO][F-]{{0,3}}P|wWT?[F-]{{0,3}}P",  # X belong in cages
    rf"{_ANY}[Fu]{{0,2}}O?F?V",  # X ruin everything
    r"[yh]O?[FaAe]{0,4}[aAF]s|O[aAe]{0,2}F[FaAe]{0,3}s|y[e]?s|hF?s|[aeF]a?[e]?s(?=$|O|M)|a[ae]?s|[yh][FaAe]{1,3}J",
    r"h[uF]?M[FTOwu]{0,4}[kL]|(?:M|i[uM])F{0,2}h[FOwu]{0,3}[kL]|i[uMv]{1,3}[Kjk]F{0,2}[ae]{0,2}[hsx]",
    r"h(?:O|F)[FAae]{0,4}x|hOx|[aAe]x.{0,20}h|h.{0,20}[aAe]x|^[uFe]?K[Fe]?[hsx]$",  # she is a lying bitch, hang her
)
_PATTERN = re.compile("|".join(f"(?:{each})" for each in _PATTERNS))
# Slurs stand alone, but for those who tell that they were called so.
_TOLD = re.compile(r"c[-FhyitOe\"]{0,4}S")
_BODIES = re.compile(r"[Bt][^M]*$")
_DENIED = re.compile(r"[NZ][-FOvue]{0,2}$")
_HINTS = re.compile(
    "hitler|heil|country|countries| rap| gas |kind |sort | white | race |breeding|million| blood |islam |mosque"
)
_NAME = re.compile(r"[gJl]{1,3}[pGm]|[RGmJ]")
# Just before a phrase: a denial, somebody else who says or does it.
_TOLD_OF = re.compile(
    r" (?:not|never|nobody|dont|stop|who|why|shouldnt|council|government|police|nazis?|they|he|she|people|those|some"
    r"|if|that) (?:\w+ ){0,2}$"
)
_TARGETS = frozenset("RGmgJlhsS")
_PHRASES = re.compile(
    r" (?:go back to (?:your|their|ur|whatever) (?:\w+ )?(?:country|countries|africa|asia|pakistan|poland|mexico"
    r"|china)"
    r"|(?:women|females|girls) are (?:only|just) good for|only good for (?:breeding|cooking and)|"
    r"(?:needs?|deserves?|wants|asking) (?:to (?:be|get) )?(?:rap(?:ed|ing))"
    r"|gas the (?:\w+ )?(?:jews?|lot)|heil hitler|hitler (?:was right|should have finished|didnt finish)"
    r"|six million (?:wasnt|was not|more)|white power|race traitors?|blood and soil"
    r"|sieg heil|your kind (?:isnt|arent|is not|are not|dont|should)|(?:dont|do not) want (?:your|their) (?:kind"
    r"|sort)"
    r"|make me a sandwich|islam is (?:a )?(?:cancer|disease|plague|filth|evil)|burn (?:the|all) (?:\w+ )?mosques?) "
)


def detect_abuse(reading: Reading) -> bool:
    """Whether there is a cue that people are abused for what they are."""
    each = [LETTER_OF.get(word) or _unusual(word) for word in reading.words]
    letters = "".join(each)
    if _TARGETS.isdisjoint(letters):
        return _HINTS.search(reading.said) is not None and _PHRASES.search(reading.said) is not None
    if "C" in letters and ("c" in letters or letters.count(QUOTE) > 1):
        return False
    if "S" in letters and _TOLD.sub("", letters).count("S"):
        return True
    if any(map(_is_abuse, letters.replace(QUOTE, "").split(STOP))) or _PHRASES.search(reading.said):
        return True
    return _is_phrase(_with_groups(reading.words, each), "B" in letters)


def _is_abuse(sentence: str) -> bool:
    for found in _PATTERN.finditer(sentence):
        before = sentence[: found.start()]
        if not _DENIED.search(before) and not _BODIES.search(before):
            return True
    return False


def _with_groups(words: tuple[str, ...], each: list[str]) -> str:
    """The words as `Reading.said`, with GROUP for the names of groups."""
    spread = [word for word, letters in zip(words, each, strict=True) for _ in letters]
    said = []
    done = 0
    for found in _NAME.finditer("".join(each)):
        said += [*spread[done : found.start()], GROUP]
        done = found.end()
    return f" {' '.join([*said, *spread[done:]])} "


def _is_phrase(said: str, has_body: bool) -> bool:
    """Whether a phrase of abuse stands in the text, not denied, and not told of a body."""
    for found in PHRASES.finditer(said):
        before = said[max(0, found.start() - 40) : found.start() + 1].rpartition(" . ")[2]
        if not _TOLD_OF.search(before):
            return True
    return GROUP in said and not has_body and THEY.search(said, said.index(GROUP)) is not None


@lru_cache(maxsize=16_384)
def _unusual(word: str) -> str:
    """The letters of a word that is not listed as it stands: a mark, hidden by stars, run together, stretched."""
    if word in (STOP, QUOTE):
        return word
    if "*" in word:
        return _behind_stars(word)
    if word.endswith("z") and word[:-1] + "s" in LETTER_OF:
        return LETTER_OF[word[:-1] + "s"]
    single = _single(word)
    if single != word and LETTER_OF.get(single, GAP) in "SR":
        return LETTER_OF[single]
    return _run_together(word) if 9 <= len(word) <= 40 else GAP


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _behind_stars(word: str) -> str:
    """The letter of the slur or group that fits between the stars, unless a mere swear word fits as well."""
    shape = re.compile(re.escape(word).replace(r"\*", "."))
    if sum(map(str.isalpha, word)) < 2 or any(map(shape.fullmatch, SWEARS)):
        return GAP
    return next((LETTER_OF[each] for each in LETTER_OF if LETTER_OF[each] in "SRGJ" and shape.fullmatch(each)), GAP)


def _run_together(word: str) -> str:
    """The letters of known words run together (killallsuch), if the whole word is made of them and names a group."""
    ways: dict[int, str] = {0: ""}
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 14), end):
            part = word[start:end]
            if start in ways and part in LETTER_OF and (len(part) > 1 or part == "i"):
                ways[end] = ways[start] + LETTER_OF[part]
                break
    letters = ways.get(len(word), GAP)
    return letters if not set("RGSJ").isdisjoint(letters) and len(letters) > 1 else GAP
