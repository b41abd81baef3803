"""Quotes as their reader may see them: what stands in a fragment where a quoted post belongs is filled in here.

Only posts whose traits say so are looked at. A quoted post goes through the same visibility scope as every other, at
every read (attack O12); what may not be seen leaves a state and nothing else.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.posts.lending import lend
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.queries.statuses import visible_post_id
from coffeehouse.domain.posts.visibility import unmuted_posts, visible_posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.mastodon.embedded import Quote, ShallowQuote
from coffeehouse.protocols.mastodon.fragments import (
    ASKS,
    FOLLOWERS_MAY,
    LENDS,
    MAY_NOT_QUOTE,
    MAY_QUOTE,
    QUOTE_SEAM,
    QUOTES,
)

Row = tuple[Any, ...]
BLOCKS = "EXISTS (SELECT 1 FROM people_block xb WHERE xb.account_id = %s AND xb.target_id = p.account_id)"
MUTES = (
    "EXISTS (SELECT 1 FROM people_mute xm WHERE xm.account_id = %s AND xm.target_id = p.account_id"
    " AND (xm.expires_at IS NULL OR xm.expires_at > %s))"
)
QUOTING = "posts_quote z JOIN posts_post p ON p.id = z.id"
SOURCE = "posts_quote z JOIN posts_post p ON p.id = z.quoted_id"
# Where a post's words stand in a row that came apart (`assembling`), and its author's entity: boosted or not.
TEXT, ACCOUNT, BOOSTED_TEXT, BOOSTED_ACCOUNT, TRAITS = 0, 1, 2, 3, 5


def finish(rows: list[Row], viewer_id: int | None, *, is_quoted: bool) -> list[Row]:
    """Rows that came apart, with quotes and the viewer's own right to quote filled in."""
    quoting = [_id(_words(row)) for row in rows if row[TRAITS] & QUOTES]
    quotes: dict[int, str] = {}
    if quoting:
        quotes = shallow_quotes(viewer_id, quoting) if is_quoted else whole_quotes(viewer_id, quoting)
    followed = _followed(viewer_id, rows)
    return [_finished(row, viewer_id, quotes, followed) for row in rows]


def _words(row: Row) -> str:
    return str(row[TEXT] if row[BOOSTED_TEXT] is None else row[BOOSTED_TEXT])


def _author(row: Row) -> str:
    return _leading_id(row[ACCOUNT] if row[BOOSTED_TEXT] is None else row[BOOSTED_ACCOUNT])


def _leading_id(entity: str) -> str:
    """The id of an entity, from its first member."""
    return entity[7 : entity.index('"', 7)]


def _id(fragment: str) -> int:
    return int(_leading_id(fragment))


def _followed(viewer_id: int | None, rows: list[Row]) -> set[str]:
    """Which authors the viewer follows, of posts that only followers may quote; no query without such a post."""
    authors = {
        _author(row) for row in rows if viewer_id is not None and row[TRAITS] & ASKS and FOLLOWERS_MAY in _words(row)
    }
    if not authors:
        return set()
    found = sql.rows(
        "SELECT target_id FROM people_follow WHERE account_id = %s AND NOT is_pending"
        f" AND target_id IN ({sql.marks(len(authors))})",
        (viewer_id, *(int(author) for author in authors)),
    )
    return {str(row[0]) for row in found}


def _finished(row: Row, viewer_id: int | None, quotes: dict[int, str], followed: set[str]) -> Row:
    words = _words(row)
    if row[TRAITS] & ASKS and (
        (author := _author(row)) == str(viewer_id) or (author in followed and FOLLOWERS_MAY in words)
    ):
        words = words.replace(MAY_NOT_QUOTE, MAY_QUOTE, 1)
    if row[TRAITS] & QUOTES:
        before, _, rest = words.partition(QUOTE_SEAM)
        words = f'{before}"quote":{quotes[_id(words)]}{rest[rest.index("}") + 1 :]}'
    if row[TRAITS] & LENDS:
        words = lend(words, viewer_id)
    at = TEXT if row[BOOSTED_TEXT] is None else BOOSTED_TEXT
    return (*row[:at], words, *row[at + 1 :])


def whole_quotes(viewer_id: int | None, quoting_ids: list[int]) -> dict[int, str]:
    """Quoting post → Quote entity. One query, unless something that is quoted is not to be seen."""
    shown = _shown(viewer_id, quoting_ids)
    missing = [post_id for post_id in quoting_ids if post_id not in shown]
    if missing:
        shown |= {post_id: _json(Quote(state=state)) for post_id, (state, _) in states(viewer_id, missing).items()}
    return shown


def _json(entity: msgspec.Struct) -> str:
    return msgspec.json.encode(entity).decode()


def _stance(viewer_id: int | None) -> tuple[str, tuple[Any, ...]]:
    """SQL for whether the viewer blocks or mutes the author of `p`, and its parameters."""
    if viewer_id is None:
        return "0, 0", ()
    return f"{BLOCKS}, {MUTES}", (viewer_id, viewer_id, clock.now_ms())


def _named(blocks: Any, mutes: Any) -> str:
    return "blocked_account" if blocks else "muted_account" if mutes else "accepted"


def _shown(viewer_id: int | None, quoting_ids: list[int]) -> dict[int, str]:
    scope, params = visible_posts(viewer_id, author="a")
    stance, stance_params = _stance(viewer_id)
    found = sql.rows(
        f"{select(SOURCE, is_signed_in=viewer_id is not None, key=f'z.id, {stance}', has_boosts=False)}"
        f" WHERE z.id IN ({sql.marks(len(quoting_ids))}) AND z.state = 'accepted' AND {scope}",
        (*stance_params, *flag_params(viewer_id), *quoting_ids, *params),
    )
    entities = dict(assemble([row[:2] for row in found], viewer_id, is_quoted=True))
    return {row[1]: _json(Quote(state=_named(*row[2:]), quoted_status=Raw(entities[row[1]].encode()))) for row in found}


def shallow_quotes(viewer_id: int | None, quoting_ids: list[int]) -> dict[int, str]:
    """Quoting post → ShallowQuote entity."""
    return {
        post_id: _json(ShallowQuote(state=state, quoted_status_id=quoted_id))
        for post_id, (state, quoted_id) in states(viewer_id, quoting_ids).items()
    }


def states(viewer_id: int | None, quoting_ids: list[int]) -> dict[int, tuple[str, str | None]]:
    """Quoting post → (state, id of what it quotes or None where that is not to be known)."""
    scope, params = visible_posts(viewer_id)
    stance, stance_params = _stance(viewer_id)
    found = sql.rows(
        f"SELECT z.id, z.quoted_id, z.state, p.id, CASE WHEN {scope} THEN 1 ELSE 0 END, {stance}"
        " FROM posts_quote z LEFT JOIN posts_post p ON p.id = z.quoted_id"
        f" WHERE z.id IN ({sql.marks(len(quoting_ids))})",
        (*params, *stance_params, *quoting_ids),
    )
    told: dict[int, tuple[str, str | None]] = dict.fromkeys(quoting_ids, ("unauthorized", None))
    for post_id, quoted_id, state, there, is_visible, blocks, mutes in found:
        if state != "accepted":
            told[post_id] = (state, None)
        elif there is None:
            told[post_id] = ("deleted", None)
        elif is_visible:
            told[post_id] = (_named(blocks, mutes), str(quoted_id))
    return told


def quotes_of(viewer_id: int | None, post_id: int, page: Page) -> Listed | None:
    """Posts that quote this one and that the viewer may see, newest first; None when it is not to be seen itself."""
    visible_id = visible_post_id(viewer_id, post_id)
    if visible_id is None:
        return None
    if page.is_empty:
        return []
    scope, params = visible_posts(viewer_id, author="a")
    unmuted, unmuted_params = unmuted_posts(viewer_id, clock.now_ms())
    clause, edges, order = bounds(page, "z.id")
    statement = select(QUOTING, is_signed_in=viewer_id is not None, has_boosts=False)
    found = sql.rows(
        f"{statement}"
        f" WHERE z.quoted_id = %s AND z.state = 'accepted' AND {scope} AND {unmuted}{clause}"
        f" ORDER BY z.id {order} LIMIT %s",
        (*flag_params(viewer_id), visible_id, *params, *unmuted_params, *edges, page.limit),
    )
    listed = assemble(found, viewer_id)
    return listed if order == "DESC" else listed[::-1]
