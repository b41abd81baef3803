"""ExtendRequest: the longer time that the law knows."""

from __future__ import annotations

import pytest

from coffeehouse.domain.requests import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.asked import TUESDAY, open_request, state_of
from tests.commands.house import House


@pytest.mark.parametrize(
    ("law", "due"),
    # Twenty working days more, over Christmas and with 2 January, a holiday in Scotland that counts everywhere; two
    # months more.
    [("foia", "2027-01-05"), ("eir", "2027-01-05"), ("eirs", "2027-01-05"), ("uk_gdpr", "2027-02-03")],
)
def test_it_is_taken_once_with_a_reason(house: House, law: str, due: str) -> None:
    """Which the asker is told."""
    with clock.at(TUESDAY):
        request_id = open_request(house, law, asker_account_id=house.id("ada"))
        assert house.refuses("rhys", commands.ExtendRequest(request_id=request_id, reason=""), Invalid).field
        command = commands.ExtendRequest(request_id=request_id, reason="The public interest has to be weighed.")
        house.refuses("ada", command, Refused)
        house.records("rhys", command, "request.extended", f"request/{request_id}")
        assert state_of(request_id) == ("open", due)
        house.refuses("rhys", command, Conflict)


def test_not_in_scotland_and_not_too_late(house: House) -> None:
    """The Scottish Act knows no longer time; elsewhere it is taken before the shorter is over."""
    with clock.at(TUESDAY):
        scottish, late = open_request(house, "foisa"), open_request(house)
    command = commands.ExtendRequest(request_id=scottish, reason="There is much of it.")
    with clock.at(TUESDAY):
        house.refuses("rhys", command, Invalid)
    with clock.at(clock.parse_iso("2026-12-03T09:00:00Z")):
        house.refuses("rhys", commands.ExtendRequest(request_id=late, reason="There is much of it."), Conflict)
    assert state_of(late) == ("open", "2026-12-02")


def test_not_while_the_clock_stands_still(house: House) -> None:
    """There is no last day to move."""
    request_id = open_request(house)
    house.act("rhys", commands.PauseClock(request_id=request_id, kind="fee", reason="£25"))
    house.refuses("rhys", commands.ExtendRequest(request_id=request_id, reason="There is much of it."), Conflict)
