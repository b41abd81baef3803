"""UpdateList: changing a list of one's own."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.queries import list_timeline
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.pages import Page
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


def test_an_exclusive_list_keeps_its_accounts_out_of_home(house: House) -> None:
    """From the moment it becomes one until it is one no longer; what was there before moves as well."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    list_id = int(house.act("fern", people.CreateList(title="Ar wahân")).result)
    house.act("fern", people.AddToList(list_id=list_id, account_ids=(house.id("ada"), house.id("fern"))))
    own, first = house.post(who="fern"), house.post()
    assert sorted(house.feed("fern")) == [own, first]
    house.act("fern", people.UpdateList(list_id=list_id, is_exclusive=True))
    assert house.feed("fern") == [own]
    second = house.post()
    assert house.feed("fern") == [own]
    page = Page(limit=20)
    listed = list_timeline(house.id("fern"), list_id, page)
    assert listed is not None
    assert [key for key, _ in listed] == [second, first, own]
    house.act("fern", people.UpdateList(list_id=list_id, is_exclusive=False))
    assert sorted(house.feed("fern")) == [own, first, second]
    assert sql.value("SELECT COUNT(*) FROM posts_feed WHERE account_id < 0") == 0


@pytest.mark.parametrize("who", ["bevan", "mair"])
def test_p1_anothers_list_is_not_found(house: House, made: int, who: str) -> None:
    """P1: for administrators too."""
    house.refuses(who, people.UpdateList(list_id=made, title="x"), NotFound)


@pytest.mark.parametrize("members", [{"title": ""}, {"title": "x" * 257}, {"replies_policy": "all"}])
def test_d4_what_does_not_fit_is_refused(house: House, made: int, members: dict[str, str]) -> None:
    """D4: and nothing changes."""
    house.refuses("ada", people.UpdateList(list_id=made, **members), Invalid)  # type: ignore[arg-type]
