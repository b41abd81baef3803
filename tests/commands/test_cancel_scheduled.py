"""CancelScheduled: not to be published after all."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House
from tests.commands.test_schedule_post import NOW, schedule


def test_it_is_gone_and_its_pictures_are_free(house: House) -> None:
    """The row goes; the picture may be used; a second time there is nothing."""
    picture = house.picture()
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule(media_ids=(picture,))).result["scheduled_id"])
        command = commands.CancelScheduled(scheduled_id=scheduled_id)
        house.refuses("gwyn", command, NotFound)
        house.records("ada", command, "schedule.cancelled", f"scheduled/{scheduled_id}")
        house.refuses("ada", command, NotFound)
    assert sql.rows("SELECT id FROM posts_scheduled") == []
    house.post("Nawr", media_ids=(picture,))
