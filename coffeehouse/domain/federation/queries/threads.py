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


def quote_of(post_id: int) -> tuple[str, str]:
    """(what a post from elsewhere quotes, the stamp it shows), as identities; empty where there is none."""
    found = sql.row("SELECT quote, quote_stamp FROM federation_remoteobject WHERE id = %s", (post_id,))
    return ("", "") if found is None else (found[0], found[1])


def quoting_by_stamp(stamp: str) -> int | None:
    """The post of ours that quotes by this stamp of another server."""
    found = sql.value("SELECT id FROM posts_quote WHERE stamp = %s AND stamp > '' LIMIT 1", (stamp,)) if stamp else None
    return None if found is None else int(found)


def quote_asked(post_id: int) -> tuple[int, int] | None:
    """(post, its author) that a post of ours quotes, while that author is asked."""
    found = sql.row(
        "SELECT quoted_id, quoted_account_id FROM posts_quote WHERE id = %s AND state = 'pending'", (post_id,)
    )
    return None if found is None else (found[0], found[1])
