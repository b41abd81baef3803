"""AddToList: putting accounts one follows on a list."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def made(house: House) -> int:
    """A list of Fern's, who follows Ada."""
    house.relate()
    return int(house.act("fern", people.CreateList(title="Ffrindiau")).result)


def test_whom_one_follows_and_oneself(house: House, made: int) -> None:
    """A row for each; again there is nothing to do."""
    command = people.AddToList(list_id=made, account_ids=(house.id("ada"), house.id("fern")))
    house.records("fern", command, "list.extended", f"list/{made}")
    found = sql.rows("SELECT list_id, account_id FROM people_listmember ORDER BY account_id")
    assert found == [(made, house.id("ada")), (made, house.id("fern"))]
    house.leaves("fern", command)


def test_all_or_none(house: House, made: int) -> None:
    """Somebody not followed is not found, and then nobody is put on it."""
    command = people.AddToList(list_id=made, account_ids=(house.id("ada"), house.id("gwyn")))
    house.refuses("fern", command, NotFound)


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_p1_anothers_list_is_not_found(house: House, made: int, who: str) -> None:
    """P1: for administrators too."""
    house.refuses(who, people.AddToList(list_id=made, account_ids=(house.id(who),)), NotFound)
