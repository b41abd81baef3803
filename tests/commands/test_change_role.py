"""ChangeRole: giving a member another role."""

from __future__ import annotations

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound, Problem
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


@pytest.mark.parametrize("role", ["moderator", "records", "admin"])
def test_the_role_changes_and_tokens_end(house: House, role: str) -> None:
    """U4: what an app was allowed before, it is no longer; the same again is no change."""
    issue = people.IssueToken(account_id=house.id("ada"), scopes="read", label="x", token_hash=hash_secret("t"))
    house.act("mair", issue)
    command = people.ChangeRole(member_id=house.member("ada"), role=role)
    _, fact = house.records("mair", command, "member.role_changed", f"member/{house.member('ada')}")
    assert fact.payload["kept"] == {"from": "member"}
    vouched = fact.states()["people_member", house.member("ada")]
    assert vouched is not None
    assert vouched["role"] == role
    assert house.actor("ada").role == role
    assert read_actor_by_token("t") is None
    house.leaves("mair", command)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Nobody makes themselves anything."""
    house.refuses(who, people.ChangeRole(member_id=house.member(who), role="admin"), Refused)


@pytest.mark.parametrize(("name", "role", "problem"), [("ada", "owner", Invalid), ("mair", "member", Conflict)])
def test_what_cannot_be(house: House, name: str, role: str, problem: type[Problem]) -> None:
    """An unknown role; the only administrator stepping down."""
    house.refuses("mair", people.ChangeRole(member_id=house.member(name), role=role), problem)


def test_nobody_is_not_found(house: House) -> None:
    """An id that no member has."""
    house.refuses("mair", people.ChangeRole(member_id=1, role="member"), NotFound)
