"""What somebody elsewhere who is no more did to posts here, beside writing: it counts no longer, a few rows at a time.

A favourite is taken out of the counts. So is a vote while the poll runs; what a poll came to stands once it is over.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import State
from coffeehouse.domain.posts.handlers.polling import vouch_poll
from coffeehouse.protocols.mastodon.fragments import FAVOURITED

AT_ONCE = 200
# Each vote from elsewhere has its identity there, which leads to the poll.
VOTED = (
    "SELECT DISTINCT d.object_id FROM federation_deed d JOIN posts_poll q ON q.id = d.object_id"
    " WHERE d.account_id = %s AND d.kind = 'vote' AND q.closed_at IS NULL ORDER BY d.object_id LIMIT %s"
)


class Taken(NamedTuple):
    """states: rows as they now are. some: anything was taken back; is_more: there may be more."""

    states: list[State]
    some: bool
    is_more: bool


def take_back(account_id: int) -> Taken:
    """Take back the next AT_ONCE of each; with the last of them go the identities of all the account did."""
    polls = [row[0] for row in sql.rows(VOTED, (account_id, AT_ONCE))]
    states = [state for post_id in polls for state in _take_vote(account_id, post_id)]
    favourites = _take_favourites(account_id)
    is_more = AT_ONCE in (len(polls), favourites)
    if not is_more:
        sql.execute("DELETE FROM federation_deed WHERE account_id = %s", (account_id,))
    return Taken(states, bool(polls or favourites), is_more)


def _take_favourites(account_id: int) -> int:
    found = sql.rows(
        "SELECT id, post_id FROM posts_favourite WHERE account_id = %s ORDER BY id LIMIT %s", (account_id, AT_ONCE)
    )
    if not found:
        return 0
    ids, posts = [row[0] for row in found], [row[1] for row in found]
    marks = sql.marks(len(found))
    sql.execute(
        f"UPDATE posts_postcounts SET favourites_count = favourites_count - 1 WHERE post_id IN ({marks})", posts
    )
    sql.execute(f"DELETE FROM posts_favourite WHERE id IN ({marks})", ids)
    sql.execute(
        f"UPDATE posts_mark SET bits = bits & ~ CAST(%s AS INTEGER) WHERE account_id = %s AND post_id IN ({marks})",
        (FAVOURITED, account_id, *posts),
    )
    sql.execute("DELETE FROM posts_mark WHERE account_id = %s AND bits = 0", (account_id,))
    return len(found)


def _take_vote(account_id: int, post_id: int) -> tuple[State, ...]:
    sql.execute(
        "DELETE FROM federation_deed WHERE account_id = %s AND kind = 'vote' AND object_id = %s", (account_id, post_id)
    )
    gone = sql.rows(
        "DELETE FROM posts_pollvote WHERE post_id = %s AND account_id = %s RETURNING choice", (post_id, account_id)
    )
    if not gone:
        return ()
    votes: list[int] = msgspec.json.decode(str(sql.value("SELECT votes FROM posts_poll WHERE id = %s", (post_id,))))
    for (choice,) in gone:
        votes[choice] -= 1
    sql.execute(
        "UPDATE posts_poll SET voters_count = voters_count - 1, votes = %s WHERE id = %s",
        (msgspec.json.encode(votes).decode(), post_id),
    )
    return (vouch_poll(post_id),)
