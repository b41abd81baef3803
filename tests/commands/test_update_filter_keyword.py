"""UpdateFilterKeyword: changing what a filter looks for."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def test_it_changes(house: House) -> None:
    """What is not named stays; the same again is nothing; somebody else's (P1) is not there."""
    made = commands.CreateFilter(title="x", context=("home",), keywords=(commands.KeywordChange(keyword="rain"),))
    filter_id = int(house.act("ada", made).result)
    keyword_id = int(sql.value("SELECT id FROM posts_filterkeyword"))
    command = commands.UpdateFilterKeyword(keyword_id=keyword_id, whole_word=False)
    house.refuses("bevan", command, NotFound)
    house.refuses("ada", commands.UpdateFilterKeyword(keyword_id=keyword_id, keyword=" "), Invalid)
    house.records("ada", command, "filter.keyword_updated", f"filter/{filter_id}")
    row = sql.row("SELECT keyword, whole_word FROM posts_filterkeyword")
    assert row is not None
    assert (row[0], bool(row[1])) == ("rain", False)
    house.leaves("ada", command)
