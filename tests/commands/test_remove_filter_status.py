"""RemoveFilterStatus: taking a post out from under a filter."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_it_goes(house: House) -> None:
    """Its row is gone; somebody else's (P1) is not there."""
    filter_id = int(house.act("ada", commands.CreateFilter(title="x", context=("home",))).result)
    added = house.act("ada", commands.AddFilterStatus(filter_id=filter_id, post_id=house.post()))
    command = commands.RemoveFilterStatus(filter_status_id=int(added.result))
    house.refuses("bevan", command, NotFound)
    house.records("ada", command, "filter.post_removed", f"filter/{filter_id}")
    assert sql.rows("SELECT * FROM posts_filterstatus") == []
    house.refuses("ada", command, NotFound)
