"""SetAliases: which accounts elsewhere are one's own too."""

from __future__ import annotations

import pytest

from coffeehouse.domain.federation.moving_commands import SetAliases
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import Forbidden, Invalid
from tests.commands.house import House
from tests.federation.elsewhere import stranger

ONE, TWO = "https://elsewhere.example/users/one", "https://elsewhere.example/users/two"


def test_these_and_no_others(house: House) -> None:
    """Setting them anew takes away those that are not named; the same again is nothing."""
    command = SetAliases(uris=(TWO, ONE))
    house.records("ada", command, "aliases.set", f"account/{house.id('ada')}")
    assert [alias.uri for alias in moves.aliases_of(house.id("ada"))] == [ONE, TWO]
    assert moves.says_it_is(house.id("ada"), ONE)
    house.leaves("ada", command)
    house.act("ada", SetAliases(uris=(ONE,)))
    assert not moves.says_it_is(house.id("ada"), TWO)
    assert "federate" not in house.jobs()


def test_followers_elsewhere_are_told(house: House) -> None:
    """The new address of an account asks for its profile."""
    stranger().does(people.FollowAccount(target_id=house.id("ada")))
    before = house.jobs().count("federate")
    house.act("ada", SetAliases(uris=(ONE,)))
    assert house.jobs().count("federate") == before + 1


@pytest.mark.parametrize(
    "uris", [tuple(f"{ONE}{at}" for at in range(11)), ("javascript:alert(1)",), ("https://x.example/" + "x" * 2_000,)]
)
def test_what_cannot_be_is_refused(house: House, uris: tuple[str, ...]) -> None:
    """More than ten, no address, an endless one; and oneself."""
    house.refuses("ada", SetAliases(uris=uris), Invalid)
    house.refuses("ada", SetAliases(uris=(moves.identity_here(house.id("ada")),)), Invalid)


def test_an_app_needs_leave_to(house: House) -> None:
    """`write:accounts`."""
    house.refuses(house.with_scopes("ada", "write:statuses"), SetAliases(uris=(ONE,)), Forbidden)
