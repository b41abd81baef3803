"""Who follows, or waits to, and asks once more: they lost our answer, and lose nothing else by it."""

from __future__ import annotations

import json

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.people import commands as people
from tests.commands.house import House
from tests.federation.delivering import Sender, sender
from tests.federation.test_inbox import follows, uri_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee(house: House) -> Sender:
    """Somebody on another server."""
    return sender()


def test_who_follows_and_asks_again_follows_still(house: House, dee: Sender) -> None:
    """They lost our answer: they get another by the name they asked by, although the account asks first by now."""
    dee.does("Follow", uri_of("ada"))
    house.act("ada", people.UpdateProfile(is_locked=True))
    sql.execute("DELETE FROM engine_outbox")
    told = house.notified("ada")
    assert dee.does("Follow", uri_of("ada"), 2) == 202
    assert follows(house, dee) == [(dee.id, house.id("ada"), False)]
    assert house.notified("ada") == told
    [job] = sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'federate'")
    assert json.loads(job[0]) == {
        "verb": "accept", "by": house.id("ada"), "account": dee.id, "uri": f"{dee.uri}#follows/2",
    }  # fmt: skip
    assert dee.does("Undo", f"{dee.uri}#follows/2", "a") == 202
    assert follows(house, dee) == []


def test_who_waits_and_asks_again_waits_still(house: House, dee: Sender) -> None:
    """Once, by the new name."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    for number in (1, 2):
        dee.does("Follow", uri_of("ada"), number)
    assert follows(house, dee) == [(dee.id, house.id("ada"), True)]
    assert resolving.uri_of_deed("follow", dee.id, house.id("ada")) == f"{dee.uri}#follows/2"
