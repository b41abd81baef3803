"""DeleteFilter: a filter goes with all that belongs to it."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.mark.parametrize("who", ["bevan", "mair"])
def test_it_goes(house: House, who: str) -> None:
    """Rows of keywords and posts too; somebody else's (P1) is not there."""
    made = commands.CreateFilter(title="x", context=("home",), keywords=(commands.KeywordChange(keyword="y"),))
    filter_id = int(house.act("ada", made).result)
    house.act("ada", commands.AddFilterStatus(filter_id=filter_id, post_id=house.post()))
    command = commands.DeleteFilter(filter_id=filter_id)
    house.refuses(who, command, NotFound)
    house.records("ada", command, "filter.deleted", f"filter/{filter_id}")
    for table in ("posts_filter", "posts_filterkeyword", "posts_filterstatus"):
        assert sql.rows(f"SELECT * FROM {table}") == []
    house.refuses("ada", command, NotFound)
