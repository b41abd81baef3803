"""What the crowd of the demo town does: follows, favourites, boosts, bookmarks, votes. Part of `plan`."""

from __future__ import annotations

import random
from collections.abc import Iterator

from coffeehouse.kernel import clock
from coffeehouse.site.demo.script import Line
from coffeehouse.site.demo.steps import Accept, ClosePoll, Follow, Publish, React, Step, Vote
from coffeehouse.site.demo.town import Person, Town

MOST_FOLLOWED = 40
FEWEST_FOLLOWED = 5


class Crowd:
    """The people of the town as an audience; `ends_at` is when the history ends."""

    def __init__(self, town: Town, ends_at: int, dice: random.Random) -> None:
        self._town = town
        self._ends_at = ends_at
        self._dice = dice
        self._people = list(town.people.values())
        self._handles = list(town.people)

    def follow(self, needed: list[tuple[str, str]], talk_begins: int) -> Iterator[Step]:
        """Everybody follows 5 to 40 accounts: some voices, those with parts, and neighbours. Most do at the start."""
        targets = list(self._town.voices) * 12 + [
            person.handle for person in self._people for _ in range(6 if person.is_cast else 1)
        ]
        for person in self._people:
            chosen = dict.fromkeys(target for follower, target in needed if follower == person.handle)
            enough = min(MOST_FOLLOWED, FEWEST_FOLLOWED + int(self._dice.expovariate(1 / 8)), len(self._people))
            early = len(chosen)
            while len(chosen) < enough:
                target = self._dice.choice(targets)
                if target != person.handle:
                    chosen[target] = None
            for number, target in enumerate(chosen):
                is_early = number < early or self._dice.random() < 0.8
                yield from self._follow(person, target, self._moment(talk_begins, is_early=is_early))

    def _moment(self, talk_begins: int, *, is_early: bool) -> int:
        if is_early:
            return talk_begins - 2 * clock.DAY + self._dice.randrange(36 * clock.HOUR)
        return talk_begins + self._dice.randrange(self._ends_at - talk_begins - clock.DAY)

    def _follow(self, person: Person, target: str, at: int) -> Iterator[Step]:
        yield Step(at, person.handle, Follow(target))
        other = self._town.people.get(target)
        if other is not None and other.is_locked and self._dice.random() < 0.85:
            yield Step(at + self._dice.randrange(clock.MINUTE, 12 * clock.HOUR), target, Accept(person.handle))

    def react(self, step: Step, line: Line) -> Iterator[Step]:
        """Who liked, passed on, kept, pinned or voted on a post that everybody can see."""
        post = step.deed
        if not isinstance(post, Publish):
            return
        audience = [handle for handle in self._handles if handle != step.actor]
        is_root = not post.answers
        liked = min(int(self._dice.expovariate(1 / (1.9 if is_root else 0.8))), 14)
        for handle in self._dice.sample(audience, min(liked, len(audience))):
            yield Step(self._after(step.at), handle, React("favourite", post.key))
        boosts = self._boosts(step, post, is_root=is_root)
        for handle in self._dice.sample(audience, min(boosts, len(audience))):
            yield Step(self._after(step.at), handle, React("boost", post.key))
        if is_root and self._dice.random() < 0.14:
            yield Step(self._after(step.at), self._dice.choice(audience), React("bookmark", post.key))
        if line.is_pinned:
            yield Step(step.at + 5 * clock.MINUTE, step.actor, React("pin", post.key), step.seat)
        if post.poll is not None:
            yield from self._vote(step, post, audience)

    def _boosts(self, step: Step, post: Publish, *, is_root: bool) -> int:
        if not is_root or post.visibility != "public":
            return 0
        if "#AlarchFlood" in post.text or "#LostCat" in post.text:
            return self._dice.randrange(2, 6)
        return int(self._dice.random() < (0.3 if step.seat else 0.2))

    def _after(self, at: int) -> int:
        return at + clock.MINUTE + int(self._dice.expovariate(1 / (5 * clock.HOUR)))

    def _vote(self, step: Step, post: Publish, audience: list[str]) -> Iterator[Step]:
        poll = post.poll
        if poll is None:
            return
        closes = step.at + poll.seconds * 1_000
        weights = [self._dice.uniform(0.4, 2.0) for _ in poll.options]
        last = min(closes, self._ends_at) - clock.MINUTE
        for handle in self._dice.sample(audience, min(self._dice.randrange(35, 70), len(audience) * 2 // 3)):
            at = self._dice.randrange(step.at + clock.MINUTE, last)
            yield Step(at, handle, Vote(post.key, self._dice.choices(range(len(weights)), weights)[0]))
        if closes < self._ends_at:
            yield Step(closes + 30 * clock.SECOND, "", ClosePoll(post.key))
