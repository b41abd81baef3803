"""WithdrawObject: what somebody elsewhere took back before it came here."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.federation.hearing_commands import WithdrawObject
from coffeehouse.engine.act import Refused
from tests.commands.house import House
from tests.federation.elsewhere import stranger

URI = "https://elsewhere.example/users/dee/statuses/1"


@pytest.fixture
def dee(house: House) -> Actor:
    """Somebody elsewhere."""
    return stranger().actor()


def test_the_identity_is_kept_as_gone(house: House, dee: Actor) -> None:
    """Once, with an entry; the second time there is nothing to do."""
    house.records(dee, WithdrawObject(uri=URI), "object.withdrawn", URI)
    assert sql.rows("SELECT uri FROM federation_gone") == [(URI,)]
    house.leaves(dee, WithdrawObject(uri=URI))


def test_people_here_have_no_say_in_it(house: House) -> None:
    """Only accounts elsewhere tell what happened elsewhere."""
    house.refuses("ada", WithdrawObject(uri=URI), Refused)
