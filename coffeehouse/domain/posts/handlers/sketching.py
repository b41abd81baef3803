"""Counts the accounts that sent nearly the same text within a day, for policy (`same_text_account_count`)."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.policy.facts import is_nearly_the_same

# As many candidates are compared; a campaign beyond that is large whatever its exact number.
MOST = 100
PUBLIC = frozenset({"public", "unlisted"})
SAME_SKETCH = (
    "SELECT s.account_id, p.text FROM posts_textsketch s JOIN posts_post p ON p.id = s.post_id"
    f" WHERE s.sketch = %s AND s.post_id > %s AND s.account_id <> %s ORDER BY s.post_id DESC LIMIT {MOST}"
)


def count_accounts(sketch: int | None, text: str, account_id: int | None, now: int) -> int:
    """How many other accounts said nearly this in public in the day before. One indexed query, none for short texts."""
    if sketch is None:
        return 0
    found = sql.rows(SAME_SKETCH, (sketch, _day_before(now), account_id or 0))
    return len({other_id for other_id, said in found if is_nearly_the_same(text, said)})


def keep_sketch(post_id: int, sketch: int | None, account_id: int, visibility: str, now: int) -> None:
    """Keep a public text's sketch for a day; what is older goes as new ones come.

    Of each account the newest counts: one that says the same a thousand times must not make others' posts slow.
    """
    if sketch is None or visibility not in PUBLIC:
        return
    sql.execute("DELETE FROM posts_textsketch WHERE sketch = %s AND account_id = %s", (sketch, account_id))
    sql.execute(
        "INSERT INTO posts_textsketch (post_id, sketch, account_id) VALUES (%s, %s, %s)", (post_id, sketch, account_id)
    )
    sql.execute(
        "DELETE FROM posts_textsketch WHERE post_id IN"
        " (SELECT post_id FROM posts_textsketch WHERE post_id < %s ORDER BY post_id LIMIT 2)",
        (_day_before(now),),
    )


def _day_before(now: int) -> int:
    """The smallest id that can have been given within the day."""
    return (now - clock.DAY) << 16
