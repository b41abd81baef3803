"""The published figures are those of the code on the sets; and what the default pack does to whole sets."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import detectors, labelled_sets
from benchmarks.detector_pages import FOLDER, pages, stored_figures
from coffeehouse.policy.facts import RECORDS, text_facts


def test_the_pages_are_what_code_and_figures_say() -> None:
    """Each detector's page has its record and its figures; `python -m benchmarks.detectors --write` makes them."""
    written = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages(stored_figures())
    assert {f"{record.id}.md" for record in RECORDS} < set(written)


def test_the_figures_are_those_of_the_code() -> None:
    """Measured again on our own held-out lines and the generated texts, every figure is as published."""
    published = [detectors.Figure(**figure) for figure in stored_figures()["figures"]]
    for figure in detectors.own_figures():
        assert figure in published


def test_the_figures_on_the_sets_of_others_are_those_of_the_code() -> None:
    """The same where the sets of others are on this machine."""
    found, absent = detectors.shared_figures()
    if absent:
        pytest.skip(f"LEFT OUT: {', '.join(absent)} not at {labelled_sets.SHARED}; set COFFEEHOUSE_SHARED_DATA")
    published = [detectors.Figure(**figure) for figure in stored_figures()["figures"]]
    for figure in found:
        assert figure in published


@pytest.mark.parametrize("figure", stored_figures()["figures"], ids=lambda each: f"{each['detector']}, {each['set']}")
def test_our_own_lines_are_mostly_right(figure: dict[str, Any]) -> None:
    """A floor that no change may fall below: four in five of what is found is right, three in five of all is found."""
    measured = detectors.Figure(**figure)
    if measured.set.startswith(("our own", "generated", "words", "sentences", "copied", "texts of our")):
        assert (measured.precision or 0) >= 0.8
        assert (measured.recall or 0) >= 0.6
    else:
        # On the sets of others nothing that is called plain may be found often.
        assert measured.wrong <= 0.05 * (measured.wrong + measured.left)


def test_criticism_and_swearing_are_no_ground() -> None:
    """All 190 lines: allowed, no cue of any kind, nobody told, whoever writes them."""
    lines = labelled_sets.own("criticism")
    assert len(lines) >= 150
    for text, _, _ in lines:
        facts = text_facts(text)
        cues = {name for name, value in facts.items() if name.startswith("is_") and value}
        assert not cues, (text, cues)
        assert facts["spam_signal_count"] < 3
    row = detectors.shares("criticism", detectors._all(lines), detectors.citizen())
    assert (row["routed"], row["held"], row["refused"], row["removed"]) == (0, 0, 0, 0)


def test_nothing_is_held_or_refused_for_its_words() -> None:
    """On every published set: no removal, no hold; a refusal only by a limit that does not look at the words."""
    for row in stored_figures()["shares"]:
        assert row["removed"] == row["held"] == 0, row
        spoke = {rule for rule in row["rules"] if not rule.startswith("care.")}
        assert spoke <= {"safety.too-many-mentions"}, row


def test_naughty_strings_break_nothing() -> None:
    """Every one of them has all its facts, and none is held."""
    strings = labelled_sets.naughty()
    if strings is None:
        pytest.skip(f"LEFT OUT: naughty strings are not at {labelled_sets.SHARED}; set COFFEEHOUSE_SHARED_DATA")
    row = detectors.shares("naughty", strings, detectors.citizen())
    assert row["texts"] > 500
    assert (row["held"], row["refused"]) == (0, 0)


def test_the_anger_of_others_stands() -> None:
    """Surge's comments, many of them anger at those in power: none held, and hardly any told to a person."""
    comments = labelled_sets.surge()
    if comments is None:
        pytest.skip(f"LEFT OUT: surge_toxicity is not at {labelled_sets.SHARED}; set COFFEEHOUSE_SHARED_DATA")
    row = detectors.shares("surge", detectors._all(comments), detectors.citizen())
    assert (row["held"], row["refused"]) == (0, 0)
    assert row["routed"] < 0.05 * row["texts"]


def test_a_post_is_looked_at_in_no_time() -> None:
    """All detectors together stay far below a millisecond of processor time, also on a busy machine."""
    assert detectors.cpu_of_a_post(100) < 1.0
