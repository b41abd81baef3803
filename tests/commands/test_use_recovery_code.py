"""UseRecoveryCode: a code from paper, when the phone is gone."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, LimitReached
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols.one_time_codes import new_recovery_codes, plain_recovery_code
from tests.commands.house import House
from tests.commands.signing_in import NOW, enrol_app

HERE = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")


@pytest.fixture
def codes(house: House) -> list[str]:
    """Ada's."""
    enrol_app(house)
    made = new_recovery_codes()
    hashes = tuple(hash_secret(plain_recovery_code(code)) for code in made)
    house.act("ada", commands.MakeRecoveryCodes(code_hashes=hashes))
    return made


def use(house: House, code: str, who: str = "ada") -> commands.UseRecoveryCode:
    return commands.UseRecoveryCode(member_id=house.member(who), code=code, first="password")


def test_each_opens_once_however_it_is_typed(house: House, codes: list[str]) -> None:
    """The entry says that it was a recovery code, and not which."""
    typed = f" {codes[0].lower().replace('-', ' ')} "
    done, fact = house.records(HERE, use(house, typed), "member.signed_in", f"member/{house.member('ada')}")
    assert done.result == str(house.member("ada"))
    assert fact.payload["kept"] == {"method": "password+recovery_code"}
    assert "code" not in fact.payload["command"]
    done, _ = house.records(HERE, use(house, codes[0]), "member.second_step_refused")
    assert done.result is None
    assert sql.value("SELECT COUNT(*) FROM people_recoverycode WHERE used_at IS NULL") == 9
    assert house.act(HERE, use(house, codes[1])).result


def test_nobody_elses_and_no_nonsense(house: House, codes: list[str]) -> None:
    """Recorded as a try."""
    assert house.act(HERE, use(house, codes[0], "gwyn")).result is None
    for code in ("", "-", "x" * 200, codes[0][:-1]):
        assert house.act(HERE, use(house, code)).result is None
    house.refuses("gwyn", use(house, codes[0]), Forbidden)


def test_d14_they_share_their_limit_with_other_codes(house: House, codes: list[str]) -> None:
    """D14: six tries of any kind."""
    with clock.at(NOW):
        for _ in range(3):
            house.act(HERE, use(house, "x"))
            house.act(HERE, commands.UseOneTimeCode(member_id=house.member("ada"), code="000000", first="password"))
        house.refuses(HERE, use(house, codes[0]), LimitReached)
