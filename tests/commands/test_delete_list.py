"""DeleteList: removing a list of one's own."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_it_goes_with_its_members(house: House) -> None:
    """Rows are gone; again it is not found."""
    made = int(house.act("ada", people.CreateList(title="Ffrindiau")).result)
    house.act("ada", people.AddToList(list_id=made, account_ids=(house.id("ada"),)))
    house.records("ada", people.DeleteList(list_id=made), "list.deleted", f"list/{made}")
    assert sql.rows("SELECT * FROM people_list") == sql.rows("SELECT * FROM people_listmember") == []
    house.refuses("ada", people.DeleteList(list_id=made), NotFound)


@pytest.mark.parametrize("who", ["bevan", "mair"])
def test_p1_anothers_list_is_not_found(house: House, who: str) -> None:
    """P1: for administrators too."""
    made = int(house.act("ada", people.CreateList(title="Ffrindiau")).result)
    house.refuses(who, people.DeleteList(list_id=made), NotFound)
