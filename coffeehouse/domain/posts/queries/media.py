"""Pictures."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.fragments import MEDIA_COLUMNS, media_entity


def read_media(viewer_id: int, media_id: int) -> str | None:
    """MediaAttachment of a picture of the viewer's own that no post has yet."""
    row = sql.row(
        f"SELECT {MEDIA_COLUMNS} FROM posts_media WHERE id = %s AND account_id = %s AND post_id IS NULL",  # noqa: S608
        (media_id, viewer_id),
    )
    return None if row is None else msgspec.json.encode(media_entity(row)).decode()


def may_read_file(key: str) -> str | None:
    """The content type of a file the house serves under this key; None when no picture or profile has it any more."""
    found = sql.value("SELECT content_type FROM posts_media WHERE file = %s OR preview = %s", (key, key))
    if found is not None:
        return str(found)
    used = sql.value("SELECT 1 FROM people_account WHERE avatar = %s OR header = %s", (key, key))
    return "image/webp" if used and key.endswith(".webp") else "image/jpeg" if used else None
