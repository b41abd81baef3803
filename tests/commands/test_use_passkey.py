"""UsePasskey: a passkey says who its member is, alone or as the second step."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.kernel.errors import Forbidden
from tests.commands.house import House
from tests.commands.signing_in import Device, enrol_passkey, question

HERE = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")
REFUSED = "member.second_step_refused"


def answer(device: Device, **more: Any) -> commands.UsePasskey:
    """A fresh question, answered; each answer moves the device's counter on."""
    device.counter += 1
    state = question()
    return commands.UsePasskey(state=state, answer=device.get(state), **more)


def test_it_opens_alone(house: House) -> None:
    """Nobody said who comes: the passkey does. Nothing of the ceremony is in the ledger."""
    device = enrol_passkey(house)
    done, fact = house.records(HERE, answer(device), "member.signed_in", f"member/{house.member('ada')}")
    assert done.result == str(house.member("ada"))
    assert fact.payload["kept"]["method"] == "passkey"
    assert not {"state", "answer"} & fact.payload["command"].keys()


def test_as_the_second_step_it_must_be_this_members(house: House) -> None:
    """Gwyn's password and Ada's passkey open nobody's door."""
    device = enrol_passkey(house)
    mine = answer(device, member_id=house.member("ada"), first="password")
    _, fact = house.records(HERE, mine, "member.signed_in")
    assert fact.payload["kept"]["method"] == "password+passkey"
    house.records(HERE, answer(device, member_id=house.member("gwyn"), first="password"), REFUSED)


def test_who_is_signed_in_confirms(house: House) -> None:
    """Only themselves."""
    device = enrol_passkey(house)
    house.records("ada", answer(device, member_id=house.member("ada")), "member.confirmed")
    house.refuses("gwyn", answer(device), Forbidden)


def test_an_answer_opens_once(house: House) -> None:
    """Not to another question; and a counter that does not move on is a copy's."""
    device = enrol_passkey(house)
    first = answer(device)
    assert house.act(HERE, first).result
    house.records(HERE, first, REFUSED)
    house.records(HERE, msgspec.structs.replace(first, state=question()), REFUSED)
    device.counter -= 1
    house.records(HERE, answer(device), REFUSED)
    assert house.act(HERE, answer(device)).result


def test_a_device_that_does_not_count_may(house: House) -> None:
    """Passkeys that are kept in several places always say 0."""
    device = enrol_passkey(house)
    device.counter = -1
    sql.execute("UPDATE people_authenticator SET counter = 0")
    for _ in range(2):
        device.counter = -1
        assert house.act(HERE, answer(device)).result


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"}, {"origin": "http://localhost:8001"}, {"is_verified": False},
        {"identifier": b"another passkey"}, {"key": None}, {"member_id": 1},
    ],
)  # fmt: skip
def test_a_lie_opens_nothing(house: House, lie: dict[str, Any]) -> None:
    """Another site, no finger, another passkey, another key, another member; each try is recorded."""
    device = enrol_passkey(house)
    for name, value in lie.items():
        setattr(device, name, Device(0).key if name == "key" else value)
    done, _ = house.records(HERE, answer(device), REFUSED)
    assert done.result is None


@pytest.mark.parametrize(
    ("state", "said"),
    [("{}", "{}"), ("", ""), ("{}", "[1]"), ("null", '{"id": "a"}'), ("{}", "x" * 30_000), ("[]", '{"id": 5}')],
)
def test_nonsense_opens_nothing(house: House, state: str, said: str) -> None:
    """And breaks nothing."""
    house.records(HERE, commands.UsePasskey(state=state, answer=said), REFUSED, "member/unknown")


def test_u4_who_is_shut_out_stays_out(house: House) -> None:
    """U4: the passkey does not help."""
    device = enrol_passkey(house)
    house.arrange("UPDATE people_member SET state = 'suspended' WHERE email = 'ada@example.org'")
    assert house.act(HERE, answer(device)).result is None
