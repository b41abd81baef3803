"""ResetSecondSteps: an administrator helps somebody who has lost everything."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from tests.commands.house import House
from tests.commands.signing_in import enrol_app, enrol_passkey


def reset(member_id: int, reason: str = "Came to the desk with their badge") -> commands.ResetSecondSteps:
    return commands.ResetSecondSteps(member_id=member_id, reason=reason)


def test_everything_goes_and_the_reason_stays(house: House) -> None:
    """Their browsers are signed out; the house itself may, on the command line."""
    enrol_app(house)
    enrol_passkey(house)
    house.act("ada", commands.MakeRecoveryCodes(code_hashes=tuple(f"{number:064x}" for number in range(10))))
    ada = house.member("ada")
    before = sql.value("SELECT sessions_ended_at FROM people_member WHERE id = %s", (ada,))
    _, fact = house.records("mair", reset(ada), "authenticator.all_removed", f"member/{ada}")
    assert fact.payload["command"]["reason"] == "Came to the desk with their badge"
    assert set(fact.states().values()) == {None}
    assert len(fact.states()) == 2
    for table in ("people_authenticator", "people_recoverycode"):
        assert sql.value(f"SELECT COUNT(*) FROM {table}") == 0
    assert sql.value("SELECT sessions_ended_at FROM people_member WHERE id = %s", (ada,)) > before
    house.leaves("mair", reset(ada))
    enrol_app(house, name="New")
    house.records("system", reset(ada), "authenticator.all_removed")


def test_only_administrators_with_a_reason_and_not_for_themselves(house: House) -> None:
    """Two people, always."""
    enrol_app(house)
    enrol_app(house, "mair")
    for who in ("gwyn", "cade", "rhys"):
        house.refuses(who, reset(house.member("ada")), Refused)
    assert house.refuses("mair", reset(house.member("ada"), " "), Invalid).field == "reason"
    house.refuses("mair", reset(house.member("mair")), Forbidden)
    house.refuses("mair", reset(1), NotFound)
