"""AppointBodyAdmin: letting a member look after a body."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries.voices import administers
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def bodies(house: House) -> tuple[int, int, int]:
    """Two bodies and a team of the first."""
    first = int(house.act("mair", people.CreateBody(slug="first", name="First")).result)
    team = int(house.act("mair", people.CreateBody(slug="team", name="Team", parent_id=first)).result)
    return first, int(house.act("mair", people.CreateBody(slug="second", name="Second")).result), team


def test_they_look_after_the_body_and_its_teams(house: House) -> None:
    """And of no other; they may appoint others. Twice is once."""
    first, second, team = bodies(house)
    command = AppointBodyAdmin(body_id=first, member_id=house.member("fern"))
    _, fact = house.records("mair", command, "body.admin_appointed", f"body/{first}")
    assert fact.payload["kept"] == {"member": str(house.member("fern"))}
    assert [administers(house.actor("fern"), body) for body in (first, team, second)] == [True, True, False]
    house.leaves("mair", command)
    next_one = AppointBodyAdmin(body_id=first, member_id=house.member("gwyn"))
    house.records("fern", next_one, "body.admin_appointed", f"body/{first}")


def test_who_looks_after_a_team_does_not_look_after_its_body(house: House) -> None:
    """Down, not up."""
    first, _, team = bodies(house)
    house.act("mair", AppointBodyAdmin(body_id=team, member_id=house.member("fern")))
    assert [administers(house.actor("fern"), body) for body in (team, first)] == [True, False]


def test_p6_nobody_appoints_for_another_body(house: House) -> None:
    """P6: it does not exist for them; a body there is not, and a member there is not, are not found either."""
    first, second, _ = bodies(house)
    house.act("mair", AppointBodyAdmin(body_id=first, member_id=house.member("fern")))
    house.refuses("fern", AppointBodyAdmin(body_id=second, member_id=house.member("gwyn")), NotFound)
    house.refuses("mair", AppointBodyAdmin(body_id=1, member_id=house.member("gwyn")), NotFound)
    house.refuses("mair", AppointBodyAdmin(body_id=first, member_id=1), NotFound)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_who_looks_after_it(house: House, who: str) -> None:
    """Policy refuses all others."""
    first, _, _ = bodies(house)
    house.refuses(who, AppointBodyAdmin(body_id=first, member_id=house.member("ada")), Refused)
