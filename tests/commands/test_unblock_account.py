"""UnblockAccount: ending a block."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_the_block_goes_and_nothing_comes_back(house: House) -> None:
    """Following does not return by itself; again there is nothing to do."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    command = people.UnblockAccount(target_id=house.id("fern"))
    house.records("ada", command, "account.unblocked", f"account/{house.id('fern')}")
    assert sql.rows("SELECT * FROM people_block") == sql.rows("SELECT * FROM people_follow") == []
    house.leaves("ada", command)


def test_only_ones_own_block_ends(house: House) -> None:
    """The blocked cannot unblock themselves."""
    house.act("ada", people.BlockAccount(target_id=house.id("fern")))
    house.leaves("fern", people.UnblockAccount(target_id=house.id("ada")))


def test_nobody_is_not_found(house: House) -> None:
    """An id that no account has."""
    house.refuses("ada", people.UnblockAccount(target_id=1), NotFound)
