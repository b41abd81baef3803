"""SuspendMember: shutting a member out."""

from __future__ import annotations

import pytest

from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import account_id_of, read_actor_by_token
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


def test_everything_of_theirs_ends_at_once(house: House) -> None:
    """U4: token, session, persona; their posts are seen by nobody; the ledger vouches for the hidden account."""
    post = house.post()
    issue = people.IssueToken(account_id=house.id("ada"), scopes="read", label="x", token_hash=hash_secret("t"))
    house.act("mair", issue)
    command = people.SuspendMember(member_id=house.member("ada"), reason="Bygythiad")
    _, fact = house.records("mair", command, "member.suspended", f"member/{house.member('ada')}")
    assert ("people_account", house.id("ada")) in fact.states()
    assert read_actor_by_token("t") is None
    assert house.actor("ada") == ANONYMOUS
    assert account_id_of("ada") is None
    assert read_status(house.id("fern"), post) is None
    house.refuses("mair", command, Conflict)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy refuses all others."""
    house.refuses(who, people.SuspendMember(member_id=house.member("gwyn"), reason="x"), Refused)


@pytest.mark.parametrize(
    ("name", "reason", "problem"), [("mair", "x", Forbidden), ("ada", " ", Invalid), (None, "x", NotFound)]
)
def test_what_cannot_be(house: House, name: str | None, reason: str, problem: type[Problem]) -> None:
    """Oneself, without a reason, nobody."""
    command = people.SuspendMember(member_id=house.member(name) if name else 1, reason=reason)
    house.refuses("mair", command, problem)


def test_one_administrator_stays(house: House) -> None:
    """The house itself cannot suspend the last one either."""
    house.refuses("system", people.SuspendMember(member_id=house.member("mair"), reason="x"), Conflict)
