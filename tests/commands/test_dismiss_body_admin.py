"""DismissBodyAdmin: a member no longer looks after a body."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin, DismissBodyAdmin
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def body(house: House) -> int:
    """A body that Fern looks after."""
    body_id = int(house.act("mair", people.CreateBody(slug="first", name="First")).result)
    house.act("mair", AppointBodyAdmin(body_id=body_id, member_id=house.member("fern")))
    return body_id


def test_from_then_on_policy_refuses_them(house: House, body: int) -> None:
    """And there is nobody to dismiss a second time."""
    command = DismissBodyAdmin(body_id=body, member_id=house.member("fern"))
    house.records("mair", command, "body.admin_dismissed", f"body/{body}")
    house.refuses("fern", AppointBodyAdmin(body_id=body, member_id=house.member("fern")), Refused)
    house.refuses("mair", command, NotFound)


def test_p6_not_those_of_another_body(house: House, body: int) -> None:
    """P6: they do not exist."""
    other = int(house.act("mair", people.CreateBody(slug="other", name="Other")).result)
    house.act("mair", AppointBodyAdmin(body_id=other, member_id=house.member("gwyn")))
    house.refuses("gwyn", DismissBodyAdmin(body_id=body, member_id=house.member("fern")), NotFound)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_who_looks_after_it(house: House, body: int, who: str) -> None:
    """Policy refuses all others."""
    house.refuses(who, DismissBodyAdmin(body_id=body, member_id=house.member("fern")), Refused)
