"""SignIn: somebody claims to be a member."""

from __future__ import annotations

import msgspec
import pytest
from django.contrib.auth.hashers import make_password

from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached
from tests.commands.house import House
from tests.commands.signing_in import enrol_app

HERE = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")


@pytest.fixture
def _with_password(house: House) -> None:
    house.arrange("UPDATE people_member SET password = %s WHERE email = 'ada@example.org'", make_password("cyfrinair"))


@pytest.mark.usefixtures("_with_password")
@pytest.mark.parametrize("email", ["ada@example.org", " Ada@Example.ORG "])
def test_the_right_password_opens_and_is_recorded(house: House, email: str) -> None:
    """Answer: the member's id; the ledger has neither password nor address."""
    command = people.SignIn(email=email, password="cyfrinair")
    done, fact = house.records(HERE, command, "member.signed_in", f"member/{house.member('ada')}")
    assert done.result == str(house.member("ada"))
    assert fact.payload["command"] == {}


@pytest.mark.usefixtures("_with_password")
@pytest.mark.parametrize(("email", "password"), [("ada@example.org", "anghywir"), ("nobody@example.org", "cyfrinair")])
def test_u6_a_wrong_password_and_an_unknown_address_are_one(house: House, email: str, password: str) -> None:
    """U6: the same answer, the same kind of entry, and no address in the ledger."""
    done, fact = house.records(HERE, people.SignIn(email=email, password=password), "member.sign_in_refused")
    assert done.result is None
    assert email not in fact.object


@pytest.mark.usefixtures("_with_password")
@pytest.mark.parametrize(("state", "opens"), [("pending", True), ("suspended", False), ("rejected", False)])
def test_u4_who_is_shut_out_stays_out(house: House, state: str, opens: bool) -> None:
    """U4: the right password does not help the suspended; who waits may look at where they stand."""
    house.arrange("UPDATE people_member SET state = %s WHERE email = 'ada@example.org'", state)
    done = house.act(HERE, people.SignIn(email="ada@example.org", password="cyfrinair"))
    assert (done.result is not None) == opens
    house.arrange("UPDATE people_member SET state = 'active' WHERE email = 'ada@example.org'")


def test_d14_ten_tries_for_an_address_from_anywhere(house: House) -> None:
    """D14: rotating the address one comes from does not help; other members are not shut out."""
    with clock.at(1_763_772_000_000):
        for number in range(10):
            here = msgspec.structs.replace(ANONYMOUS, address=f"192.0.2.{number}")
            house.act(here, people.SignIn(email="ada@example.org", password=str(number)))
        house.refuses(HERE, people.SignIn(email=" ADA@example.org", password="x"), LimitReached)
        house.act(HERE, people.SignIn(email="fern@example.org", password="x"))


def test_d14_thirty_tries_from_one_place(house: House) -> None:
    """D14: whoever is claimed to be."""
    with clock.at(1_763_772_000_000):
        for number in range(30):
            house.act(HERE, people.SignIn(email=f"n{number}@example.org", password="x"))
        house.refuses(HERE, people.SignIn(email="ada@example.org", password="x"), LimitReached)
    with clock.at(1_763_772_000_000 + 15 * clock.MINUTE):
        house.act(HERE, people.SignIn(email="ada@example.org", password="x"))


@pytest.mark.usefixtures("_with_password")
def test_with_a_second_step_the_password_is_half_the_way(house: House) -> None:
    """The answer is not the member's id, so nothing can take it for the whole; the entry says what it was."""
    enrol_app(house)
    command = people.SignIn(email="ada@example.org", password="cyfrinair")
    done, _ = house.records(HERE, command, "member.first_step_passed", f"member/{house.member('ada')}")
    assert done.result == {"second_step_of": str(house.member("ada"))}
