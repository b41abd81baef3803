"""UnendorseAccount: recommending somebody no longer."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people.relation_commands import EndorseAccount, UnendorseAccount
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_the_row_goes_and_the_follow_stays(house: House) -> None:
    """One entry; again there is nothing to do; nobody's is nobody's."""
    house.relate()
    house.act("fern", EndorseAccount(target_id=house.id("ada")))
    command = UnendorseAccount(target_id=house.id("ada"))
    house.leaves("gwyn", command)
    house.records("fern", command, "endorsement.removed", f"account/{house.id('ada')}")
    assert sql.value("SELECT COUNT(*) FROM people_endorsement") == 0
    assert house.counts("ada")[0] == 1
    house.leaves("fern", command)
    house.refuses("fern", UnendorseAccount(target_id=1), NotFound)
