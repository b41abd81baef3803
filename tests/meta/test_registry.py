"""The registry of commands: each has its kind, its sentence, its handler, a test and a line in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coffeehouse.domain.context import Command
from coffeehouse.engine.commands import BY_NAME, REGISTRY, Registered

ROOT = Path(__file__).resolve().parents[2]
TESTS = "".join(path.read_text("utf-8") for path in (ROOT / "tests" / "commands").glob("test_*.py"))
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
ENTRIES = sorted(BY_NAME.items())


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[name for name, _ in ENTRIES])
def test_command_has_all_it_needs(name: str, entry: Registered) -> None:
    """Kind in the past tense, a sentence, `apply_<command>` as handler, a file of tests and a line in the docs."""
    assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", entry.kind), entry.kind
    assert entry.sentence.endswith(".")
    assert set(re.findall(r"\{(\w+)\}", entry.sentence)) <= {"actor", "object"}
    assert entry.handler.__name__ == f"apply_{_snake(name)}"
    assert (entry.handler.__doc__ or "").strip()
    assert (entry.command.__doc__ or "").strip()
    assert f"| `{name}` |" in PAGE
    assert re.search(rf"\b{name}\b", TESTS), "no test in tests/commands speaks of it"


def test_every_command_is_registered() -> None:
    """A command that nobody registered could not be carried out."""
    kinds, known = list(Command.__subclasses__()), set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        known.add(kind)
    ours = {kind for kind in known if kind.__module__.startswith("coffeehouse.")}
    assert ours == set(REGISTRY)
