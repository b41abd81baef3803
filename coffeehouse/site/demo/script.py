"""Reads the stories of the demo town from `words/`. Stands before `plan`, which gives them people and times.

A story is a block of lines, one post each (or, in a `singles` text, one line with ` // ` between posts):

    @ at=64 hour=6 times=3        header: days before the end, hour, how often it is told; weekly=0 for every Monday
    A[cy,+5m]: words              a new post; A to Z are people chosen anew each time, V to Z write Welsh
    B> words                      an answer to the first post
    C>> words                     an answer to the post before
    A= words                      A's last post, edited

In brackets: a language, dm, fo (followers only), un (unlisted), cw WORDS, pic SCENE, poll ONE/TWO 3d, +MINUTES m|h|d,
?PERCENT (told only so often), pin, quiet (nobody reacts). ` || ` separates the
words of different tellings; `-` is silence.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words"
STORIES = ("weekly", "flood", "sagas", "neighbours", "cymraeg", "everyday", "questions", "more", "evenings", "town")

_LINE = re.compile(r"(?P<who>[A-Za-z_]\w*)(?:\[(?P<marks>[^\]]*)\])?(?P<how>:|>>|>|=) +(?P<words>.+)")
_GAP = re.compile(r"\+(\d+)([mhd])")
_UNITS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}
_VISIBILITIES = {"dm": "direct", "fo": "followers", "un": "unlisted"}
_PLAIN = {"cw": "warning", "pic": "picture", "pin": "is_pinned", "quiet": "is_quiet"}
_ALTERNATIVE_LANGUAGE = re.compile(r"\((cy|pl)\) +")


class ScriptError(Exception):
    """A line of a story does not follow the grammar."""


@dataclass(frozen=True, slots=True)
class Poll:
    """Options, and how long it runs in seconds."""

    options: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Line:
    """One post of a story, in all its wordings: (language, words); words "-" say nothing."""

    who: str
    how: str
    wordings: tuple[tuple[str, str], ...]
    gap: int | None = None
    chance: int = 100
    language: str = "en"
    visibility: str = "public"
    warning: str = ""
    picture: str = ""
    poll: Poll | None = None
    is_pinned: bool = False
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Lines that belong together, and when they are told. `name` is where it stands."""

    name: str
    lines: tuple[Line, ...]
    at: int | None = None
    hour: int | None = None
    weekly: int | None = None
    times: int = 1
    is_urgent: bool = False


def read_words(name: str) -> dict[str, Any]:
    """One file of words."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))


def read_stories() -> list[Story]:
    """Every story there is, in a fixed order."""
    found: list[Story] = []
    for name in STORIES:
        words = read_words(name)
        blocks = re.split(r"\n\s*\n", words.get("stories", "").strip())
        blocks += [line.replace(" // ", "\n") for line in words.get("singles", "").strip().split("\n")]
        found += [_story(f"{name}-{number}", block) for number, block in enumerate(blocks) if block.strip()]
    return found


def _story(name: str, block: str) -> Story:
    lines = block.strip().split("\n")
    header: dict[str, int] = {}
    if lines[0].startswith("@ "):
        header = {key: int(value) for key, _, value in (word.partition("=") for word in lines.pop(0)[2:].split())}
    return Story(
        name=name,
        lines=tuple(_line(text) for text in lines),
        at=header.get("at"),
        hour=header.get("hour"),
        weekly=header.get("weekly"),
        times=header.get("times", 1),
        is_urgent=bool(header.get("urgent")),
    )


def _line(text: str) -> Line:
    found = _LINE.fullmatch(text.strip())
    if found is None:
        raise ScriptError(f"not a line of a story: {text[:80]}")
    line = Line(who=found["who"], how=found["how"], wordings=())
    for mark in (found["marks"] or "").split(","):
        line = _marked(line, mark.strip())
    return replace(line, wordings=tuple(_wording(words, line.language) for words in found["words"].split(" || ")))


def _wording(words: str, language: str) -> tuple[str, str]:
    other = _ALTERNATIVE_LANGUAGE.match(words)
    return (other[1], words[other.end() :].strip()) if other else (language, words.strip())


def _marked(line: Line, mark: str) -> Line:
    word, _, rest = mark.partition(" ")
    gap = _GAP.fullmatch(mark)
    if gap:
        return replace(line, gap=int(gap[1]) * _UNITS[gap[2]])
    if mark.startswith("?"):
        return replace(line, chance=int(mark[1:]))
    if word == "poll":
        options, _, days = rest.rpartition(" ")
        return replace(line, poll=Poll(tuple(options.split("/")), int(days[:-1]) * 86_400))
    if mark in _VISIBILITIES:
        return replace(line, visibility=_VISIBILITIES[mark])
    if word in _PLAIN:
        changed: dict[str, Any] = {_PLAIN[word]: rest or True}
        return replace(line, **changed)
    if re.fullmatch("[a-z]{2}", mark):
        return replace(line, language=mark)
    if mark:
        raise ScriptError(f"not a mark of a line: {mark}")
    return line
