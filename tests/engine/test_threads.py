"""Threads of any depth, and such as nobody should be able to make. Attack O17."""

from __future__ import annotations

import os
import time

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries import read_context
from tests.commands.house import House


def chain(house: House, length: int) -> list[int]:
    """A post, and each further one an answer to the one before; as rows, to be quick."""
    first = house.post("0")
    names = [
        "account_id", "visibility", "text", "text_hash", "spoiler_text", "is_sensitive", "language",
        "in_reply_to_account_id", "conversation_id", "has_media", "created_at", "fragment",
    ]  # fmt: skip
    columns = ", ".join(names)
    for number in range(1, length):
        sql.execute(
            f"INSERT INTO posts_post (id, in_reply_to_id, {columns}) SELECT %s, %s, {columns} FROM posts_post"
            " WHERE id = %s",
            (first + number, first + number - 1, first),
        )
        sql.execute(
            "INSERT INTO posts_postcounts (post_id, replies_count, boosts_count, favourites_count)"
            " VALUES (%s, 0, 0, 0)",
            (first + number,),
        )
    return list(range(first, first + length))


def remove(made: list[int]) -> None:
    """Take the rows away again, so that ledger and counts agree."""
    for table, column in (("posts_post", "id"), ("posts_postcounts", "post_id")):
        sql.execute(f"DELETE FROM {table} WHERE {column} > %s AND {column} <= %s", (made[0], made[-1]))


def allowed() -> float:
    """Five seconds on a machine of one's own; where others want its processors too, as much longer."""
    return 5 * max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))


def test_o17_ten_thousand_deep(house: House) -> None:
    """O17: the context of either end has a bound, and is there within five seconds."""
    made = chain(house, 10_000)
    for viewer, most in ((house.id("ada"), 4_096), (None, 60)):
        for post in (made[0], made[-1], made[5_000]):
            began = time.perf_counter()
            found = read_context(viewer, post)
            assert time.perf_counter() - began < allowed()
            assert found is not None
            assert len(found[0]) <= most
            assert len(found[1]) <= most
    remove(made)


def test_o17_a_thread_that_bites_its_tail(house: House) -> None:
    """O17: a cycle of answers, which no act can make, is read to its bound and no further."""
    made = chain(house, 3)
    sql.execute("UPDATE posts_post SET in_reply_to_id = %s WHERE id = %s", (made[2], made[0]))
    for viewer in (house.id("ada"), None):
        began = time.perf_counter()
        found = read_context(viewer, made[1])
        assert found is not None
        assert time.perf_counter() - began < allowed()
    sql.execute("UPDATE posts_post SET in_reply_to_id = NULL WHERE id = %s", (made[0],))
    remove(made)
