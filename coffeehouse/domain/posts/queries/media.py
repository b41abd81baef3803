"""Pictures."""

from __future__ import annotations

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
