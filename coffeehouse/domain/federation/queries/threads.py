"""What threads still need from other servers."""

from __future__ import annotations

from coffeehouse.database import sql


def awaited_by(post_id: int) -> str:
    """The identity of what a post answers, while that is not here; else empty."""
    return str(sql.value("SELECT awaits FROM federation_remoteobject WHERE id = %s", (post_id,)) or "")


def answers_of(post_id: int) -> str:
    """The collection of what answers a post from elsewhere that everybody may see; else empty."""
    found = sql.value(
        "SELECT o.replies FROM federation_remoteobject o JOIN posts_post p ON p.id = o.id"
        " WHERE o.id = %s AND p.visibility IN ('public', 'unlisted')",
        (post_id,),
    )
    return str(found or "")


def media_source(media_id: int) -> tuple[str, str, str] | None:
    """(address, kind, state) of a file of a post elsewhere."""
    found = sql.row(
        "SELECT r.url, m.kind, m.state FROM federation_remotemedia r JOIN posts_media m ON m.id = r.id WHERE r.id = %s",
        (media_id,),
    )
    return None if found is None else (found[0], found[1], found[2])
