"""RemoveFromList: taking accounts off a list."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def made(house: House) -> int:
    """A list of Fern's with Ada on it."""
    house.relate()
    found = int(house.act("fern", people.CreateList(title="Ffrindiau")).result)
    house.act("fern", people.AddToList(list_id=found, account_ids=(house.id("ada"),)))
    return found


def test_they_go(house: House, made: int) -> None:
    """Rows are gone; again there is nothing to do."""
    command = people.RemoveFromList(list_id=made, account_ids=(house.id("ada"), house.id("gwyn")))
    house.records("fern", command, "list.reduced", f"list/{made}")
    assert sql.rows("SELECT * FROM people_listmember") == []
    house.leaves("fern", command)


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_p1_anothers_list_is_not_found(house: House, made: int, who: str) -> None:
    """P1: also for those who are on it."""
    house.refuses(who, people.RemoveFromList(list_id=made, account_ids=(house.id("ada"),)), NotFound)
