"""UnmuteAccount: ending a mute."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_the_mute_goes_and_the_followed_come_back(house: House) -> None:
    """What a followed account said lately is in the feed again; again there is nothing to do."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.act("fern", people.MuteAccount(target_id=house.id("ada")))
    post = house.post()
    command = people.UnmuteAccount(target_id=house.id("ada"))
    house.records("fern", command, "account.unmuted", f"account/{house.id('ada')}")
    assert sql.rows("SELECT * FROM people_mute") == []
    assert house.feed("fern") == [post]
    house.leaves("fern", command)


def test_who_is_not_followed_stays_out_of_the_feed(house: House) -> None:
    """An unmute is no follow."""
    house.act("gwyn", people.MuteAccount(target_id=house.id("ada")))
    house.post()
    house.act("gwyn", people.UnmuteAccount(target_id=house.id("ada")))
    assert house.feed("gwyn") == []


def test_nobody_is_not_found(house: House) -> None:
    """An id that no account has."""
    house.refuses("ada", people.UnmuteAccount(target_id=1), NotFound)
