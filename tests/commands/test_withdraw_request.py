"""WithdrawRequest: the asker no longer asks."""

from __future__ import annotations

from coffeehouse.domain.requests import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.asked import open_request, state_of
from tests.commands.house import House


def test_it_is_closed_with_a_reason(house: House) -> None:
    """And stays closed: nothing more is done in it."""
    request_id = open_request(house)
    command = commands.WithdrawRequest(request_id=request_id, reason="By telephone, on Monday.")
    _, fact = house.records("rhys", command, "request.withdrawn", f"request/{request_id}")
    assert fact.payload["kept"] == {"reason": "By telephone, on Monday."}
    assert state_of(request_id)[0] == "withdrawn"
    for again in (command, commands.TakeRequest(request_id=request_id)):
        house.refuses("rhys", again, Conflict)
    house.refuses("rhys", commands.PauseClock(request_id=request_id, kind="fee", reason="x"), Conflict)


def test_it_needs_a_reason(house: House) -> None:
    """And somebody who keeps records."""
    request_id = open_request(house)
    assert house.refuses("rhys", commands.WithdrawRequest(request_id=request_id, reason=""), Invalid).field == "reason"
    house.refuses("ada", commands.WithdrawRequest(request_id=request_id, reason="Mine"), Refused)
