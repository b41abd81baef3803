"""Home timelines are filled when something is published: a row for each follower of ours, in the act's transaction."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context

# What a feed keeps; older posts are reached through profiles and search.
FEED_LENGTH = 800
BACKFILL = 50

TO_FOLLOWERS = """
INSERT INTO posts_feed (account_id, post_id)
SELECT f.account_id, %s FROM people_follow f WHERE f.target_id = %s AND NOT f.is_pending
AND (f.languages = '' OR ' ' || f.languages || ' ' LIKE %s)
AND NOT EXISTS (SELECT 1 FROM people_mute m WHERE m.account_id = f.account_id AND m.target_id = %s
                AND (m.expires_at IS NULL OR m.expires_at > %s))
"""
# A reply to somebody else is for those who follow both, and for the one who is answered.
REPLY = """
AND (f.account_id = %s OR EXISTS (SELECT 1 FROM people_follow g
     WHERE g.account_id = f.account_id AND g.target_id = %s AND NOT g.is_pending))
"""
# A boost reaches those who want boosts, do not have the post already, and neither block nor mute its author.
BOOST = """
AND f.shows_boosts AND f.account_id <> %s
AND NOT EXISTS (SELECT 1 FROM posts_feed h WHERE h.account_id = f.account_id AND h.post_id = %s)
AND NOT EXISTS (SELECT 1 FROM people_mute n WHERE n.account_id = f.account_id AND n.target_id = %s
                AND (n.expires_at IS NULL OR n.expires_at > %s))
AND NOT EXISTS (SELECT 1 FROM people_block b WHERE (b.account_id = f.account_id AND b.target_id = %s)
                OR (b.account_id = %s AND b.target_id = f.account_id))
"""
MENTIONED = " AND EXISTS (SELECT 1 FROM posts_mention o WHERE o.post_id = %s AND o.account_id = f.account_id)"
OWN = "INSERT INTO posts_feed (account_id, post_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def feed_post(
    context: Context, post_id: int, author_id: int, visibility: str, language: str, answered_id: int | None
) -> None:
    """Put a new post into its author's feed and the feeds of the followers it is for."""
    sql.execute(OWN, (author_id, post_id))
    params: list[object] = [post_id, author_id, f"% {language} %" if language else "%", author_id, context.now]
    statement = TO_FOLLOWERS
    if answered_id is not None and answered_id != author_id:
        statement += REPLY
        params += [answered_id, answered_id]
    if visibility == "direct":
        statement += MENTIONED
        params.append(post_id)
    sql.execute(statement, params)


def feed_boost(context: Context, boost_id: int, booster_id: int, original_id: int, author_id: int) -> None:
    """Put a boost into the feeds of the booster and of the followers it is for."""
    sql.execute(OWN, (booster_id, boost_id))
    sql.execute(
        TO_FOLLOWERS + BOOST,
        (
            boost_id, booster_id, "%", booster_id, context.now, author_id, original_id, author_id, context.now,
            author_id, author_id,
        ),
    )  # fmt: skip


def forget_posts(post_ids: list[int], author_ids: list[int]) -> None:
    """Take posts out of the feeds of their authors and those authors' followers."""
    sql.execute(
        f"DELETE FROM posts_feed WHERE post_id IN ({sql.marks(len(post_ids))}) AND account_id IN"
        f" (SELECT account_id FROM people_follow WHERE target_id IN ({sql.marks(len(author_ids))})"
        f" UNION SELECT id FROM people_account WHERE id IN ({sql.marks(len(author_ids))}))",
        (*post_ids, *author_ids, *author_ids),
    )


def backfill(reader_id: int, author_id: int) -> None:
    """Put the latest posts of somebody newly followed into the reader's feed."""
    sql.execute(
        "INSERT INTO posts_feed (account_id, post_id) SELECT %s, q.id FROM"
        " (SELECT p.id FROM posts_post p WHERE p.account_id = %s AND p.visibility <> 'direct' AND p.boost_of_id IS NULL"
        " AND (p.in_reply_to_account_id IS NULL OR p.in_reply_to_account_id = p.account_id)"
        " ORDER BY p.id DESC LIMIT %s) q WHERE 1 = 1 ON CONFLICT DO NOTHING",
        (reader_id, author_id, BACKFILL),
    )


def purge(reader_id: int, author_id: int) -> None:
    """Take everything by an author, and boosts of it, out of a reader's feed."""
    sql.execute(
        "DELETE FROM posts_feed WHERE account_id = %s AND EXISTS (SELECT 1 FROM posts_post p"
        " LEFT JOIN posts_post o ON o.id = p.boost_of_id"
        " WHERE p.id = posts_feed.post_id AND (p.account_id = %s OR o.account_id = %s))",
        (reader_id, author_id, author_id),
    )


def trim(longer_than: int = FEED_LENGTH) -> int:
    """Cut every feed to its newest FEED_LENGTH rows; how many rows went. Housekeeping of a derived table."""
    removed = 0
    for (account_id,) in sql.rows(
        "SELECT account_id FROM posts_feed GROUP BY account_id HAVING COUNT(*) > %s", (longer_than,)
    ):
        oldest = sql.value(
            "SELECT post_id FROM posts_feed WHERE account_id = %s ORDER BY post_id DESC LIMIT 1 OFFSET %s",
            (account_id, FEED_LENGTH - 1),
        )
        removed += sql.execute("DELETE FROM posts_feed WHERE account_id = %s AND post_id < %s", (account_id, oldest))
    return removed
