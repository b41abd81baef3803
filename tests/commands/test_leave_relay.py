"""LeaveRelay: a relay is asked for nothing more."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.federation.control_commands import FollowRelay, LeaveRelay
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from tests.commands.elsewhere import arrives
from tests.commands.house import House


def test_a_relay_is_left(house: House) -> None:
    """The row is gone, and the relay is told; it can be asked again."""
    relay = arrives(house, "relay", "relay.example")
    relay_id = int(house.act("mair", FollowRelay(account_id=relay)).result)
    house.refuses("cade", LeaveRelay(relay_id=relay_id), Refused)
    _, fact = house.records("mair", LeaveRelay(relay_id=relay_id), "relay.removed", f"relay/{relay_id}")
    assert fact.states()["federation_relay", relay_id] is None
    assert sql.rows("SELECT 1 FROM federation_relay") == []
    assert house.jobs().count("federate") == 2
    house.refuses("mair", LeaveRelay(relay_id=relay_id), NotFound)
    house.act("mair", FollowRelay(account_id=relay))
