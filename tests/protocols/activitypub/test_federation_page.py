"""FEDERATION.md: every example in it is what the program writes, and what it says is understood is."""

from __future__ import annotations

import pytest

from coffeehouse.federation.dispatching import TAKES
from coffeehouse.protocols.activitypub.collections import read_collection
from coffeehouse.protocols.activitypub.reading_activities import ACTIVITIES, read_activity
from coffeehouse.protocols.activitypub.reading_actors import read_actor
from coffeehouse.protocols.activitypub.reading_objects import read_object, read_stamp
from tests.protocols.activitypub.federation_page import EXAMPLES, PAGE, TAKEN, named, rewritten

OBJECTS, ACTORS, LISTS = {"note", "question", "quote"}, {"house"}, {"collection", "page"}


def page() -> str:
    """The file."""
    return PAGE.read_text("utf-8")


def test_the_page_is_up_to_date() -> None:
    """Else: python -m tests.protocols.activitypub.federation_page."""
    assert page() == rewritten(page())
    assert named(page()) == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"tombstone", "actor", "bare-actor"}))
def test_every_example_is_understood(name: str) -> None:
    """By our own reader of its kind; keys of actors are cut short on the page."""
    readers = [(OBJECTS, read_object), (ACTORS, read_actor), (LISTS, read_collection), ({"stamp"}, read_stamp)]
    reader = next((reader for names, reader in readers if name in names), read_activity)
    assert reader(EXAMPLES[name])  # type: ignore[operator]  # readers of different kinds


def test_what_is_taken_stands_in_the_table() -> None:
    """Every activity that does something here has its line."""
    assert set(TAKES) <= set(TAKEN)
    assert set(TAKEN) | {"Undo"} == ACTIVITIES
    for kind in TAKES:
        assert f"| `{kind}` | {TAKEN[kind]} |" in page()
