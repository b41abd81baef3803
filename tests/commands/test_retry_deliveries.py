"""RetryDeliveries: an administrator has what waits for a server tried again at once."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.sending_commands import KeepDeliveries, RetryDeliveries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.commands.test_keep_deliveries import HOST, answer, queue, rows, server


def test_what_waits_and_what_was_given_up_is_due_now(house: House) -> None:
    """The breaker of the server begins anew."""
    one, two = queue(2)
    house.act("system", KeepDeliveries(answers=(answer(one, "given_up", 500),)))
    house.act("system", KeepDeliveries(answers=(answer(two, "put_off", 0, is_host=True),)))
    done, _ = house.records("mair", RetryDeliveries(host=HOST), "deliveries.retried", f"server/{HOST}")
    assert done.result == 2
    assert rows() == [(one, 1, False, True), (two, 1, False, True)]
    assert server("failures", "retry_at", "dead_at") == (0, 0, None)


def test_what_is_under_way_is_due_too(house: House) -> None:
    """Given back afterwards it is taken up again, although the server no longer counts as one that fails."""
    one, two = queue(2)
    house.act("system", KeepDeliveries(answers=(answer(one, "put_off", 0, is_host=True),)))
    sql.execute("UPDATE federation_delivery SET leased_until = %s WHERE id = %s", (clock.now_ms() + clock.HOUR, two))
    house.act("mair", RetryDeliveries(host=HOST))
    assert sql.value("SELECT COUNT(*) FROM federation_delivery WHERE run_at <= %s", (clock.now_ms(),)) == 2


def test_a_server_that_is_not_known(house: House) -> None:
    """There is nothing to try."""
    house.refuses("mair", RetryDeliveries(host="nowhere.example"), NotFound)


@pytest.mark.parametrize("who", ["ada", "cade"])
def test_for_administrators(house: House, who: str) -> None:
    """Nobody else decides what leaves the house."""
    queue()
    house.refuses(who, RetryDeliveries(host=HOST), Refused)
