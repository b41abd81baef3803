"""Posts of one's own that wait for their time."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.posts.fragments import MEDIA_COLUMNS
from coffeehouse.domain.posts.queries.media import own_media
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.mastodon.entities import visibility_out

COLUMNS = "id, command, scheduled_at, application_id"
# What policy holds at its time is in the review queue from then on, not here.
WAITING = "account_id = %s AND state <> 'held'"


def list_scheduled(viewer_id: int, page: Page) -> Listed:
    """ScheduledStatus entities, the newest first."""
    if page.is_empty:
        return []
    clause, edges, order = bounds(page, "id")
    found = sql.rows(
        f"SELECT {COLUMNS} FROM posts_scheduled WHERE {WAITING}{clause} ORDER BY id {order} LIMIT %s",
        (viewer_id, *edges, page.limit),
    )
    listed = [(row[0], _entity(viewer_id, row)) for row in found]
    return listed if order == "DESC" else listed[::-1]


def read_scheduled(viewer_id: int, scheduled_id: int) -> str | None:
    """One ScheduledStatus entity, or None."""
    row = sql.row(f"SELECT {COLUMNS} FROM posts_scheduled WHERE {WAITING} AND id = %s", (viewer_id, scheduled_id))
    return None if row is None else _entity(viewer_id, row)


def _entity(viewer_id: int, row: tuple[Any, ...]) -> str:
    scheduled_id, command, scheduled_at, application_id = row
    post = msgspec.json.decode(command, type=PublishPost)
    media = sql.rows(
        f"SELECT {MEDIA_COLUMNS} FROM posts_media WHERE scheduled_id = %s AND account_id = %s",
        (scheduled_id, viewer_id),
    )
    entities = dict(zip((picture[0] for picture in media), own_media(viewer_id, media), strict=True))
    entity = {
        "id": str(scheduled_id),
        "scheduled_at": clock.iso(scheduled_at),
        "params": params_of(viewer_id, post, application_id),
        "media_attachments": [msgspec.Raw(entities[each].encode()) for each in post.media_ids if each in entities],
    }
    return msgspec.json.encode(entity).decode()


def params_of(viewer_id: int, post: PublishPost, application_id: int | None) -> dict[str, Any]:
    """What was asked for, with the account's defaults where nothing was."""
    row = sql.row(
        "SELECT default_visibility, default_quote_policy FROM people_account WHERE id = %s", (viewer_id,)
    ) or ("public", "public")
    return {
        "text": post.text,
        "visibility": visibility_out(post.visibility or row[0]),
        "spoiler_text": post.spoiler_text or None,
        "sensitive": post.is_sensitive,
        "language": post.language or None,
        "in_reply_to_id": post.in_reply_to_id,
        "media_ids": [str(media_id) for media_id in post.media_ids] or None,
        "poll": _poll(post),
        "quoted_status_id": None if post.quoted_id is None else str(post.quoted_id),
        "quote_approval_policy": post.quote_policy or row[1],
        "application_id": application_id or 0,
        "idempotency": None,
        "scheduled_at": None,
        "with_rate_limit": False,
    }


def _poll(post: PublishPost) -> dict[str, Any] | None:
    if post.poll is None:
        return None
    return {
        "options": list(post.poll.options),
        "expires_in": post.poll.expires_in or 0,
        "multiple": post.poll.is_multiple,
        "hide_totals": post.poll.hides_totals,
    }


class Due(msgspec.Struct, frozen=True):
    """What the worker publishes: the command, as whom, and through which app it was written."""

    account_id: int
    member_id: int | None
    application_id: int | None
    command: PublishPost
    scheduled_at: int


def due(scheduled_id: int) -> Due | None:
    """The scheduled post, if it still waits."""
    row = sql.row(
        "SELECT account_id, member_id, application_id, command, scheduled_at FROM posts_scheduled"
        " WHERE id = %s AND state = 'waiting'",
        (scheduled_id,),
    )
    if row is None:
        return None
    return Due(row[0], row[1], row[2], msgspec.json.decode(row[3], type=PublishPost), row[4])
