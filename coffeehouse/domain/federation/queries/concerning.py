"""Whether what happens elsewhere concerns anybody here: the rest is not taken in."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.posts.visibility import visible_elsewhere
from coffeehouse.protocols.activitypub.documents import ObjectDocument

# Of a post that is addressed to more, only so many are looked at.
MOST_ADDRESSED = 200


def is_followed_here(account_id: int) -> bool:
    """Whether somebody of ours follows this account elsewhere."""
    return (
        sql.value(
            "SELECT 1 FROM people_follow f JOIN people_account a ON a.id = f.account_id"
            " WHERE f.target_id = %s AND NOT f.is_pending AND a.domain = '' LIMIT 1",
            (account_id,),
        )
        is not None
    )


def concerns_somebody(document: ObjectDocument, author_id: int) -> bool:
    """Whether a new post is for somebody here: a follower, one it names, or one whose conversation it continues."""
    if is_followed_here(author_id):
        return True
    named = (*document.to, *document.cc, *(mention.href for mention in document.mentions))
    if any(resolving.account_here(uri) is not None for uri in named[:MOST_ADDRESSED] if resolving.is_ours(uri)):
        return True
    return any(uri and resolving.post_of_uri(uri) is not None for uri in (document.in_reply_to, document.quote))


def poll_options(post_id: int) -> list[str]:
    """The options of a poll of ours by name; none where there is none."""
    found = sql.value("SELECT options FROM posts_poll WHERE id = %s", (post_id,))
    return [] if found is None else msgspec.json.decode(found, type=list[str])


def is_relay(uri: str) -> bool:
    """Whether this is a relay that the house takes posts from."""
    return sql.value("SELECT 1 FROM federation_relay WHERE uri = %s AND state = 'accepted'", (uri,)) is not None


def seen_posts_of(author_id: int, post_ids: tuple[int, ...], viewer_id: int) -> tuple[int, ...]:
    """Those of the posts that this author wrote and the account elsewhere may see."""
    if not post_ids:
        return ()
    scope, params = visible_elsewhere(viewer_id)
    found = sql.rows(
        f"SELECT p.id FROM posts_post p WHERE p.id IN ({sql.marks(len(post_ids))}) AND p.account_id = %s AND {scope}"
        " AND p.boost_of_id IS NULL ORDER BY p.id",
        (*post_ids, author_id, *params),
    )
    return tuple(post_id for (post_id,) in found)
