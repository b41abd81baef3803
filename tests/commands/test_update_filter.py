"""UpdateFilter: changing a filter, and its keywords with it."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def filter_id(house: House) -> int:
    """A filter of Ada's with two keywords."""
    words = (commands.KeywordChange(keyword="rain"), commands.KeywordChange(keyword="snow"))
    command = commands.CreateFilter(title="Weather", context=("home",), expires_in=60, keywords=words)
    return int(house.act("ada", command).result)


def test_what_is_named_changes(house: House, filter_id: int) -> None:
    """What is not named stays; keywords are changed, removed and added; the same again is nothing."""
    rain, snow = (row[0] for row in sql.rows("SELECT id FROM posts_filterkeyword ORDER BY id"))
    changes = (
        commands.KeywordChange(id=rain, whole_word=False),
        commands.KeywordChange(id=snow, is_removed=True),
        commands.KeywordChange(keyword="hail"),
    )
    command = commands.UpdateFilter(
        filter_id=filter_id, context=("thread",), action="blur", expires_in=commands.FOREVER, keywords=changes
    )
    house.records("ada", command, "filter.updated", f"filter/{filter_id}")
    row = sql.row("SELECT title, context, action, expires_at FROM posts_filter")
    assert row == ("Weather", "thread", "blur", None)
    found = sql.rows("SELECT keyword, whole_word FROM posts_filterkeyword ORDER BY id")
    assert [(word, bool(whole)) for word, whole in found] == [("rain", False), ("hail", True)]
    house.leaves("ada", commands.UpdateFilter(filter_id=filter_id, title="Weather"))


def test_p1_anothers_is_not_there(house: House, filter_id: int) -> None:
    """P1: neither a filter nor a keyword of somebody else's can be reached."""
    theirs = sql.value("SELECT MIN(id) FROM posts_filterkeyword")
    mine = int(house.act("bevan", commands.CreateFilter(title="x", context=("home",))).result)
    change = commands.KeywordChange(id=theirs, is_removed=True)
    for who in ("bevan", "mair"):
        house.refuses(who, commands.UpdateFilter(filter_id=filter_id, title="y"), NotFound)
    house.refuses("bevan", commands.UpdateFilter(filter_id=mine, keywords=(change,)), NotFound)
