"""Home timelines are filled when something is published: a row for each follower of ours, in the act's transaction.

What an exclusive list keeps out of its owner's home timeline stands under the owner's id negated, for list timelines.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context
from coffeehouse.domain.posts.visibility import unmuted_posts, visible_posts

# What a feed keeps; older posts are reached through profiles and search.
FEED_LENGTH = 800
BACKFILL = 50

TO_FOLLOWERS = """
INSERT INTO posts_feed (account_id, post_id)
SELECT f.account_id, %s FROM people_follow f WHERE f.target_id = %s AND NOT f.is_pending
AND NOT EXISTS (SELECT 1 FROM people_mute m WHERE m.account_id = f.account_id AND m.target_id = %s
                AND (m.expires_at IS NULL OR m.expires_at > %s))
"""
# Not LIKE: SQLite plans for the pattern, so it would compile the statement anew for every post.
IN_LANGUAGE = """
AND (f.languages = '' OR REPLACE(' ' || f.languages || ' ', %s, '') <> ' ' || f.languages || ' ')
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
AND NOT EXISTS (SELECT 1 FROM people_domainblock x JOIN people_account s ON s.domain = x.domain
                WHERE x.account_id = f.account_id AND s.id = %s)
"""
MENTIONED = " AND EXISTS (SELECT 1 FROM posts_mention o WHERE o.post_id = %s AND o.account_id = f.account_id)"
OWN = "INSERT INTO posts_feed (account_id, post_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"
# Whose exclusive lists an author is on.
KEPT_APART = (
    "SELECT l.account_id FROM people_listmember e JOIN people_list l ON l.id = e.list_id"
    " WHERE e.account_id = %s AND l.is_exclusive AND l.account_id <> %s"
)
SET_ASIDE = f"UPDATE posts_feed SET account_id = -account_id WHERE post_id = %s AND account_id IN ({KEPT_APART})"
TO_TAG_FOLLOWERS = f"""
INSERT INTO posts_feed (account_id, post_id)
SELECT DISTINCT y.account_id, t.post_id FROM posts_posttag t JOIN posts_tagfollow y ON y.tag_id = t.tag_id
WHERE t.post_id = %s AND y.account_id <> %s AND y.account_id NOT IN ({KEPT_APART})
AND NOT EXISTS (SELECT 1 FROM people_mute m WHERE m.account_id = y.account_id AND m.target_id = %s
                AND (m.expires_at IS NULL OR m.expires_at > %s))
AND NOT EXISTS (SELECT 1 FROM people_block b WHERE (b.account_id = y.account_id AND b.target_id = %s)
                OR (b.account_id = %s AND b.target_id = y.account_id))
AND NOT EXISTS (SELECT 1 FROM people_domainblock x JOIN people_account s ON s.domain = x.domain
                WHERE x.account_id = y.account_id AND s.id = %s)
AND NOT EXISTS (SELECT 1 FROM people_account l WHERE l.id = %s AND l.limited_at IS NOT NULL)
ON CONFLICT DO NOTHING
"""


def feed_post(
    context: Context,
    post_id: int,
    author_id: int,
    visibility: str,
    language: str,
    answered_id: int | None,
    *,
    has_tags: bool = False,
) -> None:
    """Put a new post into its author's feed, the feeds of the followers it is for, and those of its tags' followers."""
    if context.actor.role != "remote":
        sql.execute(OWN, (author_id, post_id))
    params: list[object] = [post_id, author_id, author_id, context.now]
    statement = TO_FOLLOWERS
    if language:
        statement += IN_LANGUAGE
        params.append(f" {language} ")
    if answered_id is not None and answered_id != author_id:
        statement += REPLY
        params += [answered_id, answered_id]
    if visibility == "direct":
        statement += MENTIONED
        params.append(post_id)
    sql.execute(statement, params)
    sql.execute(SET_ASIDE, (post_id, author_id, author_id))
    if has_tags and visibility == "public":
        feed_tags(context, post_id, author_id)


def feed_tags(context: Context, post_id: int, author_id: int) -> None:
    """Put a public post into the feeds of those who follow one of its hashtags."""
    own = (author_id, author_id, author_id)
    sql.execute(TO_TAG_FOLLOWERS, (post_id, *own, author_id, context.now, *own, author_id))


def feed_boost(context: Context, boost_id: int, booster_id: int, original_id: int, author_id: int) -> None:
    """Put a boost into the feeds of the booster and of the followers it is for."""
    if context.actor.role != "remote":
        sql.execute(OWN, (booster_id, boost_id))
    sql.execute(
        TO_FOLLOWERS + BOOST,
        (
            boost_id, booster_id, booster_id, context.now, author_id, original_id, author_id, context.now,
            author_id, author_id, author_id,
        ),
    )  # fmt: skip
    sql.execute(SET_ASIDE, (boost_id, booster_id, booster_id))


def forget_posts(post_ids: list[int], author_ids: list[int]) -> None:
    """Take posts out of the feeds of their authors and of those who follow the authors or the posts' hashtags."""
    authors, posts = sql.marks(len(author_ids)), sql.marks(len(post_ids))
    sql.execute(
        f"DELETE FROM posts_feed WHERE post_id IN ({posts}) AND account_id IN"
        f" (SELECT account_id FROM people_follow WHERE target_id IN ({authors})"
        f" UNION SELECT id FROM people_account WHERE id IN ({authors})"
        " UNION SELECT -l.account_id FROM people_listmember e JOIN people_list l ON l.id = e.list_id"
        f" WHERE l.is_exclusive AND e.account_id IN ({authors})"
        " UNION SELECT y.account_id FROM posts_posttag t JOIN posts_tagfollow y ON y.tag_id = t.tag_id"
        f" WHERE t.post_id IN ({posts}))",
        (*post_ids, *author_ids, *author_ids, *author_ids, *post_ids),
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
    settle(reader_id)


def backfill_tag(context: Context, reader_id: int, tag_id: int) -> None:
    """Put the latest public posts with a hashtag newly followed into the reader's feed."""
    visible, params = visible_posts(reader_id)
    unmuted, unmuted_params = unmuted_posts(reader_id, context.now)
    sql.execute(
        "INSERT INTO posts_feed (account_id, post_id) SELECT %s, q.id FROM"
        " (SELECT p.id FROM posts_posttag t JOIN posts_post p ON p.id = t.post_id WHERE t.tag_id = %s"
        " AND NOT EXISTS (SELECT 1 FROM people_account l WHERE l.id = p.account_id AND l.limited_at IS NOT NULL)"
        f" AND p.visibility = 'public' AND {visible} AND {unmuted} ORDER BY t.post_id DESC LIMIT %s) q"
        " WHERE 1 = 1 ON CONFLICT DO NOTHING",
        (reader_id, tag_id, *params, *unmuted_params, BACKFILL),
    )
    settle(reader_id)


def purge(reader_id: int, author_id: int) -> None:
    """Take everything by an author, and boosts of it, out of a reader's feed."""
    sql.execute(
        "DELETE FROM posts_feed WHERE account_id IN (%s, %s) AND EXISTS (SELECT 1 FROM posts_post p"
        " LEFT JOIN posts_post o ON o.id = p.boost_of_id"
        " WHERE p.id = posts_feed.post_id AND (p.account_id = %s OR o.account_id = %s))",
        (reader_id, -reader_id, author_id, author_id),
    )


def purge_server(reader_id: int, domain: str) -> None:
    """Take everything by accounts of a server, and boosts of it, out of a reader's feed."""
    sql.execute(
        "DELETE FROM posts_feed WHERE account_id IN (%s, %s) AND EXISTS (SELECT 1 FROM posts_post p"
        " LEFT JOIN posts_post o ON o.id = p.boost_of_id"
        " JOIN people_account a ON a.id = p.account_id OR a.id = o.account_id"
        " WHERE p.id = posts_feed.post_id AND a.domain = %s)",
        (reader_id, -reader_id, domain),
    )


def purge_tag(reader_id: int, tag_id: int) -> None:
    """Take out of a reader's feed what came by a hashtag: not what they wrote, follow, or get by another hashtag."""
    sql.execute(
        "DELETE FROM posts_feed WHERE account_id = %s AND EXISTS"
        " (SELECT 1 FROM posts_posttag t WHERE t.tag_id = %s AND t.post_id = posts_feed.post_id)"
        " AND NOT EXISTS (SELECT 1 FROM posts_post p WHERE p.id = posts_feed.post_id AND (p.account_id = %s OR EXISTS"
        " (SELECT 1 FROM people_follow f WHERE f.account_id = %s AND f.target_id = p.account_id AND NOT f.is_pending)))"
        " AND NOT EXISTS (SELECT 1 FROM posts_posttag o JOIN posts_tagfollow y ON y.tag_id = o.tag_id"
        " WHERE o.post_id = posts_feed.post_id AND y.account_id = %s)",
        (reader_id, tag_id, reader_id, reader_id, reader_id),
    )


EXCLUSIVE = (
    "(SELECT e.account_id FROM people_list l JOIN people_listmember e ON e.list_id = l.id"
    " WHERE l.account_id = %s AND l.is_exclusive AND e.account_id <> %s)"
)


def settle(reader_id: int) -> None:
    """Put a reader's posts where they belong by now: in the home timeline, or beside it for an exclusive list."""
    concerned = sql.value(
        "SELECT 1 FROM people_list WHERE account_id = %s AND is_exclusive"
        " UNION ALL SELECT 1 FROM posts_feed WHERE account_id = %s LIMIT 1",
        (reader_id, -reader_id),
    )
    if not concerned:
        return
    _move(reader_id, -reader_id, f"p.account_id IN {EXCLUSIVE}", (reader_id, reader_id))
    _move(-reader_id, reader_id, f"p.account_id NOT IN {EXCLUSIVE}", (reader_id, reader_id))


def _move(source: int, target: int, condition: str, params: tuple[int, ...]) -> None:
    of_those = f"SELECT 1 FROM posts_post p WHERE p.id = f.post_id AND {condition}"
    moved = sql.execute(
        f"INSERT INTO posts_feed (account_id, post_id) SELECT %s, f.post_id FROM posts_feed f WHERE f.account_id = %s"
        f" AND EXISTS ({of_those}) ON CONFLICT DO NOTHING",
        (target, source, *params),
    )
    if moved:
        sql.execute(f"DELETE FROM posts_feed AS f WHERE f.account_id = %s AND EXISTS ({of_those})", (source, *params))


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
