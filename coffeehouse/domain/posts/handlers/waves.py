"""Waves from other servers: many accounts nobody here knew yesterday name the same people, again and again.

In February 2024 thousands of accounts, made by a program on small servers that let anybody in, named hundreds of people
each. The first few reach whom they name; the rest waits among the notifications kept back, where it can be read. Nobody
of this house is ever limited by it, nor anybody whom one follows, answered, or let in.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.kernel import clock

# Many who favourite, boost or follow are a success; many who name one are not.
KINDS = frozenset({"mention", "quote"})
# How many strangers' doings reach somebody in a day before the rest waits; since when somebody is known here.
REACHES, WINDOW = 5, clock.DAY
NEW_HERE = 7 * clock.DAY
# An answer to one's own words that names no more people than this is a conversation, and no wave.
FEW = 3
STRANGER = """
SELECT 1 FROM people_account a WHERE a.id = %s AND a.domain <> ''
AND NOT EXISTS (SELECT 1 FROM people_follow f WHERE f.account_id = %s AND f.target_id = a.id AND NOT f.is_pending)
AND NOT EXISTS (SELECT 1 FROM posts_notificationpermission p WHERE p.account_id = %s AND p.from_account_id = a.id)
AND NOT EXISTS (SELECT 1 FROM posts_post q JOIN posts_mention m ON m.post_id = q.id
                WHERE q.account_id = %s AND m.account_id = a.id)
"""
# Ids grow with time, so an id says since when its account is known here.
REACHED = """
SELECT COUNT(*) FROM (SELECT n.id FROM posts_notification n JOIN people_account a ON a.id = n.from_account_id
WHERE n.account_id = %s AND n.id > %s AND n.type = %s AND NOT n.is_filtered AND n.from_account_id > %s
AND a.domain <> '' LIMIT %s) q
"""
ANSWERS = """
SELECT 1 FROM posts_post p JOIN posts_post o ON o.id = p.in_reply_to_id WHERE p.id = %s AND o.account_id = %s
AND (SELECT COUNT(*) FROM posts_mention m WHERE m.post_id = p.id) <= %s
"""


def is_of_wave(account_id: int, kind: str, from_account_id: int, post_id: int | None, now: int) -> bool:
    """Whether so many strangers from elsewhere reached this account today that one more waits."""
    new_since = (now - NEW_HERE) << 16
    if kind not in KINDS or from_account_id < new_since:
        return False
    if sql.value(STRANGER, (from_account_id, account_id, account_id, account_id)) is None:
        return False
    reached = sql.value(REACHED, (account_id, (now - WINDOW) << 16, kind, new_since, REACHES))
    if reached < REACHES:
        return False
    return kind != "mention" or sql.value(ANSWERS, (post_id, account_id, FEW)) is None
