"""EndorseAccount: recommending somebody one follows on one's own profile."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import BlockAccount, FollowAccount, UnfollowAccount, UpdateProfile
from coffeehouse.domain.people.relation_commands import EndorseAccount
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def endorsed() -> list[tuple[int, int]]:
    """(who, whom) of every endorsement."""
    return sql.rows("SELECT account_id, target_id FROM people_endorsement")


def test_whom_one_follows_may_be_recommended(house: House) -> None:
    """A row and an entry; nobody is told; again there is nothing to do."""
    house.relate()
    command = EndorseAccount(target_id=house.id("ada"))
    before = house.notified("ada")
    house.records("fern", command, "account.endorsed", f"account/{house.id('ada')}")
    assert endorsed() == [(house.id("fern"), house.id("ada"))]
    assert house.notified("ada") == before
    house.leaves("fern", command)


def test_nobody_else_may(house: House) -> None:
    """Neither a stranger, nor somebody only asked, nor oneself; who blocks one does not exist."""
    house.relate()
    house.act("bevan", UpdateProfile(is_locked=True))
    house.act("gwyn", FollowAccount(target_id=house.id("bevan")))
    for target in ("bevan", "fern", "gwyn"):
        house.refuses("gwyn", EndorseAccount(target_id=house.id(target)), Invalid)
    house.refuses("hari", EndorseAccount(target_id=house.id("ada")), NotFound)
    house.refuses("gwyn", EndorseAccount(target_id=1), NotFound)


@pytest.mark.parametrize("end", [UnfollowAccount, BlockAccount])
def test_it_ends_with_the_follow(house: House, end: type[UnfollowAccount | BlockAccount]) -> None:
    """Who is no longer followed is no longer recommended."""
    house.relate()
    house.act("fern", EndorseAccount(target_id=house.id("ada")))
    house.act("fern", end(target_id=house.id("ada")))
    assert endorsed() == []
