"""RequestConfirmation: have the mail that confirms one's address sent again."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import joining
from coffeehouse.kernel.errors import Forbidden, Invalid, LimitReached
from tests.commands.house import House


@pytest.fixture
def newcomer(house: House) -> Actor:
    """Gwyn, who joined with app 7 and has confirmed nothing."""
    house.arrange(
        "UPDATE people_member SET confirmed_at = NULL, application_id = 7 WHERE id = %s", house.member("gwyn")
    )
    return msgspec.structs.replace(house.with_scopes("gwyn", "write:accounts"), application_id=7)


def questions() -> list[Any]:
    return sql.rows("SELECT email, expires_at > created_at FROM people_emailconfirmation ORDER BY id")


def test_a_mail_goes_out_and_earlier_links_end(house: House, newcomer: Actor) -> None:
    """To the address, or to a new one that becomes the member's when it is confirmed."""
    command = joining.RequestConfirmation()
    house.records(newcomer, command, "email.confirmation_requested", f"member/{house.member('gwyn')}")
    house.act(newcomer, joining.RequestConfirmation(email=" Gwyn@New.example "))
    assert [row[0] for row in questions()] == ["gwyn@example.org", "gwyn@new.example"]
    assert house.jobs()[-2:] == ["mail_confirm", "mail_confirm"]
    assert sql.value("SELECT email FROM people_member WHERE id = %s", (house.member("gwyn"),)) == "gwyn@example.org"


def test_u6_somebody_elses_address_is_answered_alike(house: House, newcomer: Actor) -> None:
    """U6: its owner gets a mail, the one who asks learns nothing."""
    done = house.act(newcomer, joining.RequestConfirmation(email="ada@example.org"))
    assert done.result == house.act(newcomer, joining.RequestConfirmation()).result
    assert house.jobs()[-2:] == ["mail_known_address", "mail_confirm"]


def test_only_the_app_they_joined_with_until_confirmed(house: House, newcomer: Actor) -> None:
    """Another app, a confirmed member, no address: refused, with nothing sent."""
    other = msgspec.structs.replace(newcomer, application_id=8)
    house.refuses(other, joining.RequestConfirmation(), Forbidden)
    house.refuses(house.with_scopes("ada", "write:accounts"), joining.RequestConfirmation(), Forbidden)
    house.refuses(newcomer, joining.RequestConfirmation(email="no address"), Invalid)
    assert questions() == []


def test_d14_five_an_hour(house: House, newcomer: Actor) -> None:
    """D14: nobody's letter box is filled through the house."""
    for _ in range(5):
        house.act(newcomer, joining.RequestConfirmation())
    house.refuses(newcomer, joining.RequestConfirmation(), LimitReached)
