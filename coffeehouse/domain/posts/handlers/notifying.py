"""Notifications: written in the act's transaction, unless the one who would get it wants none from there."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context
from coffeehouse.domain.posts.handlers import receiving
from coffeehouse.domain.posts.handlers.pushing import wake
from coffeehouse.kernel import clock

INSERT = """
INSERT INTO posts_notification (id, account_id, type, from_account_id, post_id, created_at, is_filtered, group_key)
SELECT %s, a.id, %s, %s, %s, %s, %s, %s FROM people_account a WHERE a.id = %s AND a.domain = '' AND a.hidden_at IS NULL
AND NOT EXISTS (SELECT 1 FROM people_block b WHERE b.account_id = a.id AND b.target_id = %s)
AND NOT EXISTS (SELECT 1 FROM people_mute m WHERE m.account_id = a.id AND m.target_id = %s AND m.hides_notifications
                AND (m.expires_at IS NULL OR m.expires_at > %s))
AND NOT EXISTS (SELECT 1 FROM people_domainblock d JOIN people_account s ON s.domain = d.domain
                WHERE d.account_id = a.id AND s.id = %s)
"""
THREAD = " AND NOT EXISTS (SELECT 1 FROM posts_threadmute t WHERE t.account_id = a.id AND t.conversation_id = %s)"
FOLLOWERS_WHO_ASKED = (
    "SELECT account_id FROM people_follow WHERE target_id = %s AND NOT is_pending AND notifies AND account_id <> %s"
)


# What is shown together, and how long after the first of a group another still joins it (as Mastodon).
GROUPED = frozenset({"favourite", "reblog", "follow", "admin.sign_up"})
GROUP_HOURS = 12


def group_key(account_id: int, kind: str, post_id: int | None, now: int) -> str:
    """The group a notification belongs to: kind, post and the hour it began; "" for kinds that stand alone."""
    if kind not in GROUPED:
        return ""
    prefix = kind if post_id is None else f"{kind}-{post_id}"
    hour = now // clock.HOUR
    begun = [f"{prefix}-{hour - back}" for back in range(GROUP_HOURS)]
    found = sql.value(
        "SELECT MAX(group_key) FROM posts_notification WHERE account_id = %s AND group_key > ''"
        f" AND group_key IN ({sql.marks(GROUP_HOURS)})",
        (account_id, *begun),
    )
    return str(found or begun[0])


def notify(
    context: Context,
    account_id: int,
    kind: str,
    from_account_id: int,
    post_id: int | None = None,
    conversation_id: int | None = None,
) -> int | None:
    """Tell an account of ours that something happened; never of one's own doing, except that a poll is over.

    The notification's id; None where nobody is told: by a block or mute, or because their policy keeps it back.
    """
    if account_id == from_account_id and kind != "poll":
        return None
    answer = receiving.judge(account_id, kind, from_account_id, post_id, context.now)
    if answer == receiving.DROP:
        return None
    is_filtered = answer == receiving.FILTER
    key = "" if is_filtered else group_key(account_id, kind, post_id, context.now)
    notification_id = context.new_id()
    params = [
        notification_id, kind, from_account_id, post_id, context.now, is_filtered, key, account_id, from_account_id,
        from_account_id, context.now, from_account_id,
    ]  # fmt: skip
    if conversation_id is None:
        done = sql.execute(INSERT, params)
    else:
        done = sql.execute(INSERT + THREAD, [*params, conversation_id])
    if done and is_filtered:
        receiving.keep_back(context, account_id, from_account_id, post_id)
    if not done or is_filtered:
        return None
    wake(context, account_id, kind, notification_id)
    return notification_id


def notify_followers_who_asked(context: Context, author_id: int, post_id: int) -> None:
    """Tell the followers who want to hear of every post of this author."""
    for (follower_id,) in sql.rows(FOLLOWERS_WHO_ASKED, (author_id, author_id)):
        notify(context, follower_id, "status", author_id, post_id)


def forget_post(post_ids: list[int]) -> None:
    """Remove notifications about posts that are gone."""
    sql.execute(f"DELETE FROM posts_notification WHERE post_id IN ({sql.marks(len(post_ids))})", post_ids)


def forget(account_id: int, kind: str, from_account_id: int, post_id: int | None) -> None:
    """Remove the notification of something that was taken back."""
    sql.execute(
        "DELETE FROM posts_notification WHERE account_id = %s AND type = %s AND from_account_id = %s"
        " AND (post_id = %s OR (post_id IS NULL AND CAST(%s AS BIGINT) IS NULL))",
        (account_id, kind, from_account_id, post_id, post_id),
    )
