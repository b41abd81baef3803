"""ResumeClock: what the asker was asked for has come."""

from __future__ import annotations

import pytest

from coffeehouse.domain.requests import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.asked import TUESDAY, open_request, state_of
from tests.commands.house import House


@pytest.mark.parametrize(
    ("law", "kind", "due"),
    [
        # Anew from the day of the answer, Tuesday the 10th (FOIA 1(3), 10(6)).
        ("foia", "clarification", "2026-12-09"),
        # The days from the notice to the fee, both with them, are left out: the 5th, 6th, 9th and 10th (10(2)).
        ("foia", "fee", "2026-12-08"),
        ("uk_gdpr", "identity", "2026-12-10"),
        # Five days longer: the 8th.
        ("uk_gdpr", "clarification", "2026-12-08"),
    ],
)
def test_the_last_day_is_counted_anew(house: House, law: str, kind: str, due: str) -> None:
    """As each law says."""
    with clock.at(TUESDAY):
        request_id = open_request(house, law, asker_account_id=house.id("ada"))
    with clock.at(TUESDAY + 2 * clock.DAY):
        house.act("rhys", commands.PauseClock(request_id=request_id, kind=kind, reason="Tell us more."))
    with clock.at(TUESDAY + 7 * clock.DAY):
        command = commands.ResumeClock(request_id=request_id)
        done, _ = house.records("rhys", command, "request.resumed", f"request/{request_id}")
    assert done.result["due_on"] == due
    assert state_of(request_id) == ("open", due)


def test_only_a_clock_that_stands(house: House) -> None:
    """And not before it was stopped."""
    request_id = open_request(house)
    house.refuses("rhys", commands.ResumeClock(request_id=request_id), Conflict)
    house.act("rhys", commands.PauseClock(request_id=request_id, kind="fee", reason="£25"))
    assert house.refuses("rhys", commands.ResumeClock(request_id=request_id, on="2026-01-01"), Invalid).field == "on"
    house.refuses("ada", commands.ResumeClock(request_id=request_id), Refused)
