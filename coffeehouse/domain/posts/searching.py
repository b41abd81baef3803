"""Full-text search over posts: FTS5 on SQLite, `tsvector` on PostgreSQL, the same words found on both.

User text never becomes query syntax (attack P8): it is cut into words, and each is quoted.
"""

from __future__ import annotations

import re

from coffeehouse.database import sql

WORDS = re.compile(r"\w+")
MAX_WORDS = 12


def index_post(post_id: int, text: str) -> None:
    """Make a post findable by its words."""
    if not text:
        return
    if sql.is_postgres():
        sql.execute("INSERT INTO posts_search (rowid, body) VALUES (%s, to_tsvector('simple', %s))", (post_id, text))
    else:
        sql.execute("INSERT INTO posts_search (rowid, body) VALUES (%s, %s)", (post_id, text))


def forget_post(post_id: int) -> None:
    """Find it no longer."""
    sql.execute("DELETE FROM posts_search WHERE rowid = %s", (post_id,))


def merge_index() -> None:
    """Write the index anew: FTS5 keeps the words of a forgotten post, unfindable, until their part is merged."""
    if not sql.is_postgres():
        sql.execute("INSERT INTO posts_search (posts_search) VALUES ('optimize')")


def match(words: str) -> tuple[str, str] | None:
    """(SQL condition on `posts_search`, its one parameter) for posts that hold every word; None for no word at all."""
    wanted = WORDS.findall(words)[:MAX_WORDS]
    if not wanted:
        return None
    if sql.is_postgres():
        return "body @@ plainto_tsquery('simple', %s)", " ".join(wanted)
    return "posts_search MATCH %s", " ".join(f'"{word}"' for word in wanted)
