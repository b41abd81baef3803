"""Tells one story once: gives its letters people, its slots words, its lines times. Part of `plan`."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from coffeehouse.kernel import clock
from coffeehouse.site.demo.script import Line, Story
from coffeehouse.site.demo.steps import Edit, Publish, Step, Upload
from coffeehouse.site.demo.town import Person, Town

WELSH_LETTERS = frozenset("VWXYZ")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(slots=True)
class Told:
    """The steps of a telling, which posts people may react to, and who must follow whom to see them."""

    steps: list[Step] = field(default_factory=list)
    open_posts: list[tuple[Step, Line]] = field(default_factory=list)
    follows: set[tuple[str, str]] = field(default_factory=set)
    edits: int = 0


class Telling:
    """One telling of a story, the `number`th of it."""

    def __init__(self, story: Story, number: int, began: int, town: Town, dice: random.Random) -> None:
        self._story = story
        self._key = f"{story.name}.{number}"
        self._number = number
        self._began = began
        self._town = town
        self._dice = dice
        self._roles: dict[str, str] = {}
        self._slots: dict[str, str] = {}
        self._last_of: dict[str, tuple[str, str]] = {}
        self._told = Told()

    def tell(self) -> Told:
        """The whole story."""
        root: tuple[str, str] | None = None
        previous: tuple[str, str] | None = None
        now, is_cut = self._began, False
        for position, line in enumerate(self._story.lines):
            language, words = line.wordings[self._number % len(line.wordings)]
            is_cut = (is_cut and line.how == ">>") or words == "-" or self._dice.randrange(100) >= line.chance
            if is_cut:
                continue
            who = self._who(line.who, language, private=line.visibility == "followers")
            now = self._next(line, who, now, first=previous is None)
            if line.how == "=":
                self._edit(who, words, now)
                continue
            answered = {":": None, ">": root, ">>": previous}[line.how]
            key = f"{self._key}.{position}"
            self._say(line, key, who, words, language, now, answered)
            previous = (key, who)
            if line.how == ":":
                root = previous
        return self._told

    def _say(
        self, line: Line, key: str, who: str, words: str, language: str, now: int, answered: tuple[str, str] | None
    ) -> None:
        actor, seat = self._acting(who)
        text = self._filled(words)
        if answered and answered[1] != who:
            text = text if f"@{answered[1]}" in text else f"@{answered[1]} {text}"
            if line.visibility == "followers":
                self._told.follows.add((who, answered[1]))
        if line.picture:
            scene, _, variant = line.picture.partition(" ")
            upload = Upload(key, scene, int(variant or self._number))
            self._told.steps.append(Step(now - clock.MINUTE, actor, upload, seat))
        publish = Publish(
            key=key,
            text=text,
            language=language,
            visibility=line.visibility,
            warning=line.warning,
            answers=answered[0] if answered else "",
            picture=key if line.picture else "",
            poll=line.poll,
        )
        step = Step(now, actor, publish, seat)
        self._told.steps.append(step)
        self._last_of[who] = (key, text)
        if line.visibility in ("public", "unlisted") and not line.is_quiet:
            self._told.open_posts.append((step, line))

    def _edit(self, who: str, words: str, now: int) -> None:
        actor, seat = self._acting(who)
        key, before = self._last_of[who]
        mention = re.match(r"@\w+ ", before)
        text = (mention[0] if mention else "") + self._filled(words)
        self._told.steps.append(Step(now, actor, Edit(key, text), seat))

    def _acting(self, who: str) -> tuple[str, str]:
        """(member, voice): a voice speaks through one of those who have a seat."""
        voice = self._town.voices.get(who)
        if voice is None:
            return who, ""
        return voice.seats[0 if self._dice.random() < 0.75 else -1], who

    def _who(self, name: str, language: str = "en", *, private: bool = False) -> str:
        if len(name) > 1:
            return name
        if name not in self._roles:
            wanted = "pl" if language == "pl" else "cy" if name in WELSH_LETTERS or language == "cy" else ""
            self._roles[name] = self._somebody(wanted, private=private).handle
        return self._roles[name]

    def _somebody(self, language: str, *, private: bool) -> Person:
        taken = set(self._roles.values())
        crowd = self._town.crowd
        open_ones = [person for person in crowd if not (private and person.is_locked)]
        fitting = [person for person in open_ones if person.language == language] if language else open_ones
        free = [person for person in fitting if person.handle not in taken]
        return self._dice.choice(free or fitting or open_ones)

    def _filled(self, words: str) -> str:
        return _SLOT.sub(lambda found: self._slot(found[1]), words)

    def _slot(self, name: str) -> str:
        if len(name) == 1 and name.isupper():
            return f"@{self._who(name)}"
        if len(name) == 2 and name[0].isupper():
            return self._who(name[0])
        if name not in self._slots:
            self._slots[name] = self._word(name)
        return self._slots[name]

    def _word(self, name: str) -> str:
        if name == "n":
            return str(self._dice.randrange(12, 58))
        if name == "level":
            return f"{self._dice.randrange(94, 178) / 100:.2f}"
        if name == "date":
            return f"{clock.as_datetime(self._began + 6 * clock.DAY):%A} next week"
        words = self._town.slots[name.rstrip("2") if name == "street2" else name]
        if name in ("cat", "dog", "trade", "place", "topic2", "s1", "s2"):
            return words[self._number % len(words)]
        return self._dice.choice([word for word in words if word not in self._slots.values()])

    def _next(self, line: Line, who: str, now: int, *, first: bool) -> int:
        """When the line is said: after its gap, in waking hours; voices in office hours, unless it is urgent."""
        is_voice = who in self._town.voices
        if first:
            gap = 0
        elif line.gap is not None:
            gap = line.gap
        else:
            gap = self._dice.randrange(30 if is_voice else 2, 140 if is_voice else 45) * clock.MINUTE
        now += gap + self._dice.randrange(60_000)
        if self._story.is_urgent or who == "rivergauge":
            return now
        return awake(now, 8 if is_voice else 7, 18 if is_voice and not first else 23)


def awake(now: int, opens: int, closes: int) -> int:
    """`now`, or the next moment after it between these hours (UTC)."""
    midnight = now - now % clock.DAY
    since = now - midnight
    if opens * clock.HOUR <= since < closes * clock.HOUR:
        return now
    later = opens * clock.HOUR + since % (50 * clock.MINUTE)
    return midnight + later if since < opens * clock.HOUR else midnight + clock.DAY + later
