"""AddMember: the house adds an active member."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import account_id_of
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


def add(**more: str) -> people.AddMember:
    """With a name and an address."""
    return people.AddMember(
        **{"username": "non", "email": "non@example.org", "password_hash": "hash", "display_name": "Non", **more}
    )


@pytest.mark.parametrize("role", ["member", "moderator", "records", "admin"])
def test_member_and_persona_are_there(house: House, role: str) -> None:
    """Active at once, with the role; the ledger vouches for the account and has no password."""
    done, fact = house.records("mair", add(role=role), "member.added")
    member_id, account_id = int(done.result["member_id"]), int(done.result["account_id"])
    assert fact.object == f"member/{member_id}"
    assert fact.states().keys() == {("people_member", member_id), ("people_account", account_id)}
    vouched = fact.states()["people_member", member_id]
    assert vouched is not None
    assert (vouched["role"], vouched["state"]) == (role, "active")
    assert "hash" not in vouched.values()
    assert sql.row("SELECT role, state FROM people_member WHERE id = %s", (member_id,)) == (role, "active")
    assert account_id_of("non") == account_id


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """And the house itself."""
    house.refuses(who, add(), Refused)
    house.records("system", add(), "member.added")


@pytest.mark.parametrize(
    "members", [{"role": "owner"}, {"username": "ada"}, {"email": "ADA@example.org"}, {"email": "none"}]
)
def test_what_does_not_fit_is_refused(house: House, members: dict[str, str]) -> None:
    """Nothing is stored."""
    house.refuses("mair", add(**members), Invalid)
