"""The registry of commands is whole: each has its kind, sentence, handler, policy action, tests and line in the docs.

And the list of attacks: every one is tested, or stands with the issue it waits for.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from coffeehouse.engine.commands import BY_NAME, REGISTRY, Registered
from coffeehouse.policy.vocabulary import ACTIONS
from coffeehouse.site.reference import DOCS, commands_page

TESTS = Path(__file__).resolve().parents[1]
KIND = re.compile(r"[a-z]+\.(?P<verb>[a-z_]+)")
PAST = re.compile(r"\w+ed(_in|_out)?|set|given|written|sent|held|kept|forgotten|left|withdrawn")
# Attack families and how many rows each has: 113 together.
FAMILIES = {"A": 18, "O": 19, "S": 10, "D": 14, "X": 10, "M": 8, "U": 8, "P": 8, "W": 9, "E": 6, "R": 3}
ATTACKS = [f"{family}{number}" for family, count in FAMILIES.items() for number in range(1, count + 1)]
ATTACK = re.compile(rf"\b([{''.join(FAMILIES)}][1-9][0-9]?)\b")
IN_NAME = re.compile(rf"_([{''.join(FAMILIES).lower()}][1-9][0-9]?)(?=_|\b)")


def snake(name: str) -> str:
    """PublishPost → publish_post."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("registered", REGISTRY.values(), ids=lambda registered: registered.action)
def test_a_command_is_whole(registered: Registered) -> None:
    """Kind in the past tense, a sentence an auditor reads, `apply_` handler, policy action, test file, docstring."""
    name = snake(registered.action)
    kind = KIND.fullmatch(registered.kind)
    assert kind, registered.kind
    assert PAST.fullmatch(kind["verb"]), registered.kind
    assert {field for _, field, _, _ in Formatter().parse(registered.sentence) if field} <= {"actor", "object"}
    assert registered.sentence.endswith(".")
    assert registered.handler.__name__ == f"apply_{name}"
    assert registered.action in ACTIONS
    assert registered.command.__doc__
    file = TESTS / "commands" / f"test_{name}.py"
    assert file.exists(), f"{file} is missing: say there what the command answers, writes and records"
    text = file.read_text("utf-8")
    assert re.search(rf"\b{registered.action}\(", text)
    assert registered.kind in text


def test_policy_knows_no_other_action() -> None:
    """What a rule may speak of can be done."""
    assert sorted(ACTIONS) == sorted(BY_NAME)


def test_every_test_file_is_of_a_command() -> None:
    """No file is left over from a command that is no more."""
    found = {path.stem.removeprefix("test_") for path in (TESTS / "commands").glob("test_*.py")}
    assert found == {snake(name) for name in BY_NAME}


def test_the_page_is_what_the_registry_says() -> None:
    """docs/reference/commands.md has a line for each command; `make docs` writes it."""
    page = (DOCS / "commands.md").read_text("utf-8")
    assert page == commands_page()
    assert [name for name in BY_NAME if f"| `{name}` |" not in page] == []


def named_in_tests() -> dict[str, list[str]]:
    """Attack id → tests that carry it, in their name or in the words that say their rule."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        if path == Path(__file__):
            continue
        for line in path.read_text("utf-8").splitlines():
            is_rule = '"""' in line or line.lstrip().startswith("def test_")
            names = [name.upper() for name in IN_NAME.findall(line)] + ATTACK.findall(line) if is_rule else []
            for name in names:
                found.setdefault(name, []).append(str(path.relative_to(TESTS)))
    return found


def test_every_attack_is_tested_or_waits_for_an_issue() -> None:
    """113 rows: none is missing, none is in both lists, none waits without saying for what."""
    waiting = tomllib.loads((TESTS / "attacks.toml").read_text("utf-8"))["waiting"]
    tested = set(named_in_tests())
    assert len(ATTACKS) == 113
    assert sorted(waiting.keys() - set(ATTACKS)) == []
    assert sorted(set(ATTACKS) - tested - waiting.keys()) == [], "neither tested nor waiting"
    assert sorted(tested & waiting.keys()) == [], "tested by now: take them off the list"
    for name, line in waiting.items():
        assert re.match(r"issue \d+: \S.{8,}", line), f"{name} does not say which issue it waits for, and why"
