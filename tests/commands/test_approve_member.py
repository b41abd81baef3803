"""ApproveMember: letting a pending member in."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import account_id_of, read_actor_of_member
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.house import House


@pytest.fixture
def pending(house: House) -> int:
    """Non waits."""
    command = people.RegisterMember(username="non", email="non@example.org", password_hash="!")
    return int(house.act(ANONYMOUS, command).result["member_id"])


@pytest.mark.parametrize("who", ["cade", "mair"])
def test_the_member_is_in_and_shown(house: House, pending: int, who: str) -> None:
    """State, persona, mail; the ledger vouches for the account; a second decision is a conflict."""
    command = people.ApproveMember(member_id=pending)
    _, fact = house.records(who, command, "member.approved", f"member/{pending}")
    row = sql.row("SELECT state, decided_by_id FROM people_member WHERE id = %s", (pending,))
    assert row == ("active", house.member(who))
    account_id = account_id_of("non")
    assert account_id is not None
    assert ("people_account", account_id) in fact.states()
    assert house.jobs() == ["mail_confirm", "notify_sign_up", "mail_approved"]
    house.refuses(who, command, Conflict)


@pytest.mark.parametrize("who", ["ada", "rhys"])
def test_only_moderators_and_administrators(house: House, pending: int, who: str) -> None:
    """Policy refuses all others."""
    house.refuses(who, people.ApproveMember(member_id=pending), Refused)


def test_w1_nobody_approves_themselves(house: House, pending: int) -> None:
    """W1: who waits cannot let themselves in."""
    house.refuses(read_actor_of_member(pending), people.ApproveMember(member_id=pending), Refused)


def test_nobody_is_not_found(house: House) -> None:
    """An id that no member has."""
    house.refuses("mair", people.ApproveMember(member_id=1), NotFound)
