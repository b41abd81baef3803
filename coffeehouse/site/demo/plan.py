"""Plans the demo town: every step of half a year, in order of time, from one seed. Pure: the same seed, the same plan.

town + stories → tellings → moving in, follows, reactions → steps → perform
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from coffeehouse.kernel import clock
from coffeehouse.site.demo import crowd
from coffeehouse.site.demo.script import Line, Story, read_stories
from coffeehouse.site.demo.steps import AskToJoin, FoundBody, FoundVoice, Introduce, MoveIn, Seat, Step
from coffeehouse.site.demo.telling import Telling, Told
from coffeehouse.site.demo.town import Person, Town, read_town

SEED = 1652  # the year London's first coffeehouse opened
HISTORY_DAYS = 190
TALK_DAYS = 176
ALWAYS_TOLD = "town"  # the file of stories that even a small town tells


def make_plan(ends_at: int, scale: float = 1.0) -> list[Step]:
    """All steps, oldest first, none at or after `ends_at`. A smaller `scale` gives a smaller town, for tests."""
    dice = random.Random(SEED)  # noqa: S311  # a made-up town, not a secret
    town = read_town(scale, dice)
    steps = list(_moving_in(town, ends_at))
    reactions = crowd.Crowd(town, ends_at, dice)
    follows: set[tuple[str, str]] = set()
    open_posts: list[tuple[Step, Line]] = []
    for told in _tellings(town, ends_at, scale, dice):
        steps += told.steps
        follows |= told.follows
        open_posts += told.open_posts
    steps += reactions.follow(sorted(follows), ends_at - TALK_DAYS * clock.DAY)
    for step, line in open_posts:
        steps += reactions.react(step, line)
    steps += _asking(town, ends_at)
    return sorted((step for step in steps if step.at < ends_at), key=lambda step: step.at)


def _tellings(town: Town, ends_at: int, scale: float, dice: random.Random) -> Iterator[Told]:
    every = max(1, round(1 / scale))
    every_telling = [(story, number) for story in read_stories() for number in range(story.times)]
    for position, (story, number) in enumerate(every_telling):
        if position % every == 0 or story.name.startswith(ALWAYS_TOLD):
            yield _tell(story, number, town, ends_at, dice)


def _tell(story: Story, number: int, town: Town, ends_at: int, dice: random.Random) -> Told:
    """The story, begun so early that it is over by now."""
    began = _begin(story, number, ends_at, dice)
    seed = dice.random()
    for days_earlier in range(120):
        again = random.Random(seed)  # noqa: S311
        told = Telling(story, number, began - days_earlier * clock.DAY, town, again).tell()
        if not told.steps or max(step.at for step in told.steps) < ends_at - 5 * clock.MINUTE:
            return told
    return Told()


def _begin(story: Story, number: int, ends_at: int, dice: random.Random) -> int:
    minute = dice.randrange(50) * clock.MINUTE
    if story.weekly is not None:
        monday = ends_at - (clock.day(ends_at).weekday() + 7 * (story.times - number)) * clock.DAY
        return monday + story.weekly * clock.DAY + (story.hour or 9) * clock.HOUR + minute
    hour = dice.choice((7, 8, 9, 10, 12, 13, 15, 16, 17, 18, 18, 19, 19, 20, 21)) if story.hour is None else story.hour
    at = story.at if story.at is not None else dice.randrange(2, TALK_DAYS)
    return ends_at - at * clock.DAY + hour * clock.HOUR + minute


def _moving_in(town: Town, ends_at: int) -> Iterator[Step]:
    """The house, its bodies, its voices and their seats, and then, over ten days, everybody else."""
    now = ends_at - HISTORY_DAYS * clock.DAY + 9 * clock.HOUR
    cast = [person for person in town.people.values() if person.is_cast]
    for body in town.bodies:
        now += clock.MINUTE
        yield Step(now, "", FoundBody(body["slug"], body["name"], body["about"]))
    for voice in town.voices.values():
        now += clock.MINUTE
        yield Step(now, "", FoundVoice(voice.handle, voice.kind, voice.body, voice.name, voice.note))
    for person in cast:
        now += 4 * clock.MINUTE
        yield from _settling(person, now)
    for voice in town.voices.values():
        for member in voice.seats:
            now += clock.MINUTE
            yield Step(now, "mererid", Seat(member, voice.handle))
        yield Step(now + clock.MINUTE, voice.seats[0], Introduce(None, None, False, voice.handle), voice.handle)
    others = town.crowd
    for number, person in enumerate(others):
        day, place = divmod(number * 10, max(1, len(others)))
        moment = ends_at - (HISTORY_DAYS - 1 - day) * clock.DAY + 9 * clock.HOUR
        yield from _settling(person, moment + place * 8 * clock.HOUR // max(1, len(others)))


def _settling(person: Person, at: int) -> Iterator[Step]:
    yield Step(at, "", MoveIn(person.handle, person.name, person.language, person.role))
    about = Introduce(person.about or None, person.language, person.is_locked, "")
    yield Step(at + 2 * clock.MINUTE, person.handle, about)


def _asking(town: Town, ends_at: int) -> Iterator[Step]:
    """Those who wait for approval, in the last two days."""
    for number, (handle, name, language, reason) in enumerate(town.pending):
        at = ends_at - (len(town.pending) - number) * 7 * clock.HOUR
        yield Step(at, "", AskToJoin(handle, name, language, reason))
