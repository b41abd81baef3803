"""RegisterApplication: an OAuth client makes itself known."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


def register(**more: Any) -> people.RegisterApplication:
    """A client for the out-of-band address."""
    return people.RegisterApplication(
        **{
            "name": "Tusky", "redirect_uris": ("urn:ietf:wg:oauth:2.0:oob", "https://app.example/back"),
            "scopes": "read write", "client_id": "c1", "secret_hash": hash_secret("s"), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize("who", ["ada", "mair", None])
def test_anybody_may(house: House, who: str | None) -> None:
    """A row with the hash of the secret, which the ledger does not have."""
    done, fact = house.records(who or ANONYMOUS, register(), "application.registered")
    assert fact.object == f"application/{done.result}"
    row = sql.row("SELECT name, redirect_uris, scopes, client_id, secret_hash FROM people_application")
    assert row == (
        "Tusky", "urn:ietf:wg:oauth:2.0:oob\nhttps://app.example/back", "read write", "c1", hash_secret("s"),
    )  # fmt: skip
    assert "secret_hash" not in fact.payload["command"]


def test_d14_twenty_five_in_ten_minutes_from_one_address(house: House) -> None:
    """D14: the twenty-sixth waits."""
    here = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")
    with clock.at(1_763_772_000_000):
        for number in range(25):
            house.act(here, register(client_id=str(number)))
        house.refuses(here, register(), LimitReached)
