"""Which notifications an account lets in: its policy, the requests of those kept back, and groups taken away."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.handlers import conversing, waves
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound

ACCEPT, FILTER, DROP = "accept", "filter", "drop"
ANSWERS = (ACCEPT, FILTER, DROP)
MEMBERS = (
    "for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions", "for_limited_accounts",
)  # fmt: skip
DEFAULTS = (ACCEPT, ACCEPT, ACCEPT, ACCEPT, FILTER)
JUDGED = (
    f"SELECT a.limited_at, {', '.join(f'p.{name}' for name in MEMBERS)} FROM people_account a"
    " LEFT JOIN posts_notificationpolicy p ON p.account_id = %s WHERE a.id = %s"
)
READ = f"SELECT {', '.join(MEMBERS)} FROM posts_notificationpolicy WHERE account_id = %s"
# What strangers cause. The rest (a poll is over, a followed account posted, moderation) is never kept back.
FILTERABLE = frozenset({"mention", "reblog", "follow", "follow_request", "favourite", "quote"})
# Mastodon's: who joined less than 30 days ago is new; who follows for less than three days is no follower yet.
NEW_ACCOUNT, NEW_FOLLOWER = 30 * clock.DAY, 3 * clock.DAY
STANDING = """
SELECT EXISTS (SELECT 1 FROM people_follow f WHERE f.account_id = %s AND f.target_id = a.id AND NOT f.is_pending),
       EXISTS (SELECT 1 FROM people_follow g WHERE g.account_id = a.id AND g.target_id = %s AND NOT g.is_pending
               AND g.created_at <= %s),
       EXISTS (SELECT 1 FROM posts_notificationpermission p WHERE p.account_id = %s AND p.from_account_id = a.id),
       a.created_at, m.role
FROM people_account a LEFT JOIN people_member m ON m.id = a.member_id WHERE a.id = %s
"""
# A direct post that does not answer one with which the reader addressed its author before.
UNASKED = """
SELECT 1 FROM posts_post p WHERE p.id = %s AND p.visibility = 'direct' AND NOT (p.in_reply_to_id IS NOT NULL AND EXISTS
(SELECT 1 FROM posts_post o JOIN posts_mention m ON m.post_id = o.id AND m.account_id = p.account_id
 WHERE o.conversation_id = p.conversation_id AND o.account_id = %s AND o.visibility = 'direct'))
"""
STAFF = frozenset({"moderator", "admin"})


def judge(account_id: int, kind: str, from_account_id: int, post_id: int | None, now: int) -> str:
    """What becomes of a notification: accept, filter or drop, as its receiver's policy says; a wave is kept back."""
    answer = _by_policy(account_id, kind, from_account_id, post_id, now)
    if answer == ACCEPT and waves.is_of_wave(account_id, kind, from_account_id, post_id, now):
        return FILTER
    return answer


def _by_policy(account_id: int, kind: str, from_account_id: int, post_id: int | None, now: int) -> str:
    """What the policy of `account_id` says. Most accounts have none."""
    judged = sql.row(JUDGED, (account_id, from_account_id)) if kind in FILTERABLE else None
    if judged is None:
        return ACCEPT
    is_limited, policy = judged[0] is not None, DEFAULTS if judged[1] is None else judged[1:]
    if not is_limited and all(answer == ACCEPT for answer in policy[:4]):
        return ACCEPT
    standing = sql.row(STANDING, (account_id, account_id, now - NEW_FOLLOWER, account_id, from_account_id))
    if standing is None:
        return ACCEPT
    is_followed, follows, is_permitted, joined_at, role = standing
    if is_permitted or (kind == "mention" and role in STAFF):
        return ACCEPT
    said = {
        policy[0] if not is_followed else ACCEPT,
        policy[1] if not follows else ACCEPT,
        policy[2] if joined_at > now - NEW_ACCOUNT and not is_followed else ACCEPT,
        policy[4] if is_limited and not is_followed else ACCEPT,
        policy[3] if not is_followed and kind == "mention" and _is_unasked(post_id, account_id, policy[3]) else ACCEPT,
    }
    return DROP if DROP in said else FILTER if FILTER in said else ACCEPT


def _is_unasked(post_id: int | None, account_id: int, answer: str) -> bool:
    return answer != ACCEPT and sql.value(UNASKED, (post_id, account_id)) is not None


def keep_back(context: Context, account_id: int, from_account_id: int, post_id: int | None) -> None:
    """Note that a notification of from_account waits."""
    sql.execute(
        "INSERT INTO posts_notificationrequest (id, account_id, from_account_id, last_post_id, created_at, updated_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (account_id, from_account_id) DO UPDATE SET"
        " last_post_id = COALESCE(excluded.last_post_id, posts_notificationrequest.last_post_id),"
        " updated_at = excluded.updated_at",
        (context.new_id(), account_id, from_account_id, post_id, context.now, context.now),
    )


def apply_set_notification_policy(command: commands.SetNotificationPolicy, context: Context) -> Outcome:
    """Change one's policy; what is there already stays where it is."""
    account_id = acting_account(context)
    before = sql.row(READ, (account_id,)) or DEFAULTS
    after = tuple(
        old if (new := getattr(command, name)) is None else new for name, old in zip(MEMBERS, before, strict=True)
    )
    for name, answer in zip(MEMBERS, after, strict=True):
        if answer not in ANSWERS:
            raise Invalid(f"Validation failed: {name} must be one of {', '.join(ANSWERS)}", field=name)
    if after != before:
        changes = ", ".join(f"{name} = excluded.{name}" for name in MEMBERS)
        sql.execute(
            f"INSERT INTO posts_notificationpolicy (account_id, {', '.join(MEMBERS)}) VALUES (%s, {sql.marks(5)})"
            f" ON CONFLICT (account_id) DO UPDATE SET {changes}",
            (account_id, *after),
        )
    return Outcome(object=f"account/{account_id}", unchanged=after == before)


def _requests(request_ids: tuple[int, ...], account_id: int) -> list[tuple[Any, ...]]:
    """(id, from_account_id) of those that are requests of one's own. Raises NotFound when none is."""
    wanted = tuple(dict.fromkeys(request_ids))
    found = []
    if wanted:
        found = sql.rows(
            f"SELECT id, from_account_id FROM posts_notificationrequest WHERE id IN ({sql.marks(len(wanted))})"
            " AND account_id = %s",
            (*wanted, account_id),
        )
    if not found:
        raise NotFound()
    return found


def apply_accept_notification_requests(command: commands.AcceptNotificationRequests, context: Context) -> Outcome:
    """What was kept back joins the other notifications, direct posts the conversations; nothing more is kept back."""
    account_id = acting_account(context)
    for request_id, from_account_id in _requests(command.request_ids, account_id):
        sql.execute(
            "INSERT INTO posts_notificationpermission (account_id, from_account_id) VALUES (%s, %s)"
            " ON CONFLICT DO NOTHING",
            (account_id, from_account_id),
        )
        freed = sql.rows(
            "UPDATE posts_notification SET is_filtered = %s WHERE account_id = %s AND from_account_id = %s"
            " AND is_filtered RETURNING type, post_id",
            (False, account_id, from_account_id),
        )
        for post_id in sorted(row[1] for row in freed if row[0] == "mention"):
            if sql.value("SELECT 1 FROM posts_post WHERE id = %s AND visibility = 'direct'", (post_id,)):
                conversing.keep(context, account_id, post_id)
        sql.execute("DELETE FROM posts_notificationrequest WHERE id = %s", (request_id,))
    return Outcome(object=f"account/{account_id}")


def apply_dismiss_notification_requests(command: commands.DismissNotificationRequests, context: Context) -> Outcome:
    """What was kept back goes."""
    account_id = acting_account(context)
    for request_id, from_account_id in _requests(command.request_ids, account_id):
        sql.execute(
            "DELETE FROM posts_notification WHERE account_id = %s AND from_account_id = %s AND is_filtered",
            (account_id, from_account_id),
        )
        sql.execute("DELETE FROM posts_notificationrequest WHERE id = %s", (request_id,))
    return Outcome(object=f"account/{account_id}")


def apply_dismiss_notification_group(command: commands.DismissNotificationGroup, context: Context) -> Outcome:
    """Remove every notification of a group of one's own; `ungrouped-<id>` is one alone."""
    account_id = acting_account(context)
    kind, _, number = command.group_key.partition("-")
    if not (command.group_key.isascii() and command.group_key.isprintable()):
        raise NotFound()  # none of ours; PostgreSQL would not even compare it
    if kind == "ungrouped":
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise NotFound()
        done = sql.execute(
            "DELETE FROM posts_notification WHERE id = %s AND account_id = %s", (int(number), account_id)
        )
    else:
        done = sql.execute(
            "DELETE FROM posts_notification WHERE account_id = %s AND group_key = %s AND group_key > ''",
            (account_id, command.group_key),
        )
    if not done:
        raise NotFound()
    return Outcome(object=f"account/{account_id}")
