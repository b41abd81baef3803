"""Posts and boosts of ours as whole documents: objects, and the activities by which they came into the world.

Given to servers that ask (`channels.federation`) and sent to those that follow (`delivery.federating`): the same words.
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.documents import our_note
from coffeehouse.domain.federation.queries.identities import account_identities, post_identities
from coffeehouse.protocols.activitypub.ours import addressed
from coffeehouse.protocols.activitypub.writing_activities import write_announce, write_create
from coffeehouse.protocols.activitypub.writing_objects import write_note

Document = dict[str, Any]
BOOST = (
    "SELECT p.account_id, p.visibility, p.created_at, r.id, r.account_id FROM posts_post p"
    " JOIN posts_post r ON r.id = p.boost_of_id JOIN people_account a ON a.id = p.account_id"
    " WHERE p.id = %s AND a.domain = ''"
)


def object_document(post_id: int, reader_id: int | None = None) -> Document | None:
    """A post of ours as Note or Question; None for boosts and posts of others."""
    note = our_note(post_id, reader_id)
    return None if note is None else write_note(note)


def activity_document(post_id: int, reader_id: int | None = None) -> Document | None:
    """The Create of a post of ours, or the Announce of a boost."""
    document = object_document(post_id, reader_id)
    return write_create(document) if document is not None else announce_document(post_id)


def announce_document(boost_id: int) -> Document | None:
    """A boost of one of ours; None where it is none, or nobody knows what is boosted by any name."""
    row = sql.row(BOOST, (boost_id,))
    if row is None:
        return None
    account_id, visibility, created_at, boosted_id, author_id = row
    posts, accounts = post_identities([boost_id, boosted_id]), account_identities([account_id, author_id])
    if boosted_id not in posts or author_id not in accounts:
        return None
    actor = accounts[account_id].uri
    to, cc = addressed(visibility, actor, (accounts[author_id].uri,))
    return write_announce(posts[boost_id].uri, actor, posts[boosted_id].uri, to, cc, created_at)
