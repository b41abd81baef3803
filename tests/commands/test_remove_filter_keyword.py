"""RemoveFilterKeyword: looking for something no longer."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_it_goes(house: House) -> None:
    """Its row is gone, the filter stays; somebody else's (P1) is not there."""
    made = commands.CreateFilter(title="x", context=("home",), keywords=(commands.KeywordChange(keyword="rain"),))
    filter_id = int(house.act("ada", made).result)
    command = commands.RemoveFilterKeyword(keyword_id=int(sql.value("SELECT id FROM posts_filterkeyword")))
    house.refuses("bevan", command, NotFound)
    house.records("ada", command, "filter.keyword_removed", f"filter/{filter_id}")
    assert sql.rows("SELECT id FROM posts_filterkeyword") == []
    assert sql.rows("SELECT id FROM posts_filter") == [(filter_id,)]
    house.refuses("ada", command, NotFound)
