"""Notifications of one account, one by one. A page is one query: who did it, and the post it is about, come along."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import account_json
from coffeehouse.domain.posts.queries.assembling import JOINS, assemble, flag_params, is_whole, select
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

# Mastodon's, in its order; the house makes those that can happen in it.
TYPES = (
    "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "severed_relationships",
    "moderation_warning", "admin.sign_up", "admin.report", "quote", "quoted_update", "annual_report",
    "added_to_collection", "collection_update",
)  # fmt: skip
# The member that only notifications of one type have; `detail` holds it.
DETAILS = {
    "admin.report": "report", "moderation_warning": "moderation_warning", "severed_relationships": "event",
    "annual_report": "annual_report", "added_to_collection": "collection", "collection_update": "collection",
}  # fmt: skip
# `s` is who did it, `t` their counts; `p` the post, `a` its author, all of them absent from a follow.
SOURCE = (
    "posts_notification n JOIN people_account s ON s.id = n.from_account_id"
    " JOIN people_accountcounts t ON t.account_id = n.from_account_id LEFT JOIN posts_post p ON p.id = n.post_id"
)
COLUMNS = f"n.id, n.type, n.created_at, n.group_key, n.detail, {account_json('s', 't')}, n.post_id"
OF_STATUS = 1
"""How many columns of a row are the status's; the paging key, which stands behind them, is the first of ours."""


class Wanted(NamedTuple):
    """Which notifications a reader asks for. Without types all, without a sender of whomever."""

    types: tuple[str, ...] = ()
    excluded_types: tuple[str, ...] = ()
    from_account_id: int | None = None
    includes_filtered: bool = False


EVERYTHING = Wanted()
# Apps read the same notifications again and again.
_time_text = lru_cache(maxsize=4096)(clock.iso)


@lru_cache(maxsize=1)
def _statement() -> str:
    """The SELECT of whole notifications: that of posts, with what a notification has of its own as its key."""
    left = JOINS.replace(" JOIN ", " LEFT JOIN ")
    return select(SOURCE, is_signed_in=True, key=COLUMNS, has_boosts=False).replace(JOINS, left)


def condition(viewer_id: int, wanted: Wanted, author: str = "a") -> tuple[str, tuple[Any, ...]] | None:
    """SQL that holds for those of the viewer's notifications (`n`, by `s`, of post `p`) that are to be shown.

    None when there can be none. `author`: the alias of the post's author, "" where the query has none.
    """
    chosen: tuple[str, ...] = ()
    if wanted.types or wanted.excluded_types:
        asked = wanted.types or TYPES
        chosen = tuple(name for name in TYPES if name in asked and name not in wanted.excluded_types)
        if not chosen:
            return None
    sender = () if wanted.from_account_id is None else (wanted.from_account_id,)
    where = _where(len(chosen), bool(sender), wanted.includes_filtered, author)
    return where, (viewer_id, *visible_posts(viewer_id, author=author)[1], *chosen, *sender)


@lru_cache(maxsize=128)
def _where(type_count: int, has_sender: bool, includes_filtered: bool, author: str) -> str:
    """The text of `condition`. Its parameters: the viewer, those of the scope of posts, the types, the sender."""
    scope, _ = visible_posts(0, author=author)
    where = f"n.account_id = %s AND s.hidden_at IS NULL AND (n.post_id IS NULL OR ({scope}))"
    if type_count:
        where += f" AND n.type IN ({sql.marks(type_count)})"
    if has_sender:
        return f"{where} AND n.from_account_id = %s"
    return where if includes_filtered else f"{where} AND NOT n.is_filtered"


def _entities(viewer_id: int, rows: list[tuple[Any, ...]]) -> Listed:
    """(id, Notification) of rows of `_statement`. Without a post the first column is NULL."""
    unusual = [row[: OF_STATUS + 1] for row in rows if row[0] is not None and not is_whole(row[0])]
    posts = dict(assemble(unusual, viewer_id)) if unusual else {}
    listed: Listed = []
    for status, number, kind, created_at, group_key, detail, account, _ in rows:
        more = "" if status is None else f',"status":{posts.get(number, status)}'
        if detail:
            more += f',"{DETAILS[kind]}":{detail}'
        listed.append((
            number,
            f'{{"id":"{number}","type":"{kind}","created_at":"{_time_text(created_at)}"'
            f',"group_key":"{group_key or f"ungrouped-{number}"}","account":{account}{more}}}',
        ))  # fmt: skip
    return listed


def list_notifications(viewer_id: int, page: Page, wanted: Wanted = EVERYTHING) -> Listed:
    """One page of the viewer's notifications; one whose post they may no longer see is left out."""
    chosen = None if page.is_empty else condition(viewer_id, wanted)
    if chosen is None:
        return []
    where, params = chosen
    clause, edges, order = bounds(page, "n.id")
    found = sql.rows(
        f"{_statement()} WHERE {where}{clause} ORDER BY n.id {order} LIMIT %s",
        (*flag_params(viewer_id), *params, *edges, page.limit),
    )
    return _entities(viewer_id, found if order == "DESC" else found[::-1])


def read_notification(viewer_id: int, notification_id: int) -> str | None:
    """One Notification entity of the viewer's own, kept back or not."""
    chosen = condition(viewer_id, Wanted(includes_filtered=True))
    assert chosen is not None  # noqa: S101  # all types are wanted
    found = sql.rows(
        f"{_statement()} WHERE {chosen[0]} AND n.id = %s",
        (*flag_params(viewer_id), *chosen[1], notification_id),
    )
    listed = _entities(viewer_id, found)
    return listed[0][1] if listed else None


def last_read(viewer_id: int) -> int:
    """Up to where the viewer has read their notifications."""
    found = sql.value(
        "SELECT last_read_id FROM people_marker WHERE account_id = %s AND timeline = 'notifications'", (viewer_id,)
    )
    return int(found or 0)


def count_notifications(viewer_id: int, limit: int = 100, wanted: Wanted = EVERYTHING) -> int:
    """How many notifications that are to be shown are newer than the viewer's marker, counted up to `limit`."""
    chosen = condition(viewer_id, wanted, author="")
    if chosen is None:
        return 0
    found = sql.value(
        "SELECT COUNT(*) FROM (SELECT 1 FROM posts_notification n JOIN people_account s ON s.id = n.from_account_id"
        f" LEFT JOIN posts_post p ON p.id = n.post_id WHERE {chosen[0]} AND n.id > %s LIMIT {limit:d}) q",
        (*chosen[1], last_read(viewer_id)),
    )
    return int(found)
