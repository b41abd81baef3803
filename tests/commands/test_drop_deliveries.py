"""DropDeliveries: an administrator gives up what waits for a server."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.sending_commands import DropDeliveries, KeepDeliveries
from coffeehouse.engine.act import Refused
from tests.commands.house import House
from tests.commands.test_keep_deliveries import HOST, answer, queue, rows


def test_nothing_is_left_of_it(house: House) -> None:
    """Neither what waits nor what was given up, nor documents that go nowhere else; what is for others stays."""
    one, _ = queue(2)
    house.act("system", KeepDeliveries(answers=(answer(one, "given_up", 500),)))
    [other] = queue(1, "well.example")
    done, _ = house.records("mair", DropDeliveries(host=HOST), "deliveries.dropped", f"server/{HOST}")
    assert done.result == 2
    assert [row[0] for row in rows()] == [other]
    assert sql.value("SELECT COUNT(*) FROM federation_outgoing") == 1
    house.leaves("mair", DropDeliveries(host=HOST))


@pytest.mark.parametrize("who", ["ada", "cade"])
def test_for_administrators(house: House, who: str) -> None:
    """Nobody else decides what leaves the house."""
    queue()
    house.refuses(who, DropDeliveries(host=HOST), Refused)
