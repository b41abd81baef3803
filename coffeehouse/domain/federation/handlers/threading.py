"""Where a post from elsewhere stands: under what it answers, in which conversation, before what waits for it.

Posts come in any order. Each step here touches the post and those that answer it directly, never a whole thread, so
that a thread of ten thousand posts, or one that bites its own tail, costs no more than others (attack O17).
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.context import State
from coffeehouse.domain.federation.queries.resolving import is_gone, is_ours, post_of_uri
from coffeehouse.domain.posts import fragments
from coffeehouse.domain.posts.handlers.finding import Found, find_visible
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.documents import ObjectDocument
from coffeehouse.protocols.addresses import origin_of
from coffeehouse.protocols.mastodon.fragments import with_parent

NOT_HERE = 0
"""The parent of what answers a post that is not here."""
MOST_ADOPTED = 100
# A post of the server that the context is of, among the first that named it: posts of others say nothing about it.
SAME_CONTEXT = (
    "SELECT q.conversation_id FROM (SELECT o.id, o.uri, p.conversation_id, p.visibility FROM federation_remoteobject o"
    " JOIN posts_post p ON p.id = o.id WHERE o.context = %s AND o.context > '' ORDER BY o.id LIMIT 100) q"
    " WHERE substr(q.uri, 1, %s) = %s AND q.visibility IN ('public', 'unlisted') ORDER BY q.id LIMIT 1"
)


class Place(NamedTuple):
    """parent_id: None for what answers nothing, NOT_HERE for what answers something that is not here."""

    parent: Found | None
    parent_id: int | None
    parent_account_id: int | None
    conversation_id: int | None
    awaits: str


def place_of(document: ObjectDocument, author_id: int) -> Place:
    """Where the post belongs. What its author may not see it does not answer here, whatever it says (attack P4)."""
    if not document.in_reply_to or document.in_reply_to == document.id:
        return Place(None, None, None, _conversation(document), "")
    parent_id = post_of_uri(document.in_reply_to)
    if parent_id is not None:
        try:
            parent = find_visible(parent_id, author_id)
        except NotFound:
            return Place(None, NOT_HERE, NOT_HERE, None, "")
        return Place(parent, parent.id, parent.account_id, parent.conversation_id, "")
    never_comes = is_ours(document.in_reply_to) or is_gone(document.in_reply_to)
    return Place(None, NOT_HERE, NOT_HERE, _conversation(document), "" if never_comes else document.in_reply_to)


def _conversation(document: ObjectDocument) -> int | None:
    """The conversation of posts that wait for this one, or that name the same context (FEP-7888)."""
    found = sql.value(
        "SELECT p.conversation_id FROM federation_remoteobject o JOIN posts_post p ON p.id = o.id"
        " WHERE o.awaits = %s AND o.awaits > '' ORDER BY o.id LIMIT 1",
        (document.id,),
    )
    # Its server says what belongs to a conversation; of another's a post is part by what it answers, not by its word.
    start = f"{origin_of(document.context)}/"
    if found is None and document.visibility in ("public", "unlisted") and document.id.startswith(start):
        found = sql.value(SAME_CONTEXT, (document.context, len(start), start))
    return None if found is None else int(found)


def adopt(uri: str, post_id: int, account_id: int, conversation_id: int) -> tuple[State, ...]:
    """Put a post that came above those that waited for it; their rows as they now are."""
    waiting = sql.rows(
        f"SELECT id FROM federation_remoteobject WHERE awaits = %s AND awaits > '' AND id <> %s LIMIT {MOST_ADOPTED}",
        (uri, post_id),
    )
    states: list[State] = []
    for (child_id,) in waiting:
        sql.execute("UPDATE federation_remoteobject SET awaits = '' WHERE id = %s", (child_id,))
        columns = fragments.read_columns(child_id)
        if not _may_answer(columns["account_id"], post_id) or _is_above(child_id, post_id):
            continue
        columns.update(
            in_reply_to_id=post_id,
            in_reply_to_account_id=account_id,
            conversation_id=conversation_id,
            fragment=with_parent(columns["fragment"], post_id, account_id),
        )
        sql.execute(
            "UPDATE posts_post SET in_reply_to_id = %s, in_reply_to_account_id = %s, conversation_id = %s,"
            " fragment = %s WHERE id = %s",
            (post_id, account_id, conversation_id, columns["fragment"], child_id),
        )
        if columns["visibility"] in ("public", "unlisted"):
            sql.execute("UPDATE posts_postcounts SET replies_count = replies_count + 1 WHERE post_id = %s", (post_id,))
        states.append(fragments.vouch(child_id, columns))
    return tuple(states)


def _may_answer(author_id: int, post_id: int) -> bool:
    try:
        find_visible(post_id, author_id)
    except NotFound:
        return False
    return True


def _is_above(child_id: int, post_id: int) -> bool:
    """Whether the post that came answers, near by, what would now answer it: a thread that bites its own tail."""
    above: int | None = post_id
    for _ in range(40):
        above = sql.value("SELECT in_reply_to_id FROM posts_post WHERE id = %s", (above,))
        if not above:
            return False
        if above == child_id:
            return True
    return False


def dated_id(uri: str, said_at: int) -> int:
    """An id that stands where the post was said, for one that comes late: lists of an account are in that order."""
    start = int.from_bytes(hashlib.sha256(uri.encode()).digest()[:2], "big")
    for step in range(1 << 16):
        post_id = said_at << 16 | (start + step) & 0xFFFF
        if sql.value("SELECT 1 FROM posts_post WHERE id = %s", (post_id,)) is None:
            return post_id
    raise NotFound()
