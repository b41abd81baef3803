"""Pictures, video and sound: one's own before they belong to a post, and who may fetch which file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.posts import lending
from coffeehouse.domain.posts.fragments import MEDIA_COLUMNS, media_entity
from coffeehouse.domain.posts.visibility import visible_posts

FILE = "SELECT account_id, post_id, state FROM posts_media WHERE {column} = %s LIMIT 1"


def own_media(viewer_id: int, rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """MediaAttachments of rows of MEDIA_COLUMNS that only the viewer may see yet, lent to them."""
    entities = lending.to_lend(media_entity(row) for row in rows)
    return [lending.lend(msgspec.json.encode(entity).decode(), viewer_id) for entity in entities]


def read_media(viewer_id: int, media_id: int) -> str | None:
    """MediaAttachment of something of the viewer's own that no post has yet."""
    rows = _loose(viewer_id, [media_id])
    return own_media(viewer_id, rows)[0] if rows else None


def read_media_list(owner_id: int, media_ids: Iterable[int]) -> list[str]:
    """The same for several, in the order asked; those that are not there are left out."""
    wanted = list(media_ids)
    found = {row[0]: row for row in _loose(owner_id, wanted)} if wanted else {}
    return own_media(owner_id, (found[media_id] for media_id in wanted if media_id in found))


def _loose(owner_id: int, media_ids: list[int]) -> list[tuple[Any, ...]]:
    return sql.rows(
        f"SELECT {MEDIA_COLUMNS} FROM posts_media WHERE id IN ({sql.marks(len(media_ids))}) AND account_id = %s"
        " AND post_id IS NULL",
        (*media_ids, owner_id),
    )


def media_state(viewer_id: int, media_id: int) -> tuple[str, str]:
    """(ready, waiting or failed; what went wrong in words) of something of the viewer's own; ("", "") without it."""
    row = sql.row("SELECT state, problem FROM posts_media WHERE id = %s AND account_id = %s", (media_id, viewer_id))
    return ("", "") if row is None else (str(row[0]), str(row[1]))


def who_may_fetch(key: str, lent: str) -> str:
    """Who may have the file with this key now: "all", "borrower" (only by this address), "nobody" (M7, M8).

    lent: what the address has behind `?lent=`. Files of no post at all (avatars, banners) are for all.
    """
    row = sql.row(FILE.format(column="file"), (key,)) or sql.row(FILE.format(column="preview"), (key,))
    if row is None:
        return "nobody" if key.startswith(files.GUARDED) else "all"
    owner_id, post_id, _ = row
    if post_id is not None and _sees(None, post_id):
        return "all"
    viewer_id = lending.borrower(key, lent) if lent else None
    if viewer_id is None:
        return "nobody"
    may = viewer_id == owner_id if post_id is None else _sees(viewer_id, post_id)
    return "borrower" if may else "nobody"


def _sees(viewer_id: int | None, post_id: int) -> bool:
    scope, params = visible_posts(viewer_id)
    return sql.value(f"SELECT 1 FROM posts_post p WHERE p.id = %s AND {scope}", (post_id, *params)) is not None


def pictures_as_they_are(media_ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """(id, SHA-256, description, focus x, focus y, preview) of these, by id: what somebody who looks at them sees."""
    wanted = tuple(media_ids)
    if not wanted:
        return []
    return sql.rows(
        "SELECT id, sha256, description, focus_x, focus_y, preview FROM posts_media"
        f" WHERE id IN ({sql.marks(len(wanted))}) ORDER BY id",
        wanted,
    )
