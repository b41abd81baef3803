"""`python -m benchmarks.detectors`: precision and recall of every detector, and what the default pack does to each set.

    --write   writes docs/reference/detectors: a page for each detector with its figures and its transparency record

Only held-out parts are measured (see `labelled_sets`). Sets of others that are not on this machine are named as absent,
and their stored figures stay. The same texts give the same figures: nothing here is drawn by chance without a seed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import labelled_sets as sets
from benchmarks.detector_pages import FIGURES, FOLDER, pages
from benchmarks.labelled_sets import Labelled
from coffeehouse.policy.decide import Principal, Resource, decide
from coffeehouse.policy.detectors import campaign, email_address, nhs_number, ni_number, phone, postcode
from coffeehouse.policy.detectors.abuse import detect_abuse
from coffeehouse.policy.detectors.language import detect_language
from coffeehouse.policy.detectors.plain_language import detect_hard_words, detect_long_sentences
from coffeehouse.policy.facts import text_facts
from coffeehouse.policy.reading import read
from coffeehouse.policy.verdicts import OUTCOMES

Test = Callable[[str], bool]


class Figure(NamedTuple):
    """What one detector did on the held-out part of one set: found and right, found and wrong, missed, rightly left."""

    detector: str
    set: str
    right: int
    wrong: int
    missed: int
    left: int

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is right; None where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Of what there is, the share that was found; None where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


def measure(detector: str, name: str, texts: Iterable[Labelled], found: Test, wanted: frozenset[str]) -> Figure:
    """Count on the held-out part; `wanted` are the labels that the detector is meant to find."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for text, label, is_held_out in texts:
        if is_held_out:
            counts[(found(text), label in wanted)] += 1
    numbers = (counts[(True, True)], counts[(True, False)], counts[(False, True)], counts[(False, False)])
    return Figure(detector, name, *numbers)


def fact(name: str, least: int = 1) -> Test:
    """Whether the fact is there: true, or at least so many."""
    return lambda text: int(text_facts(text)[name]) >= least


PLUS = frozenset("+")
OWN = "our own labelled lines"
OF_REQUESTS = "our own labelled requests"
IDENTIFIERS: dict[str, Test] = {
    "nhs_number": lambda text: bool(nhs_number.detect_nhs_number(text)),
    "ni_number": lambda text: bool(ni_number.detect_ni_number(text)),
    "phone": lambda text: bool(phone.detect_personal_phone(text)),
    "email_address": lambda text: bool(email_address.detect_email_address(text)),
    "postcode": lambda text: bool(postcode.detect_postcode(text)),
}


def has_abuse(text: str) -> bool:
    """Whether the text has a cue of abuse of a group."""
    return detect_abuse(read(text))


def own_figures() -> list[Figure]:
    """Figures that need nothing but this repository."""
    generated = f"generated, seed {sets.SEED}"
    figures = [
        measure(name, generated, sets.generated(name), found, PLUS) for name, found in IDENTIFIERS.items()
    ] + [
        measure(name, OWN, sets.own(name), found, PLUS)
        for name, found in (
            ("visit_details", fact("has_visit_details")), ("self_harm", fact("is_self_harm_cue")),
            ("safeguarding", fact("is_safeguarding_cue")), ("abuse", has_abuse), ("spam", fact("spam_signal_count", 3)),
        )
    ] + [
        measure(name, OF_REQUESTS, sets.own("requests"), fact(each), frozenset({label}))
        for name, each, label in (
            ("foi_request", "is_foi_request", "foi"), ("subject_access", "is_subject_access_request", "sar"),
            ("complaint", "is_complaint", "complaint"),
        )
    ]  # fmt: skip
    hard = sets.own("hard_words")
    figures.append(
        measure("plain_language", "words of our own choice", hard, lambda word: bool(detect_hard_words(word)), PLUS)
    )
    figures.append(
        measure(
            "plain_language",
            f"sentences, {generated}",
            _sentences(),
            lambda text: bool(detect_long_sentences(text)),
            PLUS,
        )
    )
    figures += [
        measure("language", "texts of our pages: Welsh, English", sets.own("languages"), _is("cy"), frozenset({"cy"})),
        measure("campaign", f"copied texts with changes, {generated}", _copies(), _is_copy, PLUS),
    ]
    return figures


def shared_figures() -> tuple[list[Figure], list[str]]:
    """Figures on the sets of others, and the names of the sets that are not here."""
    figures: list[Figure] = []
    absent = []
    if (tweets := sets.davidson()) is not None:
        name = "Davidson and others 2017, tweets: hate against the rest"
        figures.append(measure("abuse", name, tweets, has_abuse, frozenset({"hate"})))
        name = "the same: hate or offensive against neither"
        figures.append(measure("abuse", name, tweets, has_abuse, frozenset({"hate", "offensive"})))
        plain = [tweet for tweet in tweets if tweet.label == "neither"]
        figures.append(
            measure("spam", "the tweets of Davidson called neither", plain, fact("spam_signal_count", 3), PLUS)
        )
    else:
        absent.append("davidson_hate_offensive")
    if (posts := sets.edos()) is not None:
        name = "EDOS 2023, test part: threats and derogation of women against not sexist"
        some = [post for post in posts if post.label in "12-"]
        figures.append(measure("abuse", name, some, has_abuse, frozenset("12")))
        figures.append(measure("abuse", "the same: all sexism", posts, has_abuse, frozenset("1234")))
        english = [Labelled(post.text, "en", post.is_held_out) for post in posts if len(post.text) > 40]
        figures.append(measure("language", "EDOS 2023, test part: all English", english, _is("en"), frozenset({"en"})))
    else:
        absent.append("edos_sexism")
    return figures, absent


def _is(code: str) -> Test:
    return lambda text: detect_language(text).code == code


def _sentences() -> list[Labelled]:
    """Sentences of 5 to 45 words, whose length is known because they were put together."""
    chance = random.Random(f"{sets.SEED} sentences")
    words = [line.text for line in sets.own("hard_words") if line.text.isalpha()]
    made = []
    for _ in range(1_000):
        count = chance.randint(5, 45)
        text = " ".join(chance.choice(words) for _ in range(count)) + chance.choice([".", "!", "?", " – done.", "…"])
        count += text.endswith("done.")
        made.append(Labelled(text + " A short one.", "+" if count > 25 else "-", True))
    return made


def _copies() -> list[Labelled]:
    """Pairs of texts, with a line between: copied with changes (+), or two different texts (-)."""
    chance = random.Random(f"{sets.SEED} copies")
    lines = [line.text for name in ("criticism", "requests", "safeguarding") for line in sets.own(name)]
    made = []
    for _ in range(1_000):
        original = " ".join(chance.sample(lines, 3))
        words = original.split()
        for _ in range(max(1, len(words) // 20)):
            words[chance.randrange(len(words))] = chance.choice(("really", "Bangor", "our", "please", "2026"))
        copied = (
            f"@{chance.choice(('ada', 'bevan', 'cade'))} {' '.join(words)} https://town.example/{chance.randrange(99)}"
        )
        made.append(Labelled(f"{original}\n{copied}", "+", True))
        made.append(Labelled(f"{original}\n{' '.join(chance.sample(lines, 3))}", "-", True))
    return made


def _is_copy(pair: str) -> bool:
    one, _, other = pair.partition("\n")
    return campaign.detect_campaign(one) == campaign.detect_campaign(other) and campaign.are_alike(one, other)


# ---- What the default pack does to a set when a citizen publishes each text


def shares(name: str, texts: Iterable[Labelled], who: dict[str, Any]) -> dict[str, Any]:
    """How many texts of the held-out part are allowed, go to a person, are held, are refused; by which rules."""
    outcomes: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for text, _, is_held_out in texts:
        if not is_held_out:
            continue
        verdict = decide("PublishPost", Principal("Member", "1"), Resource("Account", "1"), who | text_facts(text))
        outcomes[verdict.outcome] += 1
        if verdict.outcome in ("route", "hold", "require", "deny"):
            rules.update(reason.rule for reason in verdict.reasons if reason.verdict == verdict.outcome)
    removed = sum(count for outcome, count in outcomes.items() if outcome not in OUTCOMES)
    return {
        "set": name, "texts": sum(outcomes.values()), "routed": outcomes["route"], "held": outcomes["hold"],
        "refused": outcomes["require"] + outcomes["deny"], "removed": removed,
        "rules": dict(sorted(rules.items())),
    }  # fmt: skip


def citizen() -> dict[str, Any]:
    """What policy is told of an ordinary member's public post besides its words."""
    from coffeehouse.policy.examples import Example, facts_for

    return facts_for(Example(name="", action="PublishPost", who="citizen", expect="allow"))


def all_shares() -> list[dict[str, Any]]:
    """The table of shares: our sets first, then others' by label."""
    who = citizen()
    rows = [shares("our criticism and swearing, all lines", _all(sets.own("criticism")), who)]
    rows += [shares(f"our {name}", sets.own(name), who) for name in ("abuse", "self_harm", "safeguarding", "requests")]
    for title, found in (("Davidson", sets.davidson()), ("EDOS", sets.edos()), ("Surge", sets.surge())):
        labels = sorted({each.label for each in found or ()})
        rows += [
            shares(f"{title}: {label}", [one for one in found or () if one.label == label], who) for label in labels
        ]
    for title, found in (("Alaveteli's FOI mails", sets.foi_mails()), ("naughty strings", sets.naughty())):
        rows += [shares(title, found, who)] if found is not None else []
    return rows


def _all(texts: Iterable[Labelled]) -> list[Labelled]:
    return [Labelled(text, label, True) for text, label, _ in texts]


def cpu_of_a_post(rounds: int = 200) -> float:
    """Processor time of all detectors together for a post of 200 to 260 characters, in ms: the least of several."""
    posts = [one.text for one in sets.own("requests") + sets.own("criticism")]
    texts = [" ".join(posts[start : start + 4])[:240] for start in range(0, 80, 4)]
    best = 1e9
    for _ in range(5):
        begin = time.process_time()
        for _ in range(rounds // len(texts)):
            for text in texts:
                text_facts(text)
        best = min(best, (time.process_time() - begin) / (rounds // len(texts) * len(texts)))
    return best * 1_000


def main() -> int:
    """Measure, print, and write the pages when asked."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.detectors", description=__doc__.split("\n")[0])
    asked.add_argument("--write", action="store_true", help="write the pages in docs/reference/detectors")
    options = asked.parse_args()
    found, absent = shared_figures()
    figures = [*own_figures(), *found]
    for figure in figures:
        print(f"{figure.detector:16} {_percent(figure.precision)} {_percent(figure.recall)}  {figure.set}")
    rows = all_shares()
    for row in rows:
        share = 100 * row["routed"] / max(1, row["texts"])
        print(f"{row['set']:45} {row['texts']:6} texts, {share:5.1f} % to a person, held {row['held']}, "
              f"refused {row['refused']}, removed {row['removed']}  {row['rules']}")  # fmt: skip
    print(f"all detectors together: {cpu_of_a_post():.3f} ms of processor time for a post")
    for name in absent:
        print(f"LEFT OUT: {name} is not at {sets.SHARED}; set COFFEEHOUSE_SHARED_DATA", file=sys.stderr)
    if options.write and absent:
        print("Not written: figures of absent sets would be lost.", file=sys.stderr)
        return 1
    if options.write:
        write(figures, rows)
    return 0


def _percent(share: float | None) -> str:
    return "     –" if share is None else f"{100 * share:5.1f}%"


def write(figures: list[Figure], rows: list[dict[str, Any]]) -> None:
    """Store the figures, and the pages made of them."""
    FOLDER.mkdir(exist_ok=True)
    stored = {"figures": [figure._asdict() for figure in figures], "shares": rows}
    FIGURES.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for name, text in pages(stored).items():
        Path(FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
