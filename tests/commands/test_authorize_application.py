"""AuthorizeApplication: letting an app act as one of one's accounts."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House

OOB = "urn:ietf:wg:oauth:2.0:oob"


@pytest.fixture
def application(house: House) -> int:
    """A client that may ask for read and write:statuses."""
    command = people.RegisterApplication(
        name="Tusky", redirect_uris=(OOB, "https://app.example/back"), scopes="read write:statuses", client_id="c1",
        secret_hash=hash_secret("s"),
    )  # fmt: skip
    return int(house.act(ANONYMOUS, command).result)


def authorize(house: House, application: int, **more: Any) -> people.AuthorizeApplication:
    """For Ada's persona."""
    return people.AuthorizeApplication(
        **{
            "application_id": application, "account_id": house.id("ada"), "redirect_uri": OOB, "scopes": "read",
            "code_hash": hash_secret("code"), **more,
        }
    )  # fmt: skip


def test_a_code_is_made_for_ten_minutes(house: House, application: int) -> None:
    """A row; the ledger has no code."""
    with clock.at(1_763_772_000_000):
        _, fact = house.records(
            "ada", authorize(house, application), "application.authorized", f"application/{application}"
        )
    assert fact.payload["kept"] == {"account": str(house.id("ada"))}
    row = sql.row("SELECT member_id, account_id, scopes, expires_at FROM people_authorizationcode")
    assert row == (house.member("ada"), house.id("ada"), "read", 1_763_772_600_000)


def test_a_seat_is_enough_for_a_voice(house: House, application: int) -> None:
    """Whoever holds one may let an app act as the voice; others may not."""
    command = authorize(house, application, account_id=house.voice())
    house.records("ada", command, "application.authorized")
    house.refuses("gwyn", command, Forbidden)


@pytest.mark.parametrize("who", ["gwyn", "mair"])
def test_nobody_lends_anothers_account(house: House, application: int, who: str) -> None:
    """Not even an administrator."""
    house.refuses(who, authorize(house, application), Forbidden)


@pytest.mark.parametrize(
    "members",
    [
        {"redirect_uri": "https://app.example/back/more"},
        {"redirect_uri": "https://app.example/bac"},
        {"redirect_uri": "https://app.example:444/back"},
        {"redirect_uri": "https://app.example/back?x=1"},
        {"scopes": "write"},
        {"scopes": "read follow"},
        {"scopes": "everything"},
        {"scopes": "web"},
    ],
)
def test_u1_addresses_and_scopes_are_compared_whole(house: House, application: int, members: dict[str, str]) -> None:
    """U1: prefixes, sub-paths, ports, wider or unknown scopes are refused."""
    house.refuses("ada", authorize(house, application, **members), Invalid)


def test_an_unknown_application_is_not_found(house: House) -> None:
    """An id that none has."""
    house.refuses("ada", authorize(house, 1), NotFound)
