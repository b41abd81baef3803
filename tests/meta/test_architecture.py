"""ARCHITECTURE.md is the map: it names every folder, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "ARCHITECTURE.md"
LINE = re.compile(r"^- `([\w./-]+)/` — (.+)$", re.MULTILINE)
NOT_CODE = {
    "__pycache__",
    "migrations",
    "built",
    "locale",
    "static",
    "templates",
    "styles",
    "components",
    "LC_MESSAGES",
}


def _folders() -> set[str]:
    found = set()
    for top in ("coffeehouse", "tests", "benchmarks", "docs"):
        base = ROOT / top
        if not base.is_dir():
            continue
        for folder in (base, *base.rglob("*")):
            inside = folder.relative_to(ROOT)
            if folder.is_dir() and not NOT_CODE & set(inside.parts) and _holds_files(folder):
                found.add(str(inside))
    return found


def _holds_files(folder: Path) -> bool:
    return any(path.is_file() and path.suffix in (".py", ".md", ".cedar", ".toml") for path in folder.iterdir())


def test_every_folder_has_one_sentence() -> None:
    """Each folder of package, tests, benchmarks and docs has its line in ARCHITECTURE.md, once; no line is stale."""
    lines = LINE.findall(PAGE.read_text("utf-8"))
    named = [name for name, _ in lines]
    assert sorted(named) == sorted(set(named))
    assert set(named) == _folders()


def test_the_sentences_are_sentences() -> None:
    """A line says what the folder is for, in one sentence."""
    for name, sentence in LINE.findall(PAGE.read_text("utf-8")):
        assert sentence.endswith("."), name
        assert 20 <= len(sentence) <= 250, name
