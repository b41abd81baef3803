"""All detectors together: linear in the text, each with its public record, none for swearing."""

from __future__ import annotations

import inspect
import pkgutil
import time
from collections.abc import Callable

import pytest

from coffeehouse.policy import detectors
from coffeehouse.policy.facts import RECORDS, text_facts, text_hash
from tests.moments import within

NASTY = [
    "0", "0 ", "07", "(0", "1", "123 456 ", "12 ", "@", "a@", "a@a.", "@a.a.a", "@a@a.", "#", "#1", "#a#", ".", ". ",
    "!?",
    "\n", "A", "a", "A1 ", "AB12", "ab 12 34 56 ", "http://", "https://a ", "-", "'", "a'", "a-", "e", "é", "\u200b",
    "…", "aA",
    "+44", "0044 (", "isbn ", "n.i ", "(", '"', "ing", "\u00a0",
]  # fmt: skip


def seconds(work: Callable[[str], object], text: str) -> float:
    """Processor time, the best of three, so that other work on the machine does not count."""
    best = 1e9
    for _ in range(3):
        begin = time.process_time()
        work(text)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("piece", NASTY, ids=repr)
def test_d7_nasty_texts_cost_no_more_than_their_length(piece: str) -> None:
    """D7: ten times the text costs about ten times the work, never a hundred times: no backtracking runs away."""
    long = (piece * (40_000 // len(piece) + 1))[:40_000]
    for work in (text_facts, text_hash):
        assert seconds(work, long) < 40 * max(seconds(work, long[:4_000]), 0.001)


def test_d7_a_megabyte_is_read_in_one_go() -> None:
    """D7: a whole megabyte of every nasty piece is read within seconds, two hundred times a long post."""
    text = "".join(piece * (1_000_000 // len(NASTY) // len(piece) + 1) for piece in NASTY)[:1_000_000]
    with within(10):
        text_facts(text)


def test_every_detector_has_its_public_record() -> None:
    """Purpose, owner, inputs, method, what a person then does, and limits."""
    names = {module.name for module in pkgutil.iter_modules(detectors.__path__)} - {"transparency"}
    assert {record.id for record in RECORDS} == names
    for record in RECORDS:
        assert record.limits
        assert all(getattr(record, part).strip() for part in ("purpose", "owner", "inputs", "method", "person"))
    for name in names:
        module = __import__(f"coffeehouse.policy.detectors.{name}", fromlist=["x"])
        assert [found for found, _ in inspect.getmembers(module, inspect.isfunction) if found.startswith("detect_")]


def test_nothing_looks_for_swearing() -> None:
    """Plain swearing is never a ground: two texts that differ only in it have the same facts, but for their length."""
    plain = text_facts("This council is very useless and somebody should say so, today, loudly.")
    sworn = text_facts("This council is fucking useless and somebody should say so, today, loudly.")
    assert {name: value for name, value in plain.items() if name != "text_length"} == {
        name: value for name, value in sworn.items() if name != "text_length"
    }
