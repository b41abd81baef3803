"""ReschedulePost: another time."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House
from tests.commands.test_schedule_post import LATER, NOW, schedule


def test_another_time_and_another_call(house: House) -> None:
    """The row has the new time and the worker is called then; the same time again is nothing."""
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule()).result["scheduled_id"])
        command = commands.ReschedulePost(scheduled_id=scheduled_id, scheduled_at=LATER + clock.DAY)
        house.records("ada", command, "post.rescheduled", f"scheduled/{scheduled_id}")
        house.leaves("ada", command)
    assert sql.rows("SELECT scheduled_at FROM posts_scheduled") == [(LATER + clock.DAY,)]
    assert sql.rows("SELECT run_at FROM engine_outbox ORDER BY id") == [(LATER,), (LATER + clock.DAY,)]


def test_only_ones_own_and_not_too_soon(house: House) -> None:
    """Another's is not found; the time is checked as at first; what is held for review is with the reviewers."""
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule()).result["scheduled_id"])
        at = LATER + clock.DAY
        house.refuses("gwyn", commands.ReschedulePost(scheduled_id=scheduled_id, scheduled_at=at), NotFound)
        house.refuses("ada", commands.ReschedulePost(scheduled_id=scheduled_id, scheduled_at=NOW), Invalid)
        house.act(
            "system", commands.SetScheduledAside(scheduled_id=scheduled_id, state="held", reason="Held for review")
        )
        house.refuses("ada", commands.ReschedulePost(scheduled_id=scheduled_id, scheduled_at=at), NotFound)


def test_a_failed_one_may_be_tried_again(house: House) -> None:
    """A new time makes it wait again."""
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule()).result["scheduled_id"])
        house.act("system", commands.SetScheduledAside(scheduled_id=scheduled_id, state="failed", reason="No"))
        house.act("ada", commands.ReschedulePost(scheduled_id=scheduled_id, scheduled_at=LATER))
    assert sql.rows("SELECT state, reason FROM posts_scheduled") == [("waiting", "")]
