"""Erasing what a person said: a post with every copy of its words, and the traces of an account. Called by the engine
through records; unlike deleting, nothing of it stays in earlier versions, uploads, hashtags or trends."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.posts.handlers import translating
from coffeehouse.domain.posts.handlers.changing import take_out
from coffeehouse.domain.posts.handlers.finding import COLUMNS, Found

BOOKMARKED = 8
# Rows of an account's own that say what it reads, wants and keeps; nobody else needs them.
OWN_ROWS = (
    "posts_bookmark", "posts_tagfollow", "posts_featuredtag", "posts_threadmute", "posts_notification",
    "posts_directpost", "posts_conversation", "posts_notificationpolicy", "posts_notificationpermission",
    "posts_notificationrequest", "posts_announcementread", "posts_announcementreaction", "posts_feed",
)  # fmt: skip


def erase_post(post_id: int) -> Erased:
    """Remove a post and every copy of its words in these tables. A post that is gone leaves what its media left."""
    done = Erased(names=[f"post/{post_id}"])
    uploads = _uploads_of(post_id)
    row = sql.row(f"SELECT {COLUMNS} FROM posts_post p WHERE p.id = %s", (post_id,))
    if row is not None:
        translating.forget(post_id)
        done.add(_take_out(Found(*row)))
    done.add(erase_media(uploads))
    sql.execute("DELETE FROM posts_textsketch WHERE post_id = %s", (post_id,))
    sql.execute("DELETE FROM posts_trend WHERE kind = 'status' AND target_id = %s", (post_id,))
    sql.execute("DELETE FROM posts_filterstatus WHERE post_id = %s", (post_id,))
    return done


def _take_out(post: Found) -> Erased:
    """Remove the rows of a post and of its boosts. Which hashtags it had is not kept for streams, nor for long whom it
    named."""
    recalled, states = take_out(post)
    is_public = post.visibility in ("public", "unlisted")
    public = [str(post.id), *(boost_id for boost_id, _ in recalled["boosts"])] if is_public else []
    named = [] if is_public else [(post.id, int(account_id)) for account_id in recalled["mentions"]]
    direct = [str(post.id)] if post.visibility == "direct" else []
    return Erased(states=list(states), public=public, direct=direct, screens=named)


def _uploads_of(post_id: int) -> list[int]:
    """The media of a post and of its earlier versions."""
    found = {row[0] for row in sql.rows("SELECT id FROM posts_media WHERE post_id = %s", (post_id,))}
    for (media,) in sql.rows("SELECT media FROM posts_postedit WHERE post_id = %s", (post_id,)):
        entities: list[dict[str, Any]] = msgspec.json.decode(media)
        found |= {int(entity["id"]) for entity in entities}
    return sorted(found)


def erase_scheduled(scheduled_id: int, *, with_uploads: bool = True) -> Erased:
    """Remove a post that waits for its time, with its uploads, or leave these to the draft that it has become."""
    done = Erased(names=[f"scheduled/{scheduled_id}"])
    gone = sql.value("DELETE FROM posts_scheduled WHERE id = %s RETURNING account_id", (scheduled_id,))
    if gone is None:
        return done
    key = (gone, scheduled_id)
    uploads = sql.rows("SELECT id FROM posts_media WHERE account_id = %s AND scheduled_id = %s ORDER BY id", key)
    if with_uploads:
        done.add(erase_media([row[0] for row in uploads]))
    else:
        sql.execute("UPDATE posts_media SET scheduled_id = NULL WHERE account_id = %s AND scheduled_id = %s", key)
    return done


def erase_media(media_ids: list[int]) -> Erased:
    """Remove uploads: rows now, files after the commit."""
    done = Erased()
    for media_id in media_ids:
        done.names.append(f"media/{media_id}")
        row = sql.row("DELETE FROM posts_media WHERE id = %s RETURNING file, preview, source", (media_id,))
        if row is not None:
            done.keys += row[:2]
            done.received.append(row[2])
    return done


def forget_unused_tags() -> None:
    """Remove hashtags that nothing carries, follows or shows any more: they were the words of whoever was erased."""
    gone = sql.rows(
        "DELETE FROM posts_tag WHERE NOT EXISTS (SELECT 1 FROM posts_posttag x WHERE x.tag_id = posts_tag.id)"
        " AND NOT EXISTS (SELECT 1 FROM posts_tagfollow x WHERE x.tag_id = posts_tag.id)"
        " AND id NOT IN (SELECT tag_id FROM posts_featuredtag) RETURNING id"
    )
    for (tag_id,) in gone:
        sql.execute("DELETE FROM posts_trend WHERE kind = 'tag' AND target_id = %s", (tag_id,))


def erase_traces(account_id: int, spared: frozenset[str] = frozenset()) -> Erased:
    """Remove what an account did besides posting: scheduled words, uploads, boosts, filters, bookmarks, its inbox.

    spared: objects that stay.
    """
    done = Erased()
    for (scheduled_id,) in sql.rows("SELECT id FROM posts_scheduled WHERE account_id = %s", (account_id,)):
        if f"scheduled/{scheduled_id}" not in spared:
            done.add(erase_scheduled(scheduled_id))
    loose = sql.rows(
        "SELECT id FROM posts_media WHERE account_id = %s AND post_id IS NULL AND (scheduled_id IS NULL OR"
        " scheduled_id NOT IN (SELECT id FROM posts_scheduled))",
        (account_id,),
    )
    done.add(erase_media([row[0] for row in loose]))
    boosts = f"SELECT {COLUMNS} FROM posts_post p WHERE p.account_id = %s AND p.boost_of_id IS NOT NULL"
    for row in sql.rows(boosts, (account_id,)):
        done.add(_take_out(Found(*row)))
    for table in ("posts_filterkeyword", "posts_filterstatus"):
        sql.execute(
            f"DELETE FROM {table} WHERE filter_id IN (SELECT id FROM posts_filter WHERE account_id = %s)", (account_id,)
        )
    sql.execute("DELETE FROM posts_filter WHERE account_id = %s", (account_id,))
    for table in OWN_ROWS:
        sql.execute(f"DELETE FROM {table} WHERE account_id = %s", (account_id,))
    sql.execute(
        "UPDATE posts_mark SET bits = bits & ~ CAST(%s AS INTEGER) WHERE account_id = %s", (BOOKMARKED, account_id)
    )
    sql.execute("DELETE FROM posts_mark WHERE account_id = %s AND bits = 0", (account_id,))
    return done
