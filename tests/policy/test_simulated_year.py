"""A simulated year: nothing on which much hangs goes out unseen, and most of what is routine needs no second person."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks import year, year_scenes, year_unseen
from benchmarks.year import Table, drafts, run, simulate

FOLDER = Path(year.__file__).parent


@pytest.fixture(scope="module")
def quarter() -> Table:
    """Thirteen weeks of another year than the published one."""
    return simulate(seed=7, days=91)


def test_nothing_grave_goes_out_unseen(quarter: Table) -> None:
    """None of the drafts on which much hangs, whoever wrote them."""
    assert quarter.of(year_scenes.HIGH) > 80
    assert quarter.unreviewed_high == 0


def test_most_of_what_is_routine_needs_no_second_person(quarter: Table) -> None:
    """At least 70 %, those of a trainee who may not release included."""
    assert quarter.of(year_scenes.ROUTINE) > 500
    assert quarter.routine_released >= 0.7


def test_every_situation_and_text_is_told() -> None:
    """In a whole year each text is written; the same seed writes the same year."""
    scenes = (year_scenes.HIGH_SITUATIONS, year_scenes.ROUTINE_SITUATIONS)
    first, again = (drafts(year.SEED, year.DAYS, *scenes) for _ in range(2))
    assert first == again
    assert {each.situation for each in first} == {*scenes[0], *scenes[1]}


def test_a_reviewer_who_finds_flaws_narrows_the_way() -> None:
    """The record counts: an author whose prices are often wrong is looked at more than one whose are right."""
    prices = tuple(each for each in year_scenes.ROUTINE_SITUATIONS if each.name == "prices and terms")
    outcomes = list(run(drafts(3, 365, prices, prices)))
    direct = {
        name: [not each.is_reviewed for each in outcomes if each.draft.author.name == name and each.draft.day > 120]
        for name in ("steady at transport", "hasty at transport")
    }
    steady, hasty = (sum(found) / len(found) for found in direct.values())
    assert steady > hasty


@pytest.mark.parametrize("name", ["year_scenes.py", "year_unseen.py"])
def test_the_texts_know_nothing_of_the_lists(name: str) -> None:
    """The modules of texts and labels import nothing of the house."""
    tree = ast.parse((FOLDER / name).read_text("utf-8"))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert set(imported) <= {"__future__", "typing"}


def test_unseen_texts_are_unseen() -> None:
    """None of them is a text of the year."""
    told = {text for each in (*year_scenes.HIGH_SITUATIONS, *year_scenes.ROUTINE_SITUATIONS) for text in each.texts}
    assert not told & {*year_unseen.HIGH, *year_unseen.ROUTINE}
    assert len(set(year_unseen.HIGH)) >= 50
