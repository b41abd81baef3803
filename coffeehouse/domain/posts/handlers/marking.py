"""What an account has done with a post, as bits of one row: a timeline then asks once for each post, not five times.

Derived from favourites, boosts, bookmarks and pins, in the same transaction; tests hold the two equal.
"""

from __future__ import annotations

from coffeehouse.database import sql


def mark(account_id: int, post_id: int, bit: int) -> None:
    """Set a bit."""
    sql.execute(
        "INSERT INTO posts_mark (account_id, post_id, bits) VALUES (%s, %s, %s)"
        " ON CONFLICT (account_id, post_id) DO UPDATE SET bits = posts_mark.bits | excluded.bits",
        (account_id, post_id, bit),
    )


def unmark(account_id: int, post_id: int, bit: int) -> None:
    """Clear a bit that is set."""
    sql.execute(
        "UPDATE posts_mark SET bits = bits & ~ CAST(%s AS INTEGER) WHERE account_id = %s AND post_id = %s",
        (bit, account_id, post_id),
    )
    sql.execute("DELETE FROM posts_mark WHERE account_id = %s AND post_id = %s AND bits = 0", (account_id, post_id))


def forget(post_id: int) -> None:
    """Remove all marks of a post that goes; while the rows that tell whose marks there are still stand."""
    sql.execute(
        "DELETE FROM posts_mark WHERE post_id = %s AND account_id IN"
        " (SELECT account_id FROM posts_favourite WHERE post_id = %s"
        " UNION SELECT account_id FROM posts_bookmark WHERE post_id = %s"
        " UNION SELECT account_id FROM posts_pin WHERE post_id = %s"
        " UNION SELECT account_id FROM posts_post WHERE boost_of_id = %s)",
        (post_id,) * 5,
    )
