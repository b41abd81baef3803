"""Makes a seeded house large in minutes: copies its posts into the past and its accounts beside them, in the database.

Run inside the house's environment after `benchmarks.seed`: `python -m benchmarks.grow POSTS ACCOUNTS`. For houses that
are measured and thrown away: the copies are in every table that reads touch (posts, counts, hashtags, mentions, media,
polls, votes, the search index, notifications, follows), but not in the ledger, which records only acts.
"""

from __future__ import annotations

import sys
import time

import django

django.setup()

from coffeehouse.database import sql  # noqa: E402
from coffeehouse.database.transaction import write  # noqa: E402

# Columns that hold an id of the copied kind and move with it; every other column is copied as it is.
POSTS = {
    "posts_post": ("id", "conversation_id", "in_reply_to_id", "boost_of_id"),
    "posts_postcounts": ("post_id",),
    "posts_posttag": ("post_id",),
    "posts_mention": ("post_id",),
    "posts_poll": ("id",),
    "posts_pollvote": ("post_id",),
    "posts_favourite": ("id", "post_id"),
    "posts_mark": ("post_id",),
    "posts_notification": ("id", "post_id"),
}
OF_ACCOUNTS = ("account_id", "in_reply_to_account_id", "target_id", "from_account_id")
ACCOUNTS = {"people_account": ("id",), "people_accountcounts": ("account_id",), "people_follow": ("id", *OF_ACCOUNTS)}
BATCH = 20


def columns(table: str) -> list[str]:
    """The names of a table's columns."""
    if sql.is_postgres():
        return [
            row[0]
            for row in sql.rows("SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,))
        ]
    return [row[0] for row in sql.rows(f"SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0")]


def moved(table: str, ids: tuple[str, ...], shift: int, account_shift: int) -> str:
    """INSERT … SELECT that copies a table's rows with their ids moved into the past."""
    names = columns(table)
    chosen = []
    for name in names:
        if name in ids:
            chosen.append(f"{name} - {shift}")
        elif name in OF_ACCOUNTS:
            chosen.append(f"{name} - {account_shift}")
        elif name == "created_at":
            chosen.append(f"created_at - {shift >> 16}")
        elif name == "fragment":
            chosen.append(f"replace(fragment, CAST(id AS TEXT), CAST(id - {shift} AS TEXT))")
        elif table == "people_account" and name in ("acct", "username"):
            chosen.append(f"{name} || 'x{shift >> 16}'")
        elif table == "people_account" and name == "member_id":
            chosen.append("NULL")
        else:
            chosen.append(name)
    where = {
        "people_account": "kind = 'persona'",
        "people_accountcounts": "account_id IN (SELECT id FROM template_account)",
    }.get(table, "1 = 1")
    source = f"template_{table.partition('_')[2]}"
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(chosen)} FROM {source} WHERE {where}"


def remember(tables: dict[str, tuple[str, ...]]) -> None:
    """What is copied is what was there before the first copy."""
    for table in tables:
        name = f"template_{table.partition('_')[2]}"
        sql.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT * FROM {table}")


def step_of(tables: dict[str, tuple[str, ...]]) -> int:
    """How far one copy must move to lie clear of the last, in every table that has ids of its own."""
    spans = [1 << 16]
    for table, ids in tables.items():
        if "id" in ids:
            low, high = sql.row(f"SELECT MIN(id), MAX(id) FROM {table}") or (None, None)
            spans.append((high or 0) - (low or 0) + (1 << 16))
    return max(spans)


def grow_accounts(wanted: int) -> tuple[int, int]:
    """Copy the personas until there are `wanted`; (copies, how far each moved)."""
    remember(ACCOUNTS)
    step = step_of(ACCOUNTS)
    copies = max(0, wanted // int(sql.value("SELECT COUNT(*) FROM template_account WHERE kind = 'persona'")) - 1)
    for first in range(1, copies + 1, BATCH):
        with write():
            for copy in range(first, min(first + BATCH, copies + 1)):
                for table, ids in ACCOUNTS.items():
                    sql.execute(moved(table, ids, copy * step, copy * step))
    return copies, step


def grow_posts(wanted: int, account_copies: int, account_step: int) -> int:
    """Copy the posts into the past until there are `wanted`; how many there are."""
    remember(POSTS)
    step = step_of(POSTS)
    there = int(sql.value("SELECT COUNT(*) FROM template_post"))
    began, copies = time.monotonic(), max(0, round(wanted / there) - 1)
    body = "to_tsvector('simple', text)" if sql.is_postgres() else "text"
    for first in range(1, copies + 1, BATCH):
        with write():
            for copy in range(first, min(first + BATCH, copies + 1)):
                shift = copy * step
                account_shift = (copy % (account_copies + 1)) * account_step
                for table, ids in POSTS.items():
                    sql.execute(moved(table, ids, shift, account_shift))
                sql.execute(
                    f"INSERT INTO posts_search (rowid, body) SELECT id - {shift}, {body} FROM template_post"
                    " WHERE boost_of_id IS NULL AND text <> '' ORDER BY id"
                )
        done = first + BATCH - 1
        if done % 100 < BATCH:
            print(f"{min(done, copies) * there:,} posts, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return int(sql.value("SELECT COUNT(*) FROM posts_post"))


def main() -> None:
    """Grow the accounts, then the posts; PostgreSQL's planner looks at what came of it, as it would by itself.

    SQLite gets no statistics, as in a house that grew by itself: so its plans are those that the tests look at.
    """
    copies, step = grow_accounts(int(sys.argv[2]))
    grown = grow_posts(int(sys.argv[1]), copies, step)
    if sql.is_postgres():
        sql.execute("ANALYZE")
    else:
        sql.execute("INSERT INTO posts_search (posts_search) VALUES ('optimize')")
        sql.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"{grown} posts, {sql.value('SELECT COUNT(*) FROM people_account')} accounts")


if __name__ == "__main__":
    main()
