"""`python -m benchmarks.year`: a made-up year of official drafts, decided by the real policy, looked at by a model.

    situations (`year_scenes`, seed) → draft → facts as the engine finds them → policy.decide → released, or a reviewer

The label of a draft comes from the situation it was written in, never from its words. Nothing here tells policy more
than the engine would: the words, the seat, the followers, and the record that the simulation itself has brought about.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import year_held_out, year_unseen
from benchmarks import year_scenes as scenes
from coffeehouse.policy.decide import Principal, Resource, decide, default_pack
from coffeehouse.policy.examples import CAST, Example, facts_for
from coffeehouse.policy.packs import DEFAULT_FOLDER, Pack, make_pack
from coffeehouse.policy.routing import RECORD_DAYS
from coffeehouse.policy.verdicts import Verdict
from coffeehouse.policy.vocabulary import FactValue

SEED = 20261122
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "simulated-year.md"
DAYS = 365
# Of the drafts of a working day; a weekend has a third of it.
DRAFTS_A_DAY = 14
HIGH_SHARE = 0.12
VOICES = {"council": 18_000, "leisure": 6_500, "library": 4_200, "transport": 22_000, "health": 61_000, "fire": 9_000,
          "police": 40_000}  # fmt: skip
# How often a reviewer sees a flaw there is, and asks for a change where there is none.
SEES_FLAW, FUSSES = 0.9, 0.01
# How often a flaw that went out is noticed, and corrected in public.
NOTICED = 0.5


@dataclass(frozen=True)
class Author:
    """A member with seats. flaws: share of their drafts with something to change. joins: the day they begin."""

    name: str
    voices: tuple[str, ...]
    flaws: float
    joins: int = 0
    may_release: bool = True


AUTHORS = (
    Author("steady at the council", ("council",), 0.01),
    Author("steady at leisure and libraries", ("leisure", "library"), 0.01),
    Author("steady at transport", ("transport",), 0.02),
    Author("steady at health", ("health",), 0.01),
    Author("steady at fire and police", ("fire", "police"), 0.02),
    Author("hasty at the council", ("council", "leisure"), 0.12),
    Author("hasty at transport", ("transport",), 0.15),
    Author("new in spring", ("council", "library"), 0.06, joins=90),
    Author("new in autumn", ("health", "police"), 0.06, joins=250),
    Author("trainee who may not release", ("council", "leisure"), 0.05, may_release=False),
)


@dataclass(frozen=True)
class Draft:
    """What somebody wants to say, with what is true of it (and policy is not told)."""

    day: int
    author: Author
    voice: str
    situation: scenes.Situation
    text: str
    is_flawed: bool


@dataclass
class Record:
    """What became of an author's drafts at a voice: (day, released, changed or refused), the last RECORD_DAYS."""

    kept: deque[tuple[int, str]] = field(default_factory=deque)

    def counts(self, day: int) -> Counter[str]:
        while self.kept and self.kept[0][0] < day - RECORD_DAYS:
            self.kept.popleft()
        return Counter(outcome for _, outcome in self.kept)


@dataclass(frozen=True)
class Outcome:
    """How a draft went: `is_reviewed` when a second person looked before it was out."""

    draft: Draft
    verdict: Verdict
    criticality: str
    is_reviewed: bool


def drafts(
    seed: int, days: int, high: tuple[scenes.Situation, ...], routine: tuple[scenes.Situation, ...]
) -> list[Draft]:
    """All drafts of the year, in order."""
    random_ = random.Random(seed)
    found = []
    for day in range(days):
        usual = DRAFTS_A_DAY if day % 7 < 5 else DRAFTS_A_DAY // 3
        for _ in range(random_.randint(usual - 3, usual + 3)):
            situations = high if random_.random() < HIGH_SHARE else routine
            situation = random_.choices(situations, [each.weight for each in situations])[0]
            voices = situation.voices.split()
            author = random_.choice([each for each in AUTHORS if each.joins <= day and set(each.voices) & set(voices)])
            voice = random_.choice([each for each in author.voices if each in voices])
            text = _filled(random_.choice(situation.texts), random_)
            found.append(Draft(day, author, voice, situation, text, random_.random() < author.flaws))
    return found


def _filled(text: str, random_: random.Random) -> str:
    return text.format(
        place=random_.choice(scenes.PLACES),
        street=random_.choice(scenes.STREETS),
        day=random_.choice(scenes.DAYS),
        time=random_.choice(scenes.TIMES),
        person=random_.choice(scenes.PEOPLE),
        club=random_.choice(scenes.CLUBS),
    )


def run(year: list[Draft], seed: int = SEED, pack: Pack | None = None) -> Iterator[Outcome]:
    """Decide every draft by the pack, let the model look at what is held, and keep the records."""
    random_ = random.Random(seed + 1)
    records: dict[tuple[str, str], Record] = defaultdict(Record)
    used = pack or default_pack()
    for draft in year:
        record = records[draft.author.name, draft.voice]
        verdict, criticality = _decide(draft, record.counts(draft.day), used)
        if verdict.is_held:
            is_changed = random_.random() < (SEES_FLAW if draft.is_flawed else FUSSES)
            record.kept.append((draft.day, "changed" if is_changed else "released"))
        else:
            is_corrected = draft.is_flawed and random_.random() < NOTICED
            record.kept.append((draft.day, "changed" if is_corrected else "released"))
        yield Outcome(draft, verdict, criticality, verdict.is_held)


def _decide(draft: Draft, record: Counter[str], pack: Pack) -> tuple[Verdict, str]:
    """The engine's question about this draft."""
    own: dict[str, FactValue] = {
        "may_release": draft.author.may_release,
        "recent_released_count": record["released"],
        "recent_changed_count": record["changed"],
        "receiver_count": VOICES[draft.voice],
    }
    example = Example(name="", action="PublishPost", who="voice", text=draft.text, expect="allow", facts=own)
    assert CAST["voice"]["is_official"] is True  # noqa: S101  # else it would not be routed
    facts = facts_for(example)
    verdict = decide("PublishPost", Principal("Member", "1"), Resource("Account", "1"), facts, pack)
    return verdict, str(facts["criticality"])


@dataclass
class Table:
    """The year in counts."""

    outcomes: list[Outcome]

    def of(self, label: str, *, reviewed: bool | None = None) -> int:
        return sum(
            each.draft.situation.label == label and reviewed in (None, each.is_reviewed) for each in self.outcomes
        )

    @property
    def unreviewed_high(self) -> int:
        """Drafts on which much hangs that went out without a second person: must be none."""
        return self.of(scenes.HIGH, reviewed=False)

    @property
    def routine_released(self) -> float:
        """Share of routine drafts that went out without a second person."""
        return self.of(scenes.ROUTINE, reviewed=False) / max(1, self.of(scenes.ROUTINE))

    def by_situation(self) -> str:
        """Markdown: for each situation how many were written, and how many a second person looked at."""
        lines = ["| situation | label | drafts | looked at first | released directly |", "|---|---|---:|---:|---:|"]
        seen = dict.fromkeys(each.draft.situation for each in self.outcomes)
        for situation in sorted(seen, key=lambda each: (each.label, each.name)):
            reviewed = [each.is_reviewed for each in self.outcomes if each.draft.situation is situation]
            lines.append(
                f"| {situation.name} | {situation.label} | {len(reviewed)} | {sum(reviewed)} |"
                f" {len(reviewed) - sum(reviewed)} |"
            )
        return "\n".join(lines)

    def by_author(self) -> str:
        """Markdown: how far the record of each author carries."""
        lines = ["| author | flawed drafts | routine drafts | released directly |", "|---|---:|---:|---:|"]
        for author in AUTHORS:
            own = [
                each
                for each in self.outcomes
                if each.draft.author is author and each.draft.situation.label == scenes.ROUTINE
            ]
            direct = sum(not each.is_reviewed for each in own)
            lines.append(f"| {author.name} | {author.flaws:.0%} | {len(own)} | {direct / max(1, len(own)):.0%} |")
        return "\n".join(lines)


def simulate(seed: int = SEED, days: int = DAYS) -> Table:
    """The year of the situations that the word lists were tried on."""
    return Table(list(run(drafts(seed, days, scenes.HIGH_SITUATIONS, scenes.ROUTINE_SITUATIONS), seed)))


RULE = "routing.not-known-as-routine"
# The exception that the pack offers in words to a house that wants it.
EXCEPTION = """unless {
  context.recent_released_count >= 100 &&
  context.recent_changed_count == 0 &&
  context.recent_refused_count == 0
};"""


def without_recognition() -> Pack:
    """The default pack as it was when only lists of grave words held a post."""
    return _other_pack("")


def with_exception() -> Pack:
    """The default pack, but the very best record lets through what is not known to be routine."""
    rule = _rule()
    return _other_pack(rule.rstrip().removesuffix(";") + EXCEPTION + "\n\n")


def _rule() -> str:
    source = (DEFAULT_FOLDER / "routing.cedar").read_text("utf-8")
    begin = source.index(f'@id("{RULE}")')
    return source[begin : source.index("};", begin) + 3]


def _other_pack(rule: str) -> Pack:
    texts = {path.name: path.read_text("utf-8") for path in DEFAULT_FOLDER.glob("*.cedar")}
    texts["routing.cedar"] = texts["routing.cedar"].replace(_rule(), rule)
    return make_pack((DEFAULT_FOLDER / "pack.toml").read_text("utf-8"), texts)


@dataclass(frozen=True)
class Unseen:
    """What routing makes of texts it was never tried on, for an author with a given record."""

    high: int
    high_missed: tuple[str, ...]
    routine: int
    routine_held: tuple[str, ...]

    @property
    def released(self) -> float:
        """Share of the routine ones that went out directly."""
        return 1 - len(self.routine_held) / self.routine

    def row(self, name: str) -> str:
        """A row of the page's table."""
        missed = len(self.high_missed)
        return (
            f"| {name} | {self.high} | {missed} ({missed / self.high:.0%}) |"
            f" {self.routine} | {self.routine - len(self.routine_held)} ({self.released:.0%}) |"
        )


BEST, NONE = Counter(released=140), Counter[str]()
HELD_OUT = year_held_out.HIGH, year_held_out.ROUTINE
TRIED = year_unseen.HIGH, year_unseen.ROUTINE


def try_unseen(
    texts: tuple[tuple[str, ...], tuple[str, ...]] = HELD_OUT,
    record: Counter[str] = BEST,
    pack: Pack | None = None,
    seed: int = SEED,
) -> Unseen:
    """Every text once: those on which much hangs, and the routine ones."""
    random_ = random.Random(seed)
    author = Author("steady", ("council",), 0.0)
    held: dict[str, list[str]] = {scenes.HIGH: [], scenes.ROUTINE: []}
    out: dict[str, list[str]] = {scenes.HIGH: [], scenes.ROUTINE: []}
    for label, said in zip((scenes.HIGH, scenes.ROUTINE), texts, strict=True):
        situation = scenes.Situation("unseen", label, "council", 1, said)
        for text in said:
            draft = Draft(0, author, "council", situation, _filled(text, random_), is_flawed=False)
            verdict, _ = _decide(draft, record, pack or default_pack())
            (held if verdict.is_held else out)[label].append(draft.text)
    return Unseen(len(texts[0]), tuple(out[scenes.HIGH]), len(texts[1]), tuple(held[scenes.ROUTINE]))


def page(table: Table) -> str:
    """The reference page."""
    high, routine = table.of(scenes.HIGH), table.of(scenes.ROUTINE)
    return f"""# A simulated year of official posts

Made by `python -m benchmarks.year --write`; do not edit. Seed {SEED}, {DAYS} days, {len(VOICES)} voices, {len(AUTHORS)}
authors, pack `{default_pack().version}`.

| | drafts | looked at by a second person first | released directly |
|---|---:|---:|---:|
| much hangs on it | {high} | {high - table.unreviewed_high} | **{table.unreviewed_high}** |
| routine | {routine} | {table.of(scenes.ROUTINE, reviewed=True)} | **{table.routine_released:.1%}** |

Required: none of the first line released directly, at least 70 % of the second.

## What is simulated

Each draft is written in a situation (`benchmarks/year_scenes.py`); the situation has the label, by what would follow if
it went wrong, and the words are never asked for it. The real detectors, the real assessment of how much hangs on a text
and the real rules decide. What is held goes to a reviewer who sees {SEES_FLAW:.0%} of the flaws there are and asks
for a change without one in {FUSSES:.0%}; of the flaws that go out, {NOTICED:.0%} are noticed and corrected in public.
Both make the record by which the author's next draft is judged. Authors differ in how often their drafts have a flaw,
two join within the year, one may not release.

{table.by_situation()}

{table.by_author()}

## What this does not show

These texts were there while routing was made, so the table says that these situations are covered, not that all are.
Lists of grave words alone did not get far: as first written they found 32 of the 106 texts of the year on which much
hangs, and half of those in the texts below. So routine is what is known to be: a post of a known kind, in words that
such posts use. Everything else has a second look, by `{RULE}`.

{_unseen_part()}"""


def _unseen_part() -> str:
    """What the page says of texts that routing was never tried on, and of those written after the lists of words."""
    held_out = try_unseen()
    rows = "\n".join(
        (
            try_unseen(pack=without_recognition()).row("held out, as it was: lists of grave words alone"),
            held_out.row("**held out, as it is**"),
            try_unseen(record=NONE).row("held out, as it is, an author without a record"),
            try_unseen(pack=with_exception()).row("held out, with an exception for the very best records"),
            try_unseen(TRIED, pack=without_recognition()).row("tried, as it was"),
            try_unseen(TRIED).row("tried, as it is"),
        )
    )
    missed = "\n".join(f"- {text}" for text in held_out.high_missed) or "- none"
    stopped = "\n".join(f"- {text}" for text in held_out.routine_held) or "- none"
    number = held_out.high + held_out.routine
    return f"""The {number} held-out texts (`benchmarks/year_held_out.py`) were written and committed before
routing learned to recognise what is routine, and never used to change it. The 92 tried ones
(`benchmarks/year_unseen.py`) had been written after the lists of words and left alone until then; with others they
helped to find the words and kinds. Each is put here for an author with the best of records, who may do most, unless
the row says otherwise:

| texts | much hangs on it | of these released directly | routine | of these released directly |
|---|---:|---:|---:|---:|
{rows}

The held-out texts were measured three times, without being read for it: first with 2 (2 %) and 57 (68 %) released
directly, then, after more kinds and words had been taken from other texts, with 3 (4 %) and 61 (73 %), and as above. Of
43 texts written on purpose to get past it in everyday words (`tests/policy/tried_texts.py`), 4 did; their turns of
phrase are known since.

Words and texts are by the same hand, which makes the figures better than a house will find: its first weeks with
everything held by a `draft` seat will say more, and `coffeehouse policy replay` puts them to another pack. Answers in
conversation are the least routine of all: many are looked at first, unless what was asked was routine itself. Authors
who release directly can ask for a second look at any time, and every post stays correctable.

Released directly although much hangs on it:

{missed}

Looked at although routine:

{stopped}
"""


def main() -> int:
    """Run the year, print its table, and with --write the page; 1 where the requirements are not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    arguments = parser.parse_args()
    table = simulate()
    text = page(table)
    print(text)
    if arguments.write:
        PAGE.write_text(text, "utf-8")
    return 0 if table.unreviewed_high == 0 and table.routine_released >= 0.7 else 1


if __name__ == "__main__":
    raise SystemExit(main())
