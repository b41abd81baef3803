"""MakeRecoveryCodes: ten codes for the day the phone is gone."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.house import House
from tests.commands.signing_in import enrol_app

TEN = tuple(f"{number:064x}" for number in range(10))


def test_new_codes_end_the_earlier_ones(house: House) -> None:
    """Only hashes are kept, and none is in the ledger."""
    enrol_app(house)
    house.act("ada", commands.MakeRecoveryCodes(code_hashes=tuple(f"{number:064x}" for number in range(90, 100))))
    command = commands.MakeRecoveryCodes(code_hashes=TEN)
    _, fact = house.records("ada", command, "recovery.renewed", f"member/{house.member('ada')}")
    assert fact.payload["command"] == {}
    assert sorted(row[0] for row in sql.rows("SELECT code_hash FROM people_recoverycode")) == sorted(TEN)


@pytest.mark.parametrize("hashes", [TEN[:9], (*TEN[:9], TEN[0]), (*TEN[:9], "x" * 64), (*TEN[:9], "AB-CD")])
def test_ten_different_hashes(house: House, hashes: tuple[str, ...]) -> None:
    """Nothing else is taken for one."""
    enrol_app(house)
    house.refuses("ada", commands.MakeRecoveryCodes(code_hashes=hashes), Invalid)


def test_only_beside_a_second_step(house: House) -> None:
    """Without one there is nothing they could stand in for."""
    house.refuses("ada", commands.MakeRecoveryCodes(code_hashes=TEN), Conflict)
