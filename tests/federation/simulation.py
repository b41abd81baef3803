"""Three houses and a network that loses, doubles, holds back and parts: seeded, so that every run can be had again.

A run is a plan of acts (who says, follows, edits, deletes, ... and when) under a network that misbehaves; then the
network heals, time goes on until nothing waits, and the houses are compared: who follows whom is the same on both
sides, no post is there twice, everybody has the last words of what they got, and every ledger is the fold of its house.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOSTS = ("a.example", "b.example", "c.example")
PEOPLE = ("ada", "bevan")
EVERYBODY = [f"https://{host}/users/{name}" for host in HOSTS for name in PEOPLE]
BEGIN = 1_795_000_000_000
MINUTE = 60_000
ACTS = 24
# How often the network does what with a request, when it misbehaves.
LOST, ANSWER_LOST, TWICE = 0.15, 0.10, 0.10
ROUNDS = 60
# How far a question may lead to a question back: a delivery, the sender's key, the asker's key.
DEEPEST = 6
Json = dict[str, Any]


class House:
    """One process of `simulated_house`."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # as long as the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.federation.simulated_house", host], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def say(self, message: Json) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Json:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the house {self.host} ended:\n{self.said()}"
        message: Json = json.loads(line)
        return message

    def said(self) -> str:
        """The end of what it wrote of itself."""
        self.log.seek(0)
        return self.log.read()[-4_000:]

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


class Town:
    """The three houses; `play` a run by its seed, as often as wanted."""

    def __init__(self) -> None:
        self.houses = {host: House(host) for host in HOSTS}
        for house in self.houses.values():
            assert house.hear() == {"return": "open"}
        self.network = Network(random.Random(0))
        self.depth = 0
        self.states: dict[str, Json] = {}
        # Every run begins where they have just met: with nothing lost that is the same each time.
        self.network.heal()
        self._each("clock", now=BEGIN)
        self._each("meet", whom=EVERYBODY)
        self._each("keep")

    def stop(self) -> None:
        for house in self.houses.values():
            house.stop()

    def call(self, host: str, op: str, **members: Any) -> Any:
        """Have a house do something; requests that it makes meanwhile are carried."""
        house = self.houses[host]
        house.say({"op": op, **members})
        while "request" in (message := house.hear()):
            house.say({"answer": self.carry(host, message["request"])})
        return message["return"]

    def carry(self, sender: str, request: Json) -> Json:
        """What becomes of a request: answered, or status 0 for a connection that broke."""
        target = urlsplit(request["url"]).netloc
        nothing: Json = {"status": 0, "headers": [], "body": ""}
        fate = self.network.fate(sender, target)
        if target not in self.houses or fate == "lost":
            return nothing
        assert self.depth < DEEPEST, f"questions within questions: {request['method']} {request['url']}"
        self.depth += 1
        answer: Json = self.call(target, "serve", **request)
        self.depth -= 1
        if fate == "twice":
            answer = self.call(target, "serve", **request)
        return nothing if fate == "answer lost" else answer

    def play(self, seed: int) -> list[str]:
        """One run; everything that is wrong at its end."""
        run = Run(random.Random(seed))
        self.network = Network(run.chance)
        self._each("reset", now=run.now)
        for _ in range(ACTS):
            run.now += run.chance.randrange(1_000, 5 * MINUTE)
            self._each("clock", now=run.now)
            self.network.shift()
            self._act(run)
            for host in run.chance.sample(HOSTS, run.chance.randrange(len(HOSTS) + 1)):
                self.call(host, "work")
        self.network.heal()
        wrong = self._settle(run)
        self.states = {host: self.call(host, "state") for host in HOSTS}
        return wrong + compare(self.states)

    def _act(self, run: Run) -> None:
        host, who = run.chance.choice(HOSTS), run.chance.choice(PEOPLE)
        act = run.choose(host, who)
        identity = self.call(host, "act", who=who, **act)
        if act["verb"] in ("say", "answer") and identity.startswith("https://"):
            run.posts.append((identity, host, who))

    def _settle(self, run: Run) -> list[str]:
        """Let time go on until nothing waits anywhere."""
        for _ in range(ROUNDS):
            self._each("clock", now=run.now)
            while sum(self.call(host, "work") for host in HOSTS):
                pass
            waiting = [due for host in HOSTS if (due := self.call(host, "due")) is not None]
            if not waiting:
                return []
            run.now = max(run.now + MINUTE, min(waiting))
        return [f"after {ROUNDS} rounds something still waits"]

    def _each(self, op: str, **members: Any) -> None:
        for host in HOSTS:
            self.call(host, op, **members)


@dataclass
class Run:
    """What is known of a run while it is played."""

    chance: random.Random
    now: int = BEGIN
    posts: list[tuple[str, str, str]] = field(default_factory=list)
    said: int = 0

    def choose(self, host: str, who: str) -> Json:
        """The next act of somebody."""
        verb = self.chance.choices(
            ("follow", "unfollow", "say", "answer", "edit", "delete", "boost", "unboost", "favourite", "unfavourite"),
            (8, 3, 6, 2, 3, 2, 2, 1, 2, 1),
        )[0]
        if verb in ("follow", "unfollow"):
            there = self.chance.choice([other for other in HOSTS if other != host])
            return {"verb": verb, "whom": f"https://{there}/users/{self.chance.choice(PEOPLE)}"}
        own = [uri for uri, home, author in self.posts if (home, author) == (host, who)]
        about = own if verb in ("edit", "delete") else [uri for uri, *_ in self.posts]
        self.said += 1
        if verb == "say" or not about:
            return {"verb": "say", "text": f"words {self.said}"}
        return {"verb": verb, "post": self.chance.choice(about), "text": f"words {self.said}"}


class Network:
    """What happens to requests between houses."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.parted: set[frozenset[str]] = set()
        self.is_well = False

    def shift(self) -> None:
        """Now and then two houses lose sight of each other, or find each other again."""
        pair = frozenset(self.chance.sample(HOSTS, 2))
        if self.chance.random() < 0.3:
            self.parted ^= {pair}

    def heal(self) -> None:
        """From now on everything arrives, once."""
        self.parted, self.is_well = set(), True

    def fate(self, sender: str, target: str) -> str:
        """What becomes of a request."""
        if self.is_well:
            return "answered"
        if frozenset((sender, target)) in self.parted:
            return "lost"
        drawn = self.chance.random()
        for name, share in (("lost", LOST), ("answer lost", ANSWER_LOST), ("twice", TWICE)):
            if drawn < share:
                return name
            drawn -= share
        return "answered"


def compare(states: dict[str, Json]) -> list[str]:
    """Everything that is wrong between the houses."""
    wrong = [f"{host}: {line}" for host, state in states.items() for line in state["found"]]
    wrong += [f"{host}: {state['dead']} deliveries were given up" for host, state in states.items() if state["dead"]]
    for host, state in states.items():
        uris = [uri for uri, *_ in state["posts"]]
        wrong += [f"{host} has {uri} {uris.count(uri)} times" for uri in sorted(set(uris)) if uris.count(uri) > 1]
    return wrong + _follows(states) + _words(states) + _reactions(states)


def crossed(states: dict[str, Json]) -> int:
    """How much there is of other houses: follows, posts, boosts and favourites between two."""
    return sum(
        _home(row[0]) != (_home(row[1]) if kind == "follows" else host)
        for host, state in states.items()
        for kind in ("follows", "posts", "boosts", "likes")
        for row in state[kind]
    )


def _home(uri: str) -> str:
    return urlsplit(uri).netloc


def _follows(states: dict[str, Json]) -> list[str]:
    """Who follows whom is the same at home of the one and of the other."""
    known = {host: {tuple(pair) for pair in state["follows"]} for host, state in states.items()}
    wrong = []
    for pair in sorted(set().union(*known.values())):
        one, other = pair
        if (pair in known[_home(one)]) != (pair in known[_home(other)]):
            wrong.append(f"{one} follows {other} only in the eyes of one house")
    return wrong


def _words(states: dict[str, Json]) -> list[str]:
    """A post elsewhere has the words and the author it has at home; one deleted at home is nowhere."""
    at_home = {
        uri: (author, text)
        for host, state in states.items()
        for uri, author, text in state["posts"]
        if _home(uri) == host
    }
    return [
        f"{host} has {uri} of {author} as {text!r}, its home {at_home.get(uri)}"
        for host, state in states.items()
        for uri, author, text in state["posts"]
        if _home(uri) != host and at_home.get(uri) != (author, text)
    ]


def _reactions(states: dict[str, Json]) -> list[str]:
    """A boost or favourite is seen by the post's home and by the home of whose it is, or by neither."""
    wrong = []
    for kind in ("boosts", "likes"):
        known = {host: {tuple(pair) for pair in state[kind]} for host, state in states.items()}
        posts = {host: {uri for uri, *_ in state["posts"]} for host, state in states.items()}
        for uri, who in sorted(set().union(*known.values())):
            ends = {_home(uri), _home(who)}
            if all(uri in posts[host] for host in ends) and len({(uri, who) in known[host] for host in ends}) > 1:
                wrong.append(f"{kind}: that of {uri} by {who} is seen by one house only")
    return wrong


def main() -> int:
    """`python -m tests.federation.simulation SEED ...`: play these runs; what went wrong."""
    town, status = Town(), 0
    for seed in map(int, sys.argv[1:]):
        wrong = town.play(seed)
        print(seed, "well" if not wrong else "\n  ".join(["WRONG", *wrong]), flush=True)  # noqa: T201
        status |= bool(wrong)
    town.stop()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
