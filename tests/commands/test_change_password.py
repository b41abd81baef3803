"""ChangePassword: setting a new password."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password, make_password

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, LimitReached
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


@pytest.fixture
def _with_password(house: House) -> None:
    house.arrange("UPDATE people_member SET password = %s WHERE email = 'ada@example.org'", make_password("hen"))


@pytest.mark.usefixtures("_with_password")
def test_the_new_one_holds_and_every_token_ends(house: House) -> None:
    """U4: apps are signed out; the ledger has neither password."""
    issue = people.IssueToken(account_id=house.id("ada"), scopes="read", label="x", token_hash=hash_secret("t"))
    house.act("mair", issue)
    command = people.ChangePassword(current_password="hen", password_hash=make_password("newydd"))
    _, fact = house.records("ada", command, "member.password_changed", f"member/{house.member('ada')}")
    assert fact.payload["command"] == {}
    assert check_password("newydd", sql.value("SELECT password FROM people_member WHERE email = 'ada@example.org'"))
    assert read_actor_by_token("t") is None


@pytest.mark.usefixtures("_with_password")
def test_the_current_one_must_be_known(house: House) -> None:
    """Nothing changes; D14: ten tries in a quarter of an hour."""
    command = people.ChangePassword(current_password="anghywir", password_hash="!")
    with clock.at(1_763_772_000_000):
        assert house.refuses("ada", command, Invalid).field == "current_password"
        for _ in range(9):
            house.refuses("ada", command, Invalid)
        house.refuses("ada", command, LimitReached)
