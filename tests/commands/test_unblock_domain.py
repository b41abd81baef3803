"""UnblockDomain: ending the block of a server."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import FollowAccount
from coffeehouse.domain.people.relation_commands import BlockDomain, UnblockDomain
from coffeehouse.kernel.errors import Invalid
from tests import elsewhere
from tests.commands.house import House


def test_following_may_begin_again(house: House) -> None:
    """It does not come back by itself; another's block is another's; again there is nothing to do."""
    dee = elsewhere.account()
    house.act("ada", FollowAccount(target_id=dee))
    for who in ("ada", "gwyn"):
        house.act(who, BlockDomain(domain="dee.example"))
    command = UnblockDomain(domain="Dee.Example")
    house.records("ada", command, "domain.unblocked", "domain/dee.example")
    assert sql.rows("SELECT account_id FROM people_domainblock") == [(house.id("gwyn"),)]
    assert house.counts("ada")[1] == 0
    house.act("ada", FollowAccount(target_id=dee))
    house.leaves("ada", command)


@pytest.mark.parametrize("written", ["", "dee", "a b.example"])
def test_d4_what_is_no_name_is_refused(house: House, written: str) -> None:
    """D4: it cannot have been blocked."""
    house.refuses("ada", UnblockDomain(domain=written), Invalid)
