"""RejectFollow: saying no to a follow request."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def _asked(house: House) -> None:
    house.act("ada", people.UpdateProfile(is_locked=True))
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))


@pytest.mark.usefixtures("_asked")
def test_the_request_goes_without_a_word(house: House) -> None:
    """Row and notification are gone, the asker is not told; again it is not found."""
    command = people.RejectFollow(account_id=house.id("fern"))
    house.records("ada", command, "follow.rejected", f"account/{house.id('fern')}")
    assert sql.rows("SELECT * FROM people_follow") == []
    assert house.notified("ada") == house.notified("fern") == []
    house.refuses("ada", command, NotFound)


@pytest.mark.parametrize("who", ["fern", "gwyn", "mair"])
@pytest.mark.usefixtures("_asked")
def test_o3_nobody_says_no_for_another(house: House, who: str) -> None:
    """O3: there is no such request of theirs."""
    house.refuses(who, people.RejectFollow(account_id=house.id("fern")), NotFound)


def test_a_follower_is_not_rejected(house: House) -> None:
    """Who follows already is removed instead."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.refuses("ada", people.RejectFollow(account_id=house.id("fern")), NotFound)
