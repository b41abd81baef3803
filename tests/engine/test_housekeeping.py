"""Housekeeping: derived tables keep their bounds."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.posts.handlers.feeding import FEED_LENGTH
from coffeehouse.engine.housekeeping import trim_feeds
from tests.commands.house import House


def test_a_feed_keeps_its_newest_rows(house: House) -> None:
    """The oldest rows over the length go; another reader's short feed stays whole."""
    ada, fern = house.id("ada"), house.id("fern")
    sql.execute("DELETE FROM posts_feed")
    sql.execute_many(
        "INSERT INTO posts_feed (account_id, post_id) VALUES (%s, %s)",
        [(ada, number) for number in range(1, FEED_LENGTH + 11)] + [(fern, 1)],
    )
    assert trim_feeds() == 10
    assert sql.row("SELECT MIN(post_id), COUNT(*) FROM posts_feed WHERE account_id = %s", (ada,)) == (11, FEED_LENGTH)
    assert sql.value("SELECT COUNT(*) FROM posts_feed WHERE account_id = %s", (fern,)) == 1
    assert trim_feeds() == 0
