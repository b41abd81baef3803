"""Who wrote what a voice says: kept for its team, and shown to everybody as the voice signs (docs/decisions/9)."""

from __future__ import annotations

from html import escape

from coffeehouse.database import sql
from coffeehouse.domain.context import Context
from coffeehouse.domain.people.queries.voices import sign_off_of


def sign(context: Context, post_id: int, act: str) -> str:
    """Insert who wrote or edited a post of a voice; the HTML that signs it, to stand after its words.

    One's own words need neither. A sign-off stays as it was: what the voice chooses later changes no earlier post.
    """
    actor = context.actor
    if actor.capacity != "voice" or actor.member_id is None or actor.account_id is None:
        return ""
    sql.execute(
        "INSERT INTO posts_authorship (id, post_id, member_id, act, sign_off, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (context.new_id(), post_id, actor.member_id, act, sign_off_of(actor.member_id, actor.account_id), context.now),
    )
    found = sql.rows(
        "SELECT sign_off FROM posts_authorship WHERE post_id = %s AND sign_off <> '' ORDER BY id", (post_id,)
    )
    signed = " ".join(dict.fromkeys(escape(row[0], quote=False) for row in found))
    return f"<p>{signed}</p>" if signed else ""
