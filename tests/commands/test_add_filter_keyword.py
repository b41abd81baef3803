"""AddFilterKeyword: one more keyword for a filter."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House


def test_it_is_added(house: House) -> None:
    """A row; blank ones are refused, and (P1) the filter of somebody else is not there."""
    filter_id = int(house.act("ada", commands.CreateFilter(title="x", context=("home",))).result)
    command = commands.AddFilterKeyword(filter_id=filter_id, keyword="rain", whole_word=False)
    house.refuses("bevan", command, NotFound)
    house.refuses("ada", commands.AddFilterKeyword(filter_id=filter_id, keyword=""), Invalid)
    done, _ = house.records("ada", command, "filter.keyword_added", f"filter/{filter_id}")
    row = sql.row("SELECT id, filter_id, keyword, whole_word FROM posts_filterkeyword")
    assert row is not None
    assert (*row[:3], bool(row[3])) == (int(done.result), filter_id, "rain", False)
