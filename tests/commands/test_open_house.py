"""OpenHouse: the one-time link of the first administrator."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.house import House


@pytest.fixture
def _without_admin(house: House) -> None:
    house.arrange("UPDATE people_member SET role = 'member' WHERE role = 'admin'")


@pytest.mark.usefixtures("_without_admin")
def test_a_link_is_made_and_earlier_ones_end(house: House) -> None:
    """Only its hash is kept, and not in the ledger."""
    for number in ("1", "2"):
        done, _ = house.records("system", people.OpenHouse(token_hash=number * 64), "house.opened")
        assert done.object == f"invitation/{done.result}"
    found = sql.rows("SELECT token_hash, role, expires_at > created_at FROM people_invitation ORDER BY id")
    assert found[1] == ("2" * 64, "admin", True)
    house.refuses(
        ANONYMOUS, people.RegisterMember(username="x", email="x@x.org", password_hash="!", invitation_hash="1" * 64),
        Invalid,
    )  # fmt: skip


def test_a_house_with_an_administrator_is_open(house: House) -> None:
    """No further link."""
    house.refuses("system", people.OpenHouse(token_hash="1" * 64), Conflict)


@pytest.mark.parametrize("who", ["ada", "cade", "mair"])
def test_only_the_house_itself(house: House, who: str) -> None:
    """Not even an administrator."""
    house.refuses(who, people.OpenHouse(token_hash="1" * 64), Refused)
