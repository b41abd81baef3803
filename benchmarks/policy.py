"""`python -m benchmarks.policy`: what a decision costs, and how long it takes to put 100,000 events to a pack.

The events stand in the ledger of a real house (SQLite, in a folder that is thrown away) and are read from there by the
code of `coffeehouse policy replay`. Times of decisions are CPU times of this process, remembered answers cleared first.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import year, year_scenes
from coffeehouse.policy import decide as deciding
from coffeehouse.policy.decide import Principal, Resource, decide, default_pack
from coffeehouse.policy.examples import Example, facts_for
from coffeehouse.policy.facts import text_facts
from coffeehouse.policy.questions import Question
from coffeehouse.policy.routing import assess
from coffeehouse.policy.vocabulary import FactValue

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "policy-performance.md"
EVENTS = 100_000
DECISION_BUDGET, REPLAY_BUDGET = 0.5, 60.0
ROUNDS = 4_000
# What else is done in a house, for each act that says something.
OTHERS = ("FavouritePost", "BoostPost", "FollowAccount", "BookmarkPost")


def texts() -> list[str]:
    """The words of a year."""
    return [each.text for each in year.drafts(1, 120, year_scenes.HIGH_SITUATIONS, year_scenes.ROUTINE_SITUATIONS)]


def facts(random_: random.Random, text: str, who: str) -> dict[str, Any]:
    """Those of a post, no two alike: records, ages and counts as they come."""
    own: dict[str, FactValue] = {
        "account_age_days": random_.randrange(4_000),
        "receiver_count": random_.randrange(90_000),
        "recent_released_count": random_.randrange(200),
        "recent_changed_count": random_.randrange(12),
        "stranger_mention_count": random_.randrange(4),
    }
    return facts_for(Example(name="", action="PublishPost", who=who, text=text, expect="allow", facts=own))


def cpu_times(work: Callable[[int], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """(mean, 99th percentile) of the CPU time of one call, in ms."""
    taken = []
    for number in range(rounds):
        begin = time.process_time_ns()
        work(number)
        taken.append((time.process_time_ns() - begin) / 1e6)
    return statistics.fmean(taken), statistics.quantiles(taken, n=100)[98]


def decisions() -> list[tuple[str, float, float]]:
    """Each part of a decision about a post, and all of it: (what, mean, 99th percentile) in ms."""
    random_, said = random.Random(1), texts()
    official = [facts(random_, text, "voice") for text in said]
    own = [facts(random_, text, "citizen") for text in said]
    who, what = Principal("Member", "1"), Resource("Account", "1")

    def ask(told: list[dict[str, Any]], number: int) -> None:
        decide("PublishPost", who, what, told[number % len(told)])

    def ask_anew(number: int) -> None:
        deciding._evaluate.cache_clear()
        ask(official, number)

    def whole(number: int) -> None:
        text, told = said[number % len(said)], official[number % len(said)]
        found = {**told, **text_facts(text)}
        decide("PublishPost", who, what, found | assess(text, found).facts())

    ask(official, 0)  # the pack is read once a process
    lines = []
    works: tuple[tuple[str, Callable[[int], object]], ...] = (
        ("detectors: every fact of a text", lambda number: text_facts(said[number % len(said)])),
        ("how much hangs on an official text", lambda number: assess(said[number % len(said)], {})),
        ("rules, an answer not yet remembered", ask_anew),
        ("rules, official posts as they come", lambda number: ask(official, number)),
        ("rules, own posts as they come", lambda number: ask(own, number)),
        ("all of it, official posts as they come", whole),
    )
    for name, work in works:
        deciding._evaluate.cache_clear()
        lines.append((name, *cpu_times(work)))
    return lines


def questions(count: int) -> Iterator[tuple[Question, str]]:
    """Acts of a house: a third says something, a sixth as a voice; (the question, the words)."""
    random_, said = random.Random(2), texts()
    pool = [(text, who, facts(random_, text, who)) for text in said for who in ("voice", "citizen")]
    plain = {name: facts_for(Example(name="", action=name, who="citizen", expect="allow")) for name in OTHERS}
    for _ in range(count):
        who = Principal("Member", str(random_.randrange(1, 5_000)))
        what = Resource("Account", str(random_.randrange(1, 5_000)))
        if random_.random() < 1 / 3:
            text, _kind, told = random_.choice(pool)
            varied = {"account_age_days": random_.randrange(4_000), "recent_released_count": random_.randrange(200)}
            yield Question("PublishPost", who, what, told | varied), text
        else:
            name = random_.choice(OTHERS)
            yield Question(name, who, what, plain[name] | {"account_age_days": random_.randrange(4_000)}), ""


def fill_ledger(count: int) -> None:
    """Append as many entries as `engine.act` would have, each with the verdict of the default pack."""
    from coffeehouse.database import transaction
    from coffeehouse.kernel import clock
    from coffeehouse.ledger.append import Appender

    asked = questions(count)
    for _ in range(0, count, 5_000):
        with transaction.write():
            appender = Appender(clock.now_ms())
            for _number, (question, text) in zip(range(5_000), asked, strict=False):
                verdict = decide(question.action, question.principal, question.resource, question.facts)
                payload: dict[str, Any] = {"command": {"text": text}, "judged": question.kept()}
                if verdict.rule_ids:
                    payload["verdict"] = {"outcome": verdict.outcome, "rules": list(verdict.rule_ids)}
                appender.append(
                    kind="act.done", actor="account/1", capacity="self", channel="web", object="post/1", body="house",
                    policy=verdict.policy_version, payload=payload,
                )  # fmt: skip
            appender.close()


def replay(count: int) -> list[tuple[str, float]]:
    """Seconds to put the events to the pack: as they were judged, and with the detectors run anew."""
    from coffeehouse.site.cli import opening, policy_replay

    with tempfile.TemporaryDirectory(prefix="coffeehouse-replay-") as folder:
        os.environ["COFFEEHOUSE_DATA"] = folder
        opening.load()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        fill_ledger(count)
        lines = []
        for name, anew in (("as they were judged", False), ("detectors run anew over every text", True)):
            deciding._evaluate.cache_clear()
            printed = io.StringIO()
            begin = time.perf_counter()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
                policy_replay.replay(default_pack(), 90, "table", anew)
            lines.append((name, time.perf_counter() - begin))
            assert f"{count}  verdicts given again" in printed.getvalue()  # noqa: S101  # else nothing was measured
        connection.close()
    return lines


def page(decided: list[tuple[str, float, float]], replayed: list[tuple[str, float]], count: int) -> str:
    """The reference page."""
    costs = "\n".join(f"| {name} | {mean:.3f} ms | {high:.3f} ms |" for name, mean, high in decided)
    times = "\n".join(f"| {name} | {seconds:.1f} s | {count / seconds:,.0f} |" for name, seconds in replayed)
    pack = default_pack()
    return f"""# What policy costs

Made by `python -m benchmarks.policy --write`; do not edit. Python {platform.python_version()}, one process on a machine
shared with others, pack `{pack.version}` with {len(pack.rules)} rules.

## One decision

Budget: {DECISION_BUDGET} ms of CPU. Texts are those of the simulated year; no two questions are alike.

| work | mean | 99th percentile |
|---|---:|---:|
{costs}

Answers are remembered by what the rules can see of a question: numbers only as finely as rules compare them
(`coffeehouse/policy/narrowing.py`).

## Replay

Budget: {REPLAY_BUDGET:.0f} s for {EVENTS:,} events, read from the ledger of a house on SQLite, a third of them posts.

| {count:,} events | time | events a second |
|---|---:|---:|
{times}
"""


def main() -> int:
    """Measure, print, and with --write the page; 1 where a budget is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policy", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    arguments = parser.parse_args()
    decided = decisions()
    replayed = replay(arguments.events)
    text = page(decided, replayed, arguments.events)
    print(text)
    if arguments.write:
        PAGE.write_text(text, "utf-8")
    is_kept = decided[-1][1] <= DECISION_BUDGET and replayed[0][1] <= REPLAY_BUDGET * arguments.events / EVENTS
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
