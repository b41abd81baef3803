"""Text that people type: made regular first, counted as Mastodon counts, compared as eyes compare.

Stands at the front of every channel (names, posts, warnings, alt text) and below every renderer. Pure, linear in time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from coffeehouse.kernel.errors import Invalid

URL_LENGTH = 23
"""What every link counts for, however long it is: Mastodon's `characters_reserved_per_url`."""

USERNAME_LIMIT = 30
_COMPARED = 400  # names and tags are shorter; bounds the cost of folding what a stranger sends
MARKS_IN_A_ROW = 8
"""Living scripts need up to about five marks on a letter; more is decoration, and makes normalising quadratic."""

_USERNAME = re.compile(r"[a-z0-9_]{1,30}", re.IGNORECASE | re.ASCII)
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
# Controls, bidi embeddings, overrides and isolates, invisible fillers. Joiners (Persian, emoji), direction marks
# (Hebrew, Arabic) and tag characters (the flags of Wales and Scotland) stay: people need them.
_UNWANTED = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_REFUSED = re.compile("[\x00\ud800-\udfff]")
_URL = re.compile(r"\bhttps?://[^\s<>\"]++", re.IGNORECASE)
_REMOTE_MENTION = re.compile(r"(?<![\w/@])(@[A-Za-z0-9_]++(?:[.-]++[A-Za-z0-9_]++)*+)@[\w.-]*\w")


@cache
def marks_class() -> str:
    """The inside of a regular expression's character class with every combining mark of Unicode (categories M*)."""
    ranges: list[list[int]] = []
    for point in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(point))[0] == "M":
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


@cache
def _too_many_marks() -> re.Pattern[str]:
    return re.compile(f"([{marks_class()}]{{{MARKS_IN_A_ROW}}})[{marks_class()}]++")


def normalise(text: str, *, newlines: int = 2, field: str | None = None) -> str:
    """The text as the house keeps it: NFC, `\\n` line ends, at most `newlines` in a row, no controls, trimmed.

    Raises Invalid for NUL and lone surrogates, which no honest keyboard sends. Tabs stay. `newlines=0` makes one line.
    """
    if _REFUSED.search(text):
        raise Invalid("This text contains characters that cannot be kept. Type it again by hand.", field=field)
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        # Cut before NFC, whose ordering of marks is quadratic in their number, and after it, as some marks become two.
        cut = _too_many_marks()
        text = cut.sub(r"\1", unicodedata.normalize("NFC", cut.sub(r"\1", text)))
    if newlines == 0:
        return " ".join(text.split())
    return re.sub(rf"\n{{{newlines + 1},}}", "\n" * newlines, text).strip()


def one_line(text: str, *, field: str | None = None) -> str:
    """`normalise` for names and titles: every run of white space becomes one space."""
    return normalise(text, newlines=0, field=field)


def characters(text: str) -> int:
    """How many characters a person sees (close to Unicode's grapheme clusters; marks, joins, flags count once)."""
    if text.isascii():
        return len(text)
    count, joined, flag = 0, False, False
    for letter in text:
        point = ord(letter)
        if point == 0x200D:
            joined = True
            continue
        if _extends(letter, point):
            continue
        regional = 0x1F1E6 <= point <= 0x1F1FF
        if not joined and not (regional and flag):
            count += 1
        flag = regional and not flag
        joined = False
    return count


def _extends(letter: str, point: int) -> bool:
    """Whether the character changes the one before it instead of standing alone."""
    if point < 0x300:
        return False
    return 0x1F3FB <= point <= 0x1F3FF or 0xE0020 <= point <= 0xE007F or unicodedata.category(letter)[0] == "M"


def post_length(text: str) -> int:
    """Length of a post in Mastodon's counting: a link is 23, `@user@host` counts as `@user`."""
    if "://" in text:
        text = _URL.sub("x" * URL_LENGTH, text)
    if "@" in text:
        text = _REMOTE_MENTION.sub(r"\1", text)
    return characters(text)


def check_length(text: str, limit: int, *, field: str, name: str, length: int | None = None) -> str:
    """The text if it has at most `limit` characters (or is `length` long, counted otherwise); else Invalid."""
    # Cheap guard first: marks and links may make a text longer than it counts, but not without end.
    counted = len(text) if len(text) > 20 * limit + 2_000 else (characters(text) if length is None else length)
    if counted > limit:
        raise Invalid(
            f"{name} is {counted} characters long. The limit is {limit}: shorten it by {counted - limit}.", field=field
        )
    return text


def check_username(name: str, *, field: str = "username") -> str:
    """The username in lower case, or Invalid: 1 to 30 of a-z, 0-9 and underscore, upper and lower case the same."""
    if not _USERNAME.fullmatch(name):
        raise Invalid(
            "A username has 1 to 30 characters: letters a to z, digits and underscores. Choose another.", field=field
        )
    return name.lower()


def is_username(name: str) -> bool:
    """Whether the name follows the username rule."""
    return _USERNAME.fullmatch(name) is not None


def fold_tag(tag: str) -> str:
    """The key under which a hashtag is found: compatibility forms, case and accents of encoding made one."""
    if tag.isascii():
        return tag.lower()
    folded = unicodedata.normalize("NFKC", tag[:_COMPARED]).casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())


def excerpt(text: str, limit: int = 140) -> str:
    """The first `limit` characters on one line, cut between words where possible, `…` when something was left out."""
    line = " ".join(text[: limit * 4 + 64].split())
    if len(line) <= limit:
        return line if len(text) <= limit * 4 + 64 else line + "…"
    cut = line[:limit]
    at = cut.rfind(" ")
    if line[limit] != " " and at >= limit // 2:
        cut = cut[:at]
    return cut.rstrip(" .,;:–—-") + "…"


# Letters that look like a Latin letter at reading size. i, l, 1, | and ! are one stroke, so they are one letter here.
_LOOKALIKES = {
    "a": "аα@4ɑ", "b": "вβ8ьƅ", "c": "сϲⅽ", "d": "ԁⅾ", "e": "еεё3", "g": "ɡց", "h": "һнհ", "k": "кκ",
    "l": "iіı1|!ǀӏιlј", "m": "м", "n": "пηո", "o": "оο0օσ", "p": "рρ", "q": "ԛ", "r": "г", "s": "ѕ5$", "t": "тτ",
    "u": "υսц", "v": "ѵν", "w": "ԝωѡ", "x": "хχ", "y": "уγү", "z": "ᴢ2",
}  # fmt: skip
_FOLD = {ord(look): plain for plain, looks in _LOOKALIKES.items() for look in looks}
_FILLER = frozenset({"official", "real", "the", "team", "support", "help", "uk", "account", "news", "verified"})


def skeleton(name: str) -> str:
    """What the eye keeps of a name: no case, marks, spaces or punctuation; look-alikes made one. For comparing only."""
    decomposed = unicodedata.normalize("NFKD", name[:_COMPARED]).casefold()
    plain = unicodedata.normalize("NFKD", decomposed).translate(_FOLD)
    letters = "".join(letter for letter in plain if letter.isalnum())
    return letters.replace("rn", "m").replace("vv", "w")


def _skeleton_of_words(name: str) -> str:
    """The skeleton without words that impostors add (`official`, `team`, ...), unless nothing else is left."""
    words = [skeleton(word) for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", name[:_COMPARED])) if word]
    kept = [word for word in words if word not in _FILLER_SKELETONS]
    return "".join(kept or words)


_FILLER_SKELETONS = frozenset(skeleton(word) for word in _FILLER)


def confusable(name: str, official_names: Iterable[str]) -> str | None:
    """The official name that `name` could be taken for at a glance, or None. Equal names are confusable too."""
    whole, words = skeleton(name), _skeleton_of_words(name)
    if not whole:
        return None
    for official in official_names:
        wanted = {skeleton(official), _skeleton_of_words(official)} - {""}
        if whole in wanted or words in wanted:
            return official
    return None


def mixes_scripts(word: str) -> bool:
    """Whether a word holds a letter of another script that looks Latin: how look-alike domain names are made."""
    return any(ord(letter) > 0x7F and ord(letter) in _FOLD for letter in word.casefold())
