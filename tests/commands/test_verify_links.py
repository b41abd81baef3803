"""VerifyLinks: a link on a profile was seen to link back to it."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.domain.people.queries import read_links, read_profile
from coffeehouse.domain.people.relation_commands import VerifyLinks
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from tests.commands.house import House

NOW = 1_763_772_000_000
LINKS = ("https://ada.example/", "https://blog.example/ada")


@pytest.fixture
def fields(house: House) -> tuple[tuple[str, str], ...]:
    """Ada has two links on her profile, and two values that are none."""
    found = (("Safle", LINKS[0]), ("Blog", LINKS[1]), ("Tref", "Bangor"), ("Hen", "see https://old.example/"))
    house.act("ada", UpdateProfile(fields=found))
    return found


def verified(house: House) -> list[str | None]:
    """When each field of Ada's was verified."""
    profile = read_profile(house.id("ada"))
    assert profile is not None
    return [field["verified_at"] for field in profile["fields"]]


def test_the_time_stands_beside_the_link(house: House, fields: object) -> None:
    """In the row and in the account as others see it; the ledger vouches for both; again there is nothing to do."""
    assert read_links(house.id("ada")) == list(LINKS)
    command = VerifyLinks(account_id=house.id("ada"), links=(LINKS[0], "https://elsewhere.example/"))
    with clock.at(NOW):
        _, fact = house.records("system", command, "links.verified", f"account/{house.id('ada')}")
    assert fact.payload["kept"] == {"links": [LINKS[0]]}
    assert verified(house) == [clock.iso(NOW), None, None, None]
    state = fact.states()["people_account", house.id("ada")]
    assert state is not None
    assert f'"verified_at":"{clock.iso(NOW)}"' in state["fragment"]
    assert read_links(house.id("ada")) == [LINKS[1]]
    house.leaves("system", command)


def test_a_link_keeps_it_as_long_as_it_stays_the_same(house: House, fields: tuple[tuple[str, str], ...]) -> None:
    """Under another name as well; a changed one is to be verified anew."""
    with clock.at(NOW):
        house.act("system", VerifyLinks(account_id=house.id("ada"), links=LINKS))
    house.act("ada", UpdateProfile(fields=(("Fy safle", LINKS[0]), ("Blog", LINKS[1] + "/2"))))
    assert verified(house) == [clock.iso(NOW), None]


def test_a_change_of_the_profile_asks_for_it(house: House) -> None:
    """While there is a link that is not verified; not without one."""
    house.act("ada", UpdateProfile(fields=(("Tref", "Bangor"), ("Plain", "http://ada.example/"))))
    assert house.jobs() == []
    house.act("ada", UpdateProfile(fields=(("Safle", LINKS[0]),)))
    assert house.jobs() == ["verify_links"]
    house.act("system", VerifyLinks(account_id=house.id("ada"), links=LINKS))
    house.act("ada", UpdateProfile(note="Helo"))
    assert house.jobs() == ["verify_links"]


@pytest.mark.parametrize("who", ["ada", "mair"])
def test_only_the_house_verifies(house: House, fields: object, who: str) -> None:
    """Nobody says of themselves that it is so."""
    house.refuses(who, VerifyLinks(account_id=house.id("ada"), links=LINKS), Refused)
