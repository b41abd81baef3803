"""UpdateList: changing a list of one's own."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


@pytest.fixture
def made(house: House) -> int:
    """A list of Ada's."""
    return int(house.act("ada", people.CreateList(title="Ffrindiau")).result)


def test_what_is_given_changes(house: House, made: int) -> None:
    """What is not given stays; the same again is no change."""
    command = people.UpdateList(list_id=made, title="Teulu", is_exclusive=True)
    house.records("ada", command, "list.updated", f"list/{made}")
    assert sql.row("SELECT title, replies_policy, is_exclusive FROM people_list") == ("Teulu", "list", True)
    house.records("ada", people.UpdateList(list_id=made, replies_policy="none"), "list.updated")
    assert sql.value("SELECT replies_policy FROM people_list") == "none"
    house.leaves("ada", command)


@pytest.mark.parametrize("who", ["bevan", "mair"])
def test_p1_anothers_list_is_not_found(house: House, made: int, who: str) -> None:
    """P1: for administrators too."""
    house.refuses(who, people.UpdateList(list_id=made, title="x"), NotFound)


@pytest.mark.parametrize("members", [{"title": ""}, {"title": "x" * 257}, {"replies_policy": "all"}])
def test_d4_what_does_not_fit_is_refused(house: House, made: int, members: dict[str, str]) -> None:
    """D4: and nothing changes."""
    house.refuses("ada", people.UpdateList(list_id=made, **members), Invalid)  # type: ignore[arg-type]
