"""Erasing a draft: its words in every revision, what was said about them, and the messages that showed them."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import State
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.posts.handlers.erasing import erase_media, erase_post
from coffeehouse.domain.publishing.asked import desk_account


def erase_draft(held_id: int) -> Erased:
    """Remove a draft with its revisions and decisions, and what the desk sent about it."""
    done = Erased(names=[f"held/{held_id}"])
    uploads: set[int] = set()
    commands = sql.rows(
        "SELECT command FROM publishing_revision WHERE held_id = %s"
        " UNION SELECT command FROM publishing_heldcommand WHERE id = %s",
        (held_id, held_id),
    )
    for (command,) in commands:
        uploads |= {int(media_id) for media_id in msgspec.json.decode(command).get("media_ids") or ()}
    for post_id in _shown_in(held_id):
        done.add(erase_post(post_id))
    for table in ("publishing_ask", "publishing_decision", "publishing_revision"):
        sql.execute(f"DELETE FROM {table} WHERE held_id = %s", (held_id,))
    sql.execute("DELETE FROM publishing_heldcommand WHERE id = %s", (held_id,))
    # A picture that a published or scheduled post has goes with that, not with the draft.
    loose = [
        media_id
        for media_id in sorted(uploads)
        if sql.value(
            "SELECT 1 FROM posts_media WHERE id = %s AND post_id IS NULL AND scheduled_id IS NULL", (media_id,)
        )
    ]
    done.add(erase_media(loose))
    return done


def _shown_in(held_id: int) -> list[int]:
    """Messages of the desk that showed the draft or told of it: each ends with the draft's address."""
    asked = [row[0] for row in sql.rows("SELECT post_id FROM publishing_ask WHERE held_id = %s", (held_id,))]
    desk_id = desk_account()
    if desk_id is None:
        return asked
    told = sql.rows(
        "SELECT id FROM posts_post WHERE account_id = %s AND text LIKE %s", (desk_id, f"%/review/{held_id}%")
    )
    return sorted({*asked, *(row[0] for row in told)})


def forget_route(post_id: int) -> list[State]:
    """Remove by what route a post went out, and what corrections of it said; the post is erased."""
    sql.execute("DELETE FROM publishing_directrelease WHERE post_id = %s", (post_id,))
    gone = sql.rows("DELETE FROM publishing_correction WHERE post_id = %s OR id = %s RETURNING id", (post_id, post_id))
    return [State("publishing_correction", row[0], None) for row in gone]
