"""GrantSeat: giving a member a seat at a voice."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


@pytest.fixture
def voice(house: House) -> int:
    """A voice at which Ada has a seat."""
    return house.voice()


def test_the_member_may_act_as_the_voice(house: House, voice: int) -> None:
    """A row; other powers replace those there were."""
    for powers in (("draft", "review"), ("release",)):
        command = people.GrantSeat(member_id=house.member("gwyn"), account_id=voice, powers=powers)
        _, fact = house.records("mair", command, "seat.granted", f"account/{voice}")
        assert fact.payload["kept"] == {"member": str(house.member("gwyn"))}
    found = sql.rows("SELECT powers FROM people_seat WHERE member_id = %s", (house.member("gwyn"),))
    assert found == [("release",)]
    actor = house.actor("gwyn", account_id=voice)
    assert (actor.account_id, actor.capacity) == (voice, "voice")


def test_a_seat_can_end_by_itself(house: House, voice: int) -> None:
    """From its last millisecond the member is only themselves."""
    command = people.GrantSeat(
        member_id=house.member("gwyn"), account_id=voice, powers=("draft",), expires_at=1_763_772_000_000
    )
    house.act("mair", command)
    with clock.at(1_763_772_000_000 - 1):
        assert house.actor("gwyn", account_id=voice).account_id == voice
    with clock.at(1_763_772_000_000):
        assert house.actor("gwyn", account_id=voice).account_id == house.id("gwyn")


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, voice: int, who: str) -> None:
    """Who holds a seat cannot give one."""
    command = people.GrantSeat(member_id=house.member("gwyn"), account_id=voice, powers=("draft",))
    house.refuses(who, command, Refused)


def test_what_cannot_be(house: House, voice: int) -> None:
    """Unknown powers or none; a seat at a person; a member there is not."""
    gwyn = house.member("gwyn")
    for powers in ((), ("rule",)):
        house.refuses("mair", people.GrantSeat(member_id=gwyn, account_id=voice, powers=powers), Invalid)
    house.refuses("mair", people.GrantSeat(member_id=gwyn, account_id=house.id("ada"), powers=("draft",)), NotFound)
    house.refuses("mair", people.GrantSeat(member_id=1, account_id=voice, powers=("draft",)), NotFound)
