"""From rows to Status entities: one query gives fragments, counts and the viewer's flags; this joins the strings.

The SELECT is the same for every list: `p` is the post in the list, `r` the post it boosts if it is a boost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.people.queries.accounts import close
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import Poll, PollOption
from coffeehouse.protocols.mastodon.fragments import MUTED, splice_boost, splice_status

COLUMNS = (
    "p.id, p.boost_of_id, p.fragment, a.fragment, c.followers_count, c.following_count, c.statuses_count,"
    " c.last_status_at, k.replies_count, k.boosts_count, k.favourites_count, q.id, q.options, q.is_multiple,"
    " q.hides_totals, q.expires_at, q.voters_count, q.votes, p.account_id"
)
JOINS = (
    " JOIN people_account a ON a.id = p.account_id JOIN people_accountcounts c ON c.account_id = p.account_id"
    " JOIN posts_postcounts k ON k.post_id = p.id"
)
# The post that a boost passes on, with all that belongs to it. A poll or a mark is always of that one.
BOOSTED_COLUMNS = (
    ", r.fragment, b.fragment, d.followers_count, d.following_count, d.statuses_count, d.last_status_at,"
    " l.replies_count, l.boosts_count, l.favourites_count, r.account_id"
)
BOOSTED_JOINS = (
    " LEFT JOIN posts_post r ON r.id = p.boost_of_id LEFT JOIN people_account b ON b.id = r.account_id"
    " LEFT JOIN people_accountcounts d ON d.account_id = r.account_id"
    " LEFT JOIN posts_postcounts l ON l.post_id = r.id"
)
NO_BOOSTED_COLUMNS = ", NULL" * 10
POLL = " LEFT JOIN posts_poll q ON q.id = {target}"
MARKS = " LEFT JOIN posts_mark w ON w.account_id = %s AND w.post_id = {target}"
FLAGS = (
    ", w.bits, EXISTS (SELECT 1 FROM posts_threadmute v WHERE v.account_id = %s AND v.conversation_id = {conversation})"
)
BITS, MUTED_FLAG = 29, 30


@lru_cache(maxsize=512)
def select(source: str, *, is_signed_in: bool, key: str = "p.id", has_boosts: bool = True) -> str:
    """The SELECT over `source`, which names `p`; `key` (last column) is what the list is paged by.

    Its first parameters are `flag_params`. Without `has_boosts` the list has none and `r` is not there to be asked.
    """
    target = "COALESCE(p.boost_of_id, p.id)" if has_boosts else "p.id"
    conversation = "COALESCE(r.conversation_id, p.conversation_id)" if has_boosts else "p.conversation_id"
    columns = COLUMNS + (BOOSTED_COLUMNS if has_boosts else NO_BOOSTED_COLUMNS)
    joins = JOINS + (BOOSTED_JOINS if has_boosts else "") + POLL.format(target=target)
    if is_signed_in:
        columns += FLAGS.format(conversation=conversation)
        joins += MARKS.format(target=target)
    return f"SELECT {columns}, {key} FROM {source}{joins}"


def flag_params(viewer_id: int | None) -> tuple[int, ...]:
    """The parameters of the flags: one in the column list, one in the joins after the source."""
    return () if viewer_id is None else (viewer_id, viewer_id)


def assemble(rows: list[tuple[Any, ...]], viewer_id: int | None) -> list[tuple[int, str]]:
    """(paging key, Status JSON) for each row of `select`."""
    votes = _own_votes(rows, viewer_id)
    now = clock.now_ms()
    return [(row[-1], _status(row, viewer_id, votes, now)) for row in rows]


def _status(row: tuple[Any, ...], viewer_id: int | None, votes: dict[int, list[int]], now: int) -> str:
    viewer = None if viewer_id is None else (row[BITS] or 0) | (MUTED if row[MUTED_FLAG] else 0)
    author_id = row[18] if row[28] is None else row[28]
    poll = "null" if row[11] is None else poll_json(row[11:18], viewer_id, votes.get(row[11], []), author_id, now)
    account = close(row[3:8])
    if row[1] is None:
        return splice_status(row[2], account, row[8], row[9], row[10], poll_json=poll, viewer=viewer)
    inner = splice_status(row[19], close(row[20:25]), row[25], row[26], row[27], poll_json=poll, viewer=viewer)
    return splice_boost(row[2], account, inner, viewer=viewer)


def _own_votes(rows: list[tuple[Any, ...]], viewer_id: int | None) -> dict[int, list[int]]:
    """The viewer's choices in the polls among the rows; no query when there is none."""
    polls = [row[11] for row in rows if row[11] is not None]
    if not polls or viewer_id is None:
        return {}
    votes: dict[int, list[int]] = {}
    for post_id, choice in sql.rows(
        f"SELECT post_id, choice FROM posts_pollvote WHERE post_id IN ({sql.marks(len(polls))})"
        " AND account_id = %s ORDER BY choice",
        (*polls, viewer_id),
    ):
        votes.setdefault(post_id, []).append(choice)
    return votes


def poll_json(poll: tuple[Any, ...], viewer_id: int | None, own_votes: list[int], author_id: int, now: int) -> str:
    """The Poll entity from (post_id, options, is_multiple, hides_totals, expires_at, voters_count, votes)."""
    post_id, options, is_multiple, hides_totals, expires_at, voters_count, votes = poll
    titles: list[str] = msgspec.json.decode(options)
    counts: list[int] = msgspec.json.decode(votes)
    expired = expires_at is not None and expires_at <= now
    hidden = bool(hides_totals) and not expired
    entity = Poll(
        id=str(post_id),
        expires_at=None if expires_at is None else clock.iso(expires_at),
        expired=expired,
        multiple=bool(is_multiple),
        votes_count=sum(counts),
        voters_count=voters_count,
        options=[
            PollOption(title=title, votes_count=None if hidden else count)
            for title, count in zip(titles, counts, strict=True)
        ],
    )
    if viewer_id is not None:
        entity.voted = bool(own_votes) or viewer_id == author_id
        entity.own_votes = own_votes
    return msgspec.json.encode(entity).decode()
