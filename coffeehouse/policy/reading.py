"""How the detectors of wording read a text: spelling undone that hides a word, one lower-case word after another.

Made once for a post by `facts` and handed to the detectors. Linear in the text, whatever it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

STOP = "."  # stands among the words where a sentence ends
QUOTE = '"'  # stands among the words where a quotation opens or closes
LONGEST = 20_000  # characters that are read; a post has fewer, and more makes no cue surer

_AWAY = re.compile(r"https?://\S++|(?<!\w)@\w++(?:@[\w.\-]++)?+", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TAG = re.compile(r"#(\w{1,100})")
_PIECE = re.compile(r"[@$]?\w[\w@$*+|!]*+|[.?!…;\n]++|[\"“”«»]")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*/]{1,2}[^\W\d_](?![^\W_])){2,30}")
_BETWEEN = re.compile(r"[ .\-_*/]")
_MARKS = re.compile("[\u0300-\u036f]")
_RUNS = tuple(3 * letter for letter in "abcdefghijklmnopqrstuvwxyz")
_RUN = re.compile(r"([a-z])\1{2,}")
# Letters of other scripts and signs that stand for a Latin letter within a word.
_LOOKALIKE = str.maketrans("аеорсухіѕԁｊαερο", "aeopcyxisdjaepo")
_LEET = str.maketrans("@4310$57+|!", "aaeiosstili")
_LEET_SIGNS = frozenset("@4310$57+|!")


class Reading(NamedTuple):
    """`words`: as said, lower case, hidden spelling undone, without apostrophes, with STOP and QUOTE among them.

    `said`: the words with one space between, before and after, for searching whole words.
    """

    words: tuple[str, ...]
    said: str


def read(text: str) -> Reading:
    """Read a text. The same text gives the same reading."""
    text = text[:LONGEST]
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", _UNSEEN.sub("", text))).translate(_LOOKALIKE)
    if "@" in text or "://" in text:
        text = _AWAY.sub(" ", text)
    if "#" in text:
        text = _TAG.sub(_open_tag, text)
    text = text.lower().replace("'", "").replace("’", "")
    if any([run in text for run in _RUNS]):
        text = _RUN.sub(r"\1\1", text)
    pieces = _PIECE.findall(text)
    if sum([len(piece) == 1 and piece.isalpha() for piece in pieces]) > 2 or "_" in text:
        pieces = _PIECE.findall(_SPACED.sub(_close_up, text).replace("_", " "))
    words = tuple([piece if piece.isalpha() else _word(piece) for piece in pieces])
    return Reading(words, f" {' '.join(words)} ")


def _open_tag(found: re.Match[str]) -> str:
    """#GoAwayNow → Go Away Now."""
    return " " + _HUMPS.sub(" ", found.group(1).replace("_", " "))


def _close_up(found: re.Match[str]) -> str:
    """Letters written apart, put together: b-a-d → bad."""
    return _BETWEEN.sub("", found.group())


def _word(piece: str) -> str:
    """One piece of the text as a word, or the mark it is."""
    first = piece[0]
    if not first.isalnum() and first not in "@$":
        return QUOTE if first in '"“”«»' else STOP
    bare = piece.rstrip("!+|")
    if not _LEET_SIGNS.isdisjoint(bare) and _is_hidden(bare):
        bare = bare.translate(_LEET)
    return bare or STOP


def _is_hidden(word: str) -> bool:
    """Letters with signs among them (b4d, @ss), not a number with its unit (25th, 3pm)."""
    if word[0].isdecimal():
        return word[1:2].isalpha() and len(word) > 4
    return sum(map(str.isalpha, word)) >= 2
