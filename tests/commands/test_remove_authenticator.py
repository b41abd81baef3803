"""RemoveAuthenticator: a member takes a second step of theirs away."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.house import House
from tests.commands.signing_in import enrol_app, enrol_passkey


def held() -> list[int]:
    return [row[0] for row in sql.rows("SELECT id FROM people_authenticator ORDER BY id")]


def test_ones_own_goes_and_the_ledger_knows_it_gone(house: House) -> None:
    """With the last one recovery codes end as well: they stood in for it."""
    enrol_app(house)
    enrol_passkey(house)
    house.act("ada", commands.MakeRecoveryCodes(code_hashes=tuple(f"{number:064x}" for number in range(10))))
    first, second = held()
    command = commands.RemoveAuthenticator(authenticator_id=first)
    _, fact = house.records("ada", command, "authenticator.removed", f"authenticator/{first}")
    assert fact.states() == {("people_authenticator", first): None}
    assert sql.value("SELECT COUNT(*) FROM people_recoverycode") == 10
    house.act("ada", commands.RemoveAuthenticator(authenticator_id=second))
    assert sql.value("SELECT COUNT(*) FROM people_recoverycode") == 0


def test_nobody_elses(house: House) -> None:
    """It is not there for others, whatever their role."""
    enrol_app(house)
    for who in ("gwyn", "mair"):
        house.refuses(who, commands.RemoveAuthenticator(authenticator_id=held()[0]), NotFound)


def test_the_last_one_of_who_needs_one_stays(house: House, settings: Any) -> None:
    """Where the house asks for it: moderators, and who has a seat; citizens may."""
    settings.STAFF_SECOND_FACTOR = True
    enrol_app(house, "cade")
    house.refuses("cade", commands.RemoveAuthenticator(authenticator_id=held()[0]), Conflict)
    enrol_app(house, "gwyn")
    house.act("gwyn", commands.RemoveAuthenticator(authenticator_id=held()[1]))
