"""EnrolAuthenticator: a member adds a passkey or an authenticator app."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.domain.people.authenticator_key import CannotOpen, unseal
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, Unauthenticated
from coffeehouse.protocols import one_time_codes, passkeys
from tests.commands.house import House
from tests.commands.signing_in import HERE, NOW, Device, enrol_app, enrol_passkey


def app(secret: str, code: str, name: str = "My phone") -> commands.EnrolAuthenticator:
    return commands.EnrolAuthenticator(kind="totp", name=name, secret=secret, code=code)


def test_an_app_that_shows_the_right_code_is_enrolled(house: House) -> None:
    """Kept sealed, for this member alone; neither secret nor code is in the ledger; other browsers are signed out."""
    secret = one_time_codes.new_secret()
    with clock.at(NOW):
        done, fact = house.records("ada", app(secret, one_time_codes.code_at(secret, NOW)), "authenticator.enrolled")
    assert fact.payload["command"] == {"kind": "totp", "name": "My phone"}
    assert secret not in str(fact)
    row = sql.row("SELECT id, member_id, kind, credential FROM people_authenticator")
    assert row is not None
    assert row[:3] == (int(done.result), house.member("ada"), "totp")
    assert secret not in row[3]
    assert unseal(house.member("ada"), row[3]) == secret
    with pytest.raises(CannotOpen):
        unseal(house.member("gwyn"), row[3])
    assert sql.value("SELECT sessions_ended_at FROM people_member WHERE id = %s", (house.member("ada"),)) == NOW


@pytest.mark.parametrize("drift", [-2, 2])
def test_a_code_of_another_time_proves_nothing(house: House, drift: int) -> None:
    """One step before and after is allowed for, no more."""
    secret = one_time_codes.new_secret()
    with clock.at(NOW):
        code = one_time_codes.code_at(secret, NOW + drift * one_time_codes.STEP)
        assert house.refuses("ada", app(secret, code), Invalid).field == "code"
        house.act("ada", app(secret, one_time_codes.code_at(secret, NOW - one_time_codes.STEP)))


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"kind": "sms"}, "kind"), ({"name": "  "}, "name"), ({"code": "12345"}, "code"), ({"code": "abcdef"}, "code"),
        ({"secret": "not base 32!"}, "code"), ({"kind": "passkey", "answer": "{"}, "passkey"),
        ({"kind": "passkey", "state": "{}", "answer": "[]"}, "passkey"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_at_its_field(house: House, members: dict[str, Any], field: str) -> None:
    """With words that say what to do."""
    command = msgspec.structs.replace(app(one_time_codes.new_secret(), "123456"), **members)
    assert house.refuses("ada", command, Invalid).field == field


def test_a_passkey_is_enrolled(house: House) -> None:
    """Only its public key is kept; nothing of the ceremony is in the ledger."""
    device = Device(house.member("ada"))
    state = passkeys.ask_to_create(HERE, device.member_id, "ada", []).state
    command = commands.EnrolAuthenticator(kind="passkey", name="Laptop", state=state, answer=device.create(state))
    _, fact = house.records("ada", command, "authenticator.enrolled")
    assert fact.payload["command"] == {"kind": "passkey", "name": "Laptop"}
    assert sql.rows("SELECT kind, name FROM people_authenticator") == [("passkey", "Laptop")]


@pytest.mark.parametrize(
    "lie", [{"origin": "https://evil.example"}, {"origin": "http://localhost:9000"}, {"is_verified": False}]
)
def test_a_passkey_from_elsewhere_is_refused(house: House, lie: dict[str, Any]) -> None:
    """Made on another site or port, or without a finger, face or PIN."""
    device = Device(house.member("ada"), **lie)
    state = passkeys.ask_to_create(HERE, device.member_id, "ada", []).state
    command = commands.EnrolAuthenticator(kind="passkey", name="Laptop", state=state, answer=device.create(state))
    house.refuses("ada", command, Invalid)


def test_an_answer_to_another_question_is_refused(house: House) -> None:
    """Who records an answer cannot use it again."""
    device = Device(house.member("ada"))
    earlier, state = (passkeys.ask_to_create(HERE, device.member_id, "ada", []).state for _ in range(2))
    command = commands.EnrolAuthenticator(kind="passkey", name="Laptop", state=state, answer=device.create(earlier))
    house.refuses("ada", command, Invalid)


def test_one_passkey_is_one_members(house: House) -> None:
    """The same device key opens one door."""
    device = enrol_passkey(house)
    state = passkeys.ask_to_create(HERE, house.member("gwyn"), "gwyn", []).state
    command = commands.EnrolAuthenticator(kind="passkey", name="Laptop", state=state, answer=device.create(state))
    house.refuses("gwyn", command, Conflict)


def test_ten_are_enough(house: House) -> None:
    """The eleventh is refused."""
    for number in range(10):
        enrol_app(house, name=str(number))
    secret = one_time_codes.new_secret()
    with clock.at(NOW):
        house.refuses("ada", app(secret, one_time_codes.code_at(secret, NOW)), Conflict)


def test_an_app_of_others_never_changes_how_one_signs_in(house: House) -> None:
    """A token lacks the scope; even with it, it is refused."""
    command = app(one_time_codes.new_secret(), "123456")
    house.refuses(house.with_scopes("ada", "read", "write"), command, Forbidden)
    house.refuses(house.with_scopes("ada", "web"), command, Forbidden)
    house.refuses(msgspec.structs.replace(house.actor("ada"), scopes=frozenset()), command, Unauthenticated)
