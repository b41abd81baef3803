"""RejectMember: turning a pending member away."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import account_id_of, read_actor_of_member
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.house import House


@pytest.fixture
def pending(house: House) -> int:
    """Non waits."""
    command = people.RegisterMember(username="non", email="non@example.org", password_hash="!")
    return int(house.act(ANONYMOUS, command).result["member_id"])


@pytest.mark.parametrize("who", ["cade", "mair"])
def test_the_member_is_told_and_never_shown(house: House, pending: int, who: str) -> None:
    """State and mail with the reason; they are nobody when they come back."""
    command = people.RejectMember(member_id=pending, reason="Dim ond trigolion")
    house.records(who, command, "member.rejected", f"member/{pending}")
    assert sql.value("SELECT state FROM people_member WHERE id = %s", (pending,)) == "rejected"
    assert account_id_of("non") is None
    assert house.jobs() == ["mail_confirm", "notify_sign_up", "mail_rejected"]
    assert read_actor_of_member(pending) == ANONYMOUS
    house.refuses(who, command, Conflict)


@pytest.mark.parametrize("who", ["ada", "rhys"])
def test_only_moderators_and_administrators(house: House, pending: int, who: str) -> None:
    """Policy refuses all others."""
    house.refuses(who, people.RejectMember(member_id=pending, reason="x"), Refused)


def test_a_reason_is_given(house: House, pending: int) -> None:
    """The person is told it."""
    house.refuses("cade", people.RejectMember(member_id=pending, reason=" "), Invalid)
