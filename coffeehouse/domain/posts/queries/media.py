"""Pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.fragments import MEDIA_COLUMNS, media_entity


def read_media(viewer_id: int, media_id: int) -> str | None:
    """MediaAttachment of a picture of the viewer's own that no post has yet."""
    row = sql.row(
        f"SELECT {MEDIA_COLUMNS} FROM posts_media WHERE id = %s AND account_id = %s AND post_id IS NULL",
        (media_id, viewer_id),
    )
    return None if row is None else msgspec.json.encode(media_entity(row)).decode()


def pictures_as_they_are(media_ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """(id, SHA-256, description, focus x, focus y) of these pictures, by id: what somebody who looks at them sees."""
    wanted = tuple(media_ids)
    if not wanted:
        return []
    return sql.rows(
        "SELECT id, sha256, description, focus_x, focus_y FROM posts_media"
        f" WHERE id IN ({sql.marks(len(wanted))}) ORDER BY id",
        wanted,
    )
