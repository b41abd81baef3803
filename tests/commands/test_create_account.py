"""CreateAccount: a voice or service of a body, or a further persona."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


@pytest.fixture
def body(house: House) -> int:
    """An organisation."""
    return int(house.act("mair", people.CreateBody(slug="cyngor", name="Cyngor")).result)


@pytest.mark.parametrize("kind", ["voice", "service", "community"])
def test_official_accounts_are_made_by_administrators(house: House, body: int, kind: str) -> None:
    """X5: the badge is the server's; a citizen, a moderator, the records manager cannot make one."""
    command = people.CreateAccount(username="dwr", kind=kind, display_name="Dŵr", body_id=body)
    for who in ("ada", "cade", "rhys"):
        house.refuses(who, command, Refused)
    done, fact = house.records("mair", command, "account.created")
    account_id = int(done.result)
    assert fact.states().keys() == {("people_account", account_id)}
    row = sql.row("SELECT acct, kind, body_id, member_id FROM people_account WHERE id = %s", (account_id,))
    assert row == ("dwr", kind, body, None)


def test_a_further_persona_is_ones_own(house: House) -> None:
    """It belongs to the member who asks, and to no body."""
    done, _ = house.records("ada", people.CreateAccount(username="ada_bardd", kind="persona"), "account.created")
    row = sql.row("SELECT kind, body_id, member_id FROM people_account WHERE id = %s", (int(done.result),))
    assert row == ("persona", None, house.member("ada"))


def test_p5_a_persona_cannot_borrow_a_body(house: House, body: int) -> None:
    """P5: a citizen's persona never stands under an organisation."""
    house.refuses("ada", people.CreateAccount(username="ada2", kind="persona", body_id=body), Invalid)


@pytest.mark.parametrize(
    "members",
    [
        {"kind": "robot"},
        {"kind": "voice"},
        {"kind": "voice", "body_id": 1},
        {"kind": "persona", "username": "Ada"},
        {"kind": "persona", "username": "system"},
    ],
)
def test_what_does_not_fit_is_refused(house: House, members: dict[str, Any]) -> None:
    """An unknown kind, a voice of nobody, a name that is taken or reserved."""
    house.refuses("mair", people.CreateAccount(**{"username": "x", **members}), Invalid)
