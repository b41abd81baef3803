"""Whom an erased post named, for a minute: open apps of theirs take it off the screen. Then nothing knows it.

Two numbers for each, and no words: that bytes of what was erased are gone does not wait for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from coffeehouse.database import sql
from coffeehouse.kernel import clock

LASTS = clock.MINUTE


def remember(screens: Iterable[tuple[int, int]], now: int) -> None:
    """Keep (post, account) pairs for the streams."""
    for post_id, account_id in screens:
        sql.execute(
            "INSERT INTO records_recall (post_id, account_id, at) VALUES (%s, %s, %s)"
            " ON CONFLICT (post_id, account_id) DO NOTHING",
            (post_id, account_id, now),
        )


def named_in(post_id: int) -> list[int]:
    """The accounts that an erased post named, as long as it is remembered."""
    return [row[0] for row in sql.rows("SELECT account_id FROM records_recall WHERE post_id = %s", (post_id,))]


def forget(now: int) -> int:
    """Forget those whose minute is over; how many."""
    return sql.execute("DELETE FROM records_recall WHERE at <= %s", (now - LASTS,))
