"""ConfirmPassword: typing it again before changing how one signs in."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password

from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached
from tests.commands.house import House
from tests.commands.signing_in import NOW, enrol_app


@pytest.fixture(autouse=True)
def _with_password(house: House) -> None:
    house.arrange("UPDATE people_member SET password = %s WHERE email = 'ada@example.org'", make_password("hen"))


def test_the_right_one_confirms(house: House) -> None:
    """It is not in the ledger."""
    command = commands.ConfirmPassword(password="hen")
    _, fact = house.records("ada", command, "member.confirmed", f"member/{house.member('ada')}")
    assert fact.payload["command"] == {}


def test_a_wrong_one_is_recorded(house: House) -> None:
    """Ten in a quarter of an hour, then one waits (attack D14)."""
    with clock.at(NOW):
        for _ in range(10):
            done, _ = house.records("ada", commands.ConfirmPassword(password="x"), "member.second_step_refused")
            assert done.result is None
        house.refuses("ada", commands.ConfirmPassword(password="hen"), LimitReached)


def test_it_is_not_enough_for_who_has_more(house: House) -> None:
    """Somebody who knows the password alone must not take the second step away."""
    enrol_app(house)
    house.records("ada", commands.ConfirmPassword(password="hen"), "member.second_step_refused")
