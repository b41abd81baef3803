"""CreateFilter: saying what one does not want to read."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.handlers import filtering
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


def test_it_stands_with_its_keywords(house: House) -> None:
    """Its row and its keywords, normalised; an entry says who made it."""
    keywords = (
        commands.KeywordChange(keyword="  rain \n again "),
        commands.KeywordChange(keyword="x", whole_word=False),
    )
    command = commands.CreateFilter(
        title="Weather", context=("home", "public", "home"), action="hide", expires_in=60, keywords=keywords
    )
    done, _ = house.records("ada", command, "filter.created")
    row = sql.row("SELECT id, account_id, title, context, action, expires_at - created_at FROM posts_filter")
    assert row == (int(done.result), house.id("ada"), "Weather", "home public", "hide", 60_000)
    found = sql.rows("SELECT keyword, whole_word FROM posts_filterkeyword ORDER BY id")
    assert [(word, bool(whole)) for word, whole in found] == [("rain again", True), ("x", False)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "x" * 257},
        {"context": ()},
        {"context": ("home", "nowhere")},
        {"action": "explode"},
        {"expires_in": 2**62},
        {"keywords": (commands.KeywordChange(keyword=" "),)},
        {"keywords": (commands.KeywordChange(keyword="x" * 513),)},
    ],
)
def test_what_is_wrong_is_refused(house: House, wrong: dict[str, Any]) -> None:
    """Each part has its rule, and nothing is written."""
    house.refuses("ada", commands.CreateFilter(**{"title": "Weather", "context": ("home",), **wrong}), Invalid)


def test_there_is_an_end_to_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters are compared with each post that is read: so many and no more, of keywords too."""
    monkeypatch.setattr(filtering, "MAX_FILTERS", 2)
    monkeypatch.setattr(filtering, "MAX_KEYWORDS", 2)
    words = tuple(commands.KeywordChange(keyword=word) for word in "abc")
    house.act("ada", commands.CreateFilter(title="one", context=("home",), keywords=words[:2]))
    house.refuses("ada", commands.CreateFilter(title="two", context=("home",), keywords=words[:1]), Invalid)
    house.act("ada", commands.CreateFilter(title="two", context=("home",)))
    house.refuses("ada", commands.CreateFilter(title="three", context=("home",)), Invalid)
    house.act("bevan", commands.CreateFilter(title="his", context=("home",)))
