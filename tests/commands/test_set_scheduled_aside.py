"""SetScheduledAside: a scheduled post was not published at its time."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House
from tests.commands.test_schedule_post import NOW, schedule


@pytest.mark.parametrize(("state", "jobs"), [("held", []), ("failed", ["mail_not_published"])])
def test_the_reason_is_kept_and_a_failure_is_mailed(house: House, state: str, jobs: list[str]) -> None:
    """The row says why; the author hears of a failure by mail; done once."""
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule()).result["scheduled_id"])
        command = commands.SetScheduledAside(scheduled_id=scheduled_id, state=state, reason="Because")
        house.records("system", command, "schedule.halted", f"scheduled/{scheduled_id}")
        house.leaves("system", command)
    assert sql.rows("SELECT state, reason FROM posts_scheduled") == [(state, "Because")]
    assert house.jobs()[1:] == jobs


def test_only_the_house_does_it(house: House) -> None:
    """No member may; no other state may be written."""
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule()).result["scheduled_id"])
    command = commands.SetScheduledAside(scheduled_id=scheduled_id, state="held", reason="")
    house.refuses("mair", command, Refused)
    wrong = commands.SetScheduledAside(scheduled_id=scheduled_id, state="published", reason="")
    house.refuses("system", wrong, Invalid)
