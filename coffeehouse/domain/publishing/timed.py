"""Drafts that wait for a time, as apps list what is scheduled: ScheduledStatus entities, with what they wait for."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.posts.queries.media import read_media_list
from coffeehouse.domain.posts.queries.scheduled import params_of
from coffeehouse.domain.publishing.queries import OPEN_STATES, drafts_seen_by
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

COLUMNS = "h.id, h.command, COALESCE(h.release_at, h.embargo_at), h.state"


def _where(member_id: int) -> tuple[str, tuple[Any, ...]]:
    scope, params = drafts_seen_by(member_id)
    waits = f"h.state IN ({sql.marks(len(OPEN_STATES))}) AND h.name = 'PublishPost'"
    return (
        f"h.account_id = %s AND {waits} AND COALESCE(h.release_at, h.embargo_at) IS NOT NULL AND {scope}",
        (*OPEN_STATES, *params),
    )


def list_timed(account_id: int, member_id: int, page: Page) -> Listed:
    """Those of an account that this member sees, the newest first."""
    if page.is_empty:
        return []
    where, params = _where(member_id)
    clause, edges, order = bounds(page, "h.id")
    found = sql.rows(
        f"SELECT {COLUMNS} FROM publishing_heldcommand h WHERE {where}{clause} ORDER BY h.id {order} LIMIT %s",
        (account_id, *params, *edges, page.limit),
    )
    listed = [(row[0], _entity(account_id, row)) for row in found]
    return listed if order == "DESC" else listed[::-1]


def read_timed(account_id: int, member_id: int, held_id: int) -> str | None:
    """One of them, or None."""
    where, params = _where(member_id)
    row = sql.row(
        f"SELECT {COLUMNS} FROM publishing_heldcommand h WHERE {where} AND h.id = %s", (account_id, *params, held_id)
    )
    return None if row is None else _entity(account_id, row)


def _entity(account_id: int, row: tuple[Any, ...]) -> str:
    held_id, command, at, state = row
    post = msgspec.json.decode(command, type=PublishPost)
    media = [msgspec.Raw(text.encode()) for text in read_media_list(account_id, list(post.media_ids))]
    entity = {
        "id": str(held_id),
        "scheduled_at": clock.iso(at),
        "params": params_of(account_id, post, None),
        "media_attachments": media,
        # Ours: what it waits for besides its time. An app that does not know the member leaves it out.
        "review": {"state": state},
    }
    return msgspec.json.encode(entity).decode()
