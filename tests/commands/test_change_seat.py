"""ChangeSeat: what a seat allows, until when, and how its words are signed."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin, ChangeSeat
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House


def change(house: House, voice: int, **members: Any) -> ChangeSeat:
    """Of Ada's seat."""
    return ChangeSeat(**{"member_id": house.member("ada"), "account_id": voice, "powers": ("release",), **members})


def test_powers_time_and_name_change(house: House) -> None:
    """The row; the same again leaves no entry."""
    voice, end = house.voice(), clock.now_ms() + clock.DAY
    command = change(house, voice, powers=("release", "suggest"), expires_at=end, signed_name="  Ada Bowen ")
    _, fact = house.records("mair", command, "seat.changed", f"account/{voice}")
    assert fact.payload["kept"] == {"member": str(house.member("ada")), "powers_before": "draft release"}
    assert sql.rows("SELECT powers, expires_at, signed_name FROM people_seat") == [
        ("suggest release", end, "Ada Bowen")
    ]
    house.leaves("mair", command)


def test_what_cannot_be(house: House) -> None:
    """No power, a time that has passed, a name too long; a seat there is not; one that has run out."""
    voice = house.voice()
    wrong: list[dict[str, Any]] = [
        {"powers": ()},
        {"expires_at": clock.now_ms()},
        {"signed_name": "x" * 61},
    ]
    for members in wrong:
        house.refuses("mair", change(house, voice, **members), Invalid)
    house.refuses("mair", change(house, voice, member_id=house.member("gwyn")), NotFound)
    house.refuses("mair", change(house, house.id("gwyn")), NotFound)
    end = clock.now_ms() + clock.HOUR
    house.act("mair", change(house, voice, expires_at=end))
    with clock.at(end):
        house.refuses("mair", change(house, voice), Conflict)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_not_by_who_holds_it(house: House, who: str) -> None:
    """Policy refuses all who look after no body."""
    house.refuses(who, change(house, house.voice()), Refused)


def test_p6_not_by_administrators_of_another_body(house: House) -> None:
    """P6: for them the seat does not exist."""
    voice = house.voice()
    other = int(house.act("mair", people.CreateBody(slug="other", name="Other")).result)
    house.act("mair", AppointBodyAdmin(body_id=other, member_id=house.member("fern")))
    house.refuses("fern", change(house, voice), NotFound)
