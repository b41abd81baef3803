"""UseOneTimeCode: the code of an authenticator app."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, LimitReached
from coffeehouse.protocols.one_time_codes import STEP, code_at
from tests.commands.house import House
from tests.commands.signing_in import NOW, enrol_app

HERE = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")
REFUSED = "member.second_step_refused"


def use(house: House, code: str, who: str = "ada", first: str = "password") -> commands.UseOneTimeCode:
    return commands.UseOneTimeCode(member_id=house.member(who), code=code, first=first)


def test_the_code_opens_and_the_entry_says_how(house: House) -> None:
    """Answer: the member; the ledger has the way, not the code."""
    secret = enrol_app(house)
    with clock.at(NOW + STEP):
        command = use(house, code_at(secret, NOW + STEP))
        done, fact = house.records(HERE, command, "member.signed_in", f"member/{house.member('ada')}")
    assert done.result == str(house.member("ada"))
    assert fact.payload["kept"]["method"] == "password+code"
    assert "code" not in fact.payload["command"]


def test_who_is_signed_in_confirms(house: House) -> None:
    """The same code, another entry."""
    secret = enrol_app(house)
    with clock.at(NOW + STEP):
        house.records("ada", use(house, code_at(secret, NOW + STEP), first=""), "member.confirmed")
        house.refuses("gwyn", use(house, code_at(secret, NOW + STEP), first=""), Forbidden)


def test_a_replayed_code_is_refused(house: House) -> None:
    """Not twice, not the one shown when the app was set up, none from before one that was used; also by another app."""
    secret = enrol_app(house)
    with clock.at(NOW):
        house.records(HERE, use(house, code_at(secret, NOW)), REFUSED)
    with clock.at(NOW + 2 * STEP):
        code = code_at(secret, NOW + 2 * STEP)
        assert house.act(HERE, use(house, code)).result
        for again in (code, code_at(secret, NOW + STEP)):
            assert house.act(HERE, use(house, again)).result is None


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5x"])
def test_a_wrong_code_is_recorded_and_opens_nothing(house: House, code: str) -> None:
    """Every try is."""
    enrol_app(house)
    with clock.at(NOW + STEP):
        done, fact = house.records(HERE, use(house, code), REFUSED)
    assert done.result is None
    assert "code" not in fact.payload["command"]


def test_one_members_code_is_not_anothers(house: House) -> None:
    """Nor does a sealed secret open in another row."""
    secret = enrol_app(house)
    enrol_app(house, "gwyn")
    with clock.at(NOW + STEP):
        assert house.act(HERE, use(house, code_at(secret, NOW + STEP), "gwyn")).result is None
        stolen = sql.value("SELECT credential FROM people_authenticator WHERE member_id = %s", (house.member("ada"),))
        kept = sql.value("SELECT credential FROM people_authenticator WHERE member_id = %s", (house.member("gwyn"),))
        put = "UPDATE people_authenticator SET credential = %s WHERE member_id = %s"
        sql.execute(put, (stolen, house.member("gwyn")))
        assert house.act(HERE, use(house, code_at(secret, NOW + STEP), "gwyn")).result is None
        sql.execute(put, (kept, house.member("gwyn")))


@pytest.mark.parametrize("state", ["suspended", "rejected"])
def test_u4_who_is_shut_out_stays_out(house: House, state: str) -> None:
    """U4: a right code does not help."""
    secret = enrol_app(house)
    house.arrange("UPDATE people_member SET state = %s WHERE email = 'ada@example.org'", state)
    with clock.at(NOW + STEP):
        assert house.act(HERE, use(house, code_at(secret, NOW + STEP))).result is None


def test_d14_six_tries_in_a_quarter_of_an_hour(house: House) -> None:
    """D14: from wherever; and forty a day, so that guessing takes longer than anybody lives."""
    secret = enrol_app(house)
    with clock.at(NOW + STEP):
        for number in range(6):
            house.act(msgspec.structs.replace(HERE, address=f"192.0.2.{number}"), use(house, "000000"))
        house.refuses(HERE, use(house, code_at(secret, NOW + STEP)), LimitReached)
    for quarter in range(1, 7):
        with clock.at(NOW + quarter * 15 * clock.MINUTE):
            tries = 6 if quarter < 6 else 4
            for _ in range(tries):
                house.act(HERE, use(house, "000000"))
    with clock.at(NOW + 8 * 15 * clock.MINUTE):
        house.refuses(HERE, use(house, code_at(secret, NOW + 8 * 15 * clock.MINUTE)), LimitReached)
