"""What the ledger keeps of a post that goes, so that those who have it on their screens can be told (streaming)."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.posts.handlers.finding import Found


def recall(post: Found, boosts: list[tuple[Any, ...]]) -> dict[str, Any]:
    """The post's visibility, hashtags and mentions, and its boosts as (id, account). Asked before the rows go.

    Of a boost also what it passes on.
    """
    tags = sql.rows(
        "SELECT g.name FROM posts_posttag t JOIN posts_tag g ON g.id = t.tag_id WHERE t.post_id = %s", (post.id,)
    )
    mentions = sql.rows("SELECT account_id FROM posts_mention WHERE post_id = %s", (post.id,))
    return {
        "author": f"account/{post.account_id}",
        "visibility": post.visibility,
        "tags": sorted(row[0] for row in tags),
        "mentions": [str(row[0]) for row in mentions],
        "boosts": [[str(boost_id), str(account_id)] for boost_id, account_id in boosts],
        **({} if post.boost_of_id is None else {"boost_of": str(post.boost_of_id)}),
    }
