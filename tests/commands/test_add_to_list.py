"""AddToList: putting accounts one follows on a list."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
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


def test_an_exclusive_list_takes_them_out_of_home(house: House) -> None:
    """Boosts of theirs too; back to home when they leave the list, it is deleted, or another one is not exclusive."""
    house.relate()
    lists = [int(house.act("fern", people.CreateList(title=title, is_exclusive=True)).result) for title in ("a", "b")]
    posts_of_ada = [house.post()]
    boosted = house.post(who="gwyn")
    posts_of_ada.append(int(house.act("ada", posts.BoostPost(post_id=boosted)).result["id"]))
    for list_id in lists:
        house.act("fern", people.AddToList(list_id=list_id, account_ids=(house.id("ada"),)))
    posts_of_ada.append(house.post())
    again = house.post(who="bevan")
    posts_of_ada.append(int(house.act("ada", posts.BoostPost(post_id=again)).result["id"]))
    assert house.feed("fern") == []
    house.act("fern", people.RemoveFromList(list_id=lists[0], account_ids=(house.id("ada"),)))
    assert house.feed("fern") == []
    house.act("fern", people.DeleteList(list_id=lists[1]))
    assert sorted(house.feed("fern")) == posts_of_ada


def test_an_unmuted_account_comes_back_to_its_list(house: House, made: int) -> None:
    """And a deleted post, an unfollowed account leave it."""
    house.act("fern", people.UpdateList(list_id=made, is_exclusive=True))
    house.act("fern", people.AddToList(list_id=made, account_ids=(house.id("ada"),)))
    post, gone = house.post(), house.post("Hwyl")
    house.act("fern", people.MuteAccount(target_id=house.id("ada")))
    assert house.aside("fern") == []
    house.act("fern", people.UnmuteAccount(target_id=house.id("ada")))
    assert (house.feed("fern"), sorted(house.aside("fern"))) == ([], [post, gone])
    house.act("ada", posts.DeletePost(post_id=gone))
    assert house.aside("fern") == [post]
    house.act("fern", people.UnfollowAccount(target_id=house.id("ada")))
    assert house.aside("fern") == []


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_p1_anothers_list_is_not_found(house: House, made: int, who: str) -> None:
    """P1: for administrators too."""
    house.refuses(who, people.AddToList(list_id=made, account_ids=(house.id(who),)), NotFound)
