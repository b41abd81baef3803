"""Who lives in the demo town: people, bodies, voices, pending sign-ups, from `words/people.toml`."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from coffeehouse.site.demo.script import read_words

PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Person:
    """A persona of the town."""

    handle: str
    name: str
    language: str
    about: str
    role: str = "member"
    is_locked: bool = False
    is_cast: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """An official account and the members who have a seat at it."""

    handle: str
    kind: str
    body: str
    name: str
    note: str
    seats: tuple[str, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody, by handle."""

    people: dict[str, Person]
    voices: dict[str, Voice]
    bodies: list[dict[str, str]]
    pending: list[tuple[str, str, str, str]]
    slots: dict[str, list[str]] = field(default_factory=dict)

    @property
    def crowd(self) -> list[Person]:
        """Those without a part of their own."""
        return [person for person in self.people.values() if not person.is_cast]


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")]


def read_town(scale: float, dice: random.Random) -> Town:
    """The town at a scale: 1.0 has 200 people; the twenty with parts of their own always live there."""
    words = read_words("people")
    people = [
        Person(handle, name, language, about, marks if marks == "admin" else "member", marks == "locked", True)
        for handle, name, language, marks, about in _rows(words["cast"])
    ]
    wanted = max(len(people) + 12, round(PEOPLE * scale)) - len(people)
    people += _crowd(words, dice)[:wanted]
    return Town(
        people={person.handle: person for person in people},
        voices={voice["handle"]: Voice(**{**voice, "seats": tuple(voice["seats"])}) for voice in words["voices"]},
        bodies=words["bodies"],
        pending=[(row[0], row[1], row[2], row[3]) for row in _rows(words["pending"])],
        slots=words["slots"],
    )


def _crowd(words: dict[str, Any], dice: random.Random) -> list[Person]:
    names = [name.strip() for line in words["names"].strip().split("\n") for name in line.split(";")]
    abouts = [
        about.strip() for line in words["abouts"].strip().split("\n") for about in line.split(";") if about.strip()
    ]
    welsh = [
        about.strip() for line in words["abouts_cy"].strip().split("\n") for about in line.split(";") if about.strip()
    ]
    dice.shuffle(names)
    found = []
    for number, entry in enumerate(names):
        name, _, language = (entry[:-3], "", entry[-2:]) if re.search(r" (cy|pl)$", entry) else (entry, "", "en")
        pool = welsh if language == "cy" and number % 2 else abouts
        about = pool[number % len(pool)] if number % 7 else ""
        found.append(Person(_handle(name, number), name, language, about, is_locked=number % 16 == 5))
    return found


def _handle(name: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    first, last = re.sub("[^a-z ]", "", plain).split(" ", 1)
    return (f"{first}_{last}", f"{first}{last[0]}", f"{first[0]}_{last}", f"{first}_{last}")[number % 4].replace(
        " ", ""
    )
