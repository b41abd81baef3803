"""A pack's examples: acts that must be allowed, held or refused, and by which rules. They are the pack's tests.

Run by the tests, by the policy check of the command line, and by the console before a pack is saved.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from coffeehouse.policy.channels import channel_facts
from coffeehouse.policy.decide import Principal, Resource, decide
from coffeehouse.policy.facts import text_facts
from coffeehouse.policy.packs import Pack, PackError
from coffeehouse.policy.routing import assess
from coffeehouse.policy.statements import Fault
from coffeehouse.policy.verdicts import OUTCOMES, Verdict
from coffeehouse.policy.vocabulary import ACTIONS, CEDAR_TYPES, TEXT_FACTS, FactValue, facts_of

FILE = "examples.toml"
_TEXT_FACT_NAMES = frozenset(fact.name for fact in TEXT_FACTS)
_PLAIN_VALUE: dict[str, FactValue] = {"Bool": False, "Long": 0, "String": ""}
_ORDINARY: dict[str, FactValue] = {"channel": "web", "visibility": "public"}


def _person(member_state: str, role: str, capacity: str, account_kind: str, age: int) -> dict[str, FactValue]:
    return {
        "member_state": member_state,
        "role": role,
        "capacity": capacity,
        "account_kind": account_kind,
        "account_age_days": age,
        "is_official": capacity == "voice",
    }


# Who acts in an example. Everything about them may be overridden by the example's facts.
CAST: dict[str, dict[str, FactValue]] = {
    "visitor": _person("none", "visitor", "visitor", "", 0),
    "pending": _person("pending", "member", "self", "persona", 0),
    "rejected": _person("rejected", "member", "self", "persona", 5),
    "suspended": _person("suspended", "member", "self", "persona", 200),
    "newcomer": _person("active", "member", "self", "persona", 0),
    "citizen": _person("active", "member", "self", "persona", 400),
    "moderator": _person("active", "moderator", "self", "persona", 400),
    "records": _person("active", "records", "self", "persona", 400),
    "admin": _person("active", "admin", "admin", "persona", 400),
    "voice": _person("active", "member", "voice", "voice", 400),
    "system": _person("system", "system", "system", "", 0),
    "elsewhere": _person("remote", "remote", "remote", "persona", 400),
}


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One labelled act. `rules` are all that must speak, no other may; `protects` names a promise it bears out.

    text: detectors compute its facts. answers: the words it replies to. facts: override what `who` and the text give.
    file, line: where its name stands, filled in when it is read.
    """

    name: str
    action: str
    who: str
    expect: str
    rules: tuple[str, ...] = ()
    text: str = ""
    answers: str = ""
    facts: dict[str, FactValue] = {}
    protects: str = ""
    file: str = ""
    line: int = 0


class Tried(msgspec.Struct, frozen=True):
    """An example and what the pack said. `complaint` is "" where it was as expected."""

    example: Example
    verdict: Verdict
    complaint: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    example: tuple[Example, ...]


def read_examples(source: str, file: str = FILE) -> tuple[Example, ...]:
    """The examples of one file, given as text. Raises PackError."""
    return read_all_examples({file: source})


def read_all_examples(sources: Mapping[str, str]) -> tuple[Example, ...]:
    """The examples of a pack, its files given as text by name. Raises PackError with all that is wrong in any."""
    names: set[str] = set()
    faults: list[Fault] = []
    examples: list[Example] = []
    for file, source in sources.items():
        try:
            found = msgspec.convert(tomllib.loads(source), _File).example
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            faults.append(Fault(file, 0, str(error)))
            continue
        for example in found:
            placed = msgspec.structs.replace(example, file=file, line=_line(source, example.name))
            complaints = _complaints(example) + (["the name is used twice"] if example.name in names else [])
            names.add(example.name)
            faults += [Fault(file, placed.line, f"{example.name}: {each}") for each in complaints]
            examples.append(placed)
    if faults:
        raise PackError(faults)
    return tuple(examples)


def load_examples(folder: str | Path) -> tuple[Example, ...]:
    """The examples of a pack's folder: of `examples.toml` and every `examples-*.toml`. Raises PackError without any."""
    where = Path(folder)
    paths = [where / FILE, *sorted(where.glob("examples-*.toml"))]
    sources = {path.name: path.read_text("utf-8") for path in paths if path.is_file()}
    if not sources:
        raise PackError([Fault(FILE, 0, "is missing: a pack ships with examples")])
    return read_all_examples(sources)


def facts_for(example: Example) -> dict[str, Any]:
    """All facts of the example's action: plain values, then who acts, then the text's, then what it says itself.

    How much hangs on an official text is found as the engine finds it, unless the example says it.
    """
    expected = facts_of(example.action)
    facts: dict[str, Any] = {fact.name: _PLAIN_VALUE[CEDAR_TYPES[fact.type]] for fact in expected}
    facts |= {fact.name: fact.default for fact in expected if fact.default is not None}
    facts |= {name: value for name, value in _ORDINARY.items() if name in facts}
    facts |= CAST[example.who]
    if facts.keys() >= _TEXT_FACT_NAMES:
        facts |= text_facts(example.text)
    facts |= example.facts
    if facts.get("is_official") and "criticality" in facts:
        facts |= assess(example.text, facts, example.answers).facts() | example.facts
    if "medium" in facts:
        facts |= channel_facts(facts) | example.facts
    return facts


def try_example(example: Example, pack: Pack) -> Tried:
    """Put the example to the pack and compare."""
    kind = {"visitor": "Visitor", "system": "System"}.get(example.who, "Member")
    verdict = decide(example.action, Principal(kind, "1"), Resource("Account", "1"), facts_for(example), pack)
    wrong = []
    if verdict.outcome != example.expect:
        wrong.append(f"expected {example.expect}, got {verdict.outcome}")
    if set(verdict.rule_ids) != set(example.rules):
        wrong.append(f"expected the rules {_listed(example.rules)}, got {_listed(verdict.rule_ids)}")
    return Tried(example, verdict, "; ".join(wrong))


def run_examples(pack: Pack, examples: Sequence[Example] | None = None) -> list[Tried]:
    """Try all examples: those given, or those in the pack's own folder. Raises PackError where there are none."""
    if examples is None:
        if pack.folder is None:
            raise PackError([Fault("examples.toml", 0, "is missing: the pack has no folder")])
        examples = load_examples(pack.folder)
    return [try_example(example, pack) for example in examples]


def uncovered(pack: Pack, examples: Sequence[Example]) -> list[str]:
    """What the examples leave untried: rules never met or never passed by, promises nobody bears out. In words."""
    missing = []
    for rule in pack.rules:
        near = [example for example in examples if example.action in rule.actions]
        if not any(rule.id in example.rules for example in near):
            missing.append(f"{rule.id}: no example that it speaks to")
        if not any(rule.id not in example.rules for example in near):
            missing.append(f"{rule.id}: no example that it passes by")
    borne_out = {example.protects for example in examples}
    missing += [f"{each.id}: no example bears it out" for each in pack.promises if each.id not in borne_out]
    return missing


def _complaints(example: Example) -> list[str]:
    """What is wrong with the example itself."""
    if example.action not in ACTIONS:
        return [f"there is no action {example.action}"]
    wrong = []
    if example.who not in CAST:
        wrong.append(f"who: one of {', '.join(CAST)}")
    if example.expect not in OUTCOMES:
        wrong.append(f"expect: one of {', '.join(OUTCOMES)}")
    names = {fact.name for fact in facts_of(example.action)}
    wrong += [f"{example.action} has no fact {name}" for name in sorted(set(example.facts) - names)]
    if example.text and not names >= _TEXT_FACT_NAMES:
        wrong.append(f"{example.action} has no text")
    return wrong


def _line(source: str, name: str) -> int:
    """The line the name stands on; 0 where it is written in a way not found again."""
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("name") and name in line:
            return number
    return 0


def _listed(rules: Sequence[str]) -> str:
    return ", ".join(sorted(rules)) or "none"
