"""What posts do about acts on people, in the same transaction: a follow fills a feed, a block empties it."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import relation_commands as relations
from coffeehouse.domain.posts.handlers.feeding import backfill, purge, purge_server, settle
from coffeehouse.domain.posts.handlers.notifying import forget, group_key, notify


def then_follow(command: people.FollowAccount, outcome: Outcome, context: Context) -> None:
    """After a follow: fill the feed and tell the one followed; after a request: tell them."""
    follower_id = context.actor.account_id
    if follower_id is None:
        return
    if outcome.result == "following":
        backfill(follower_id, command.target_id)
        notify(context, command.target_id, "follow", follower_id)
    elif outcome.result == "requested":
        notify(context, command.target_id, "follow_request", follower_id)


def then_authorize(command: people.AuthorizeFollow, _outcome: Outcome, context: Context) -> None:
    """After a request was granted: fill the follower's feed; the notification becomes one of a follow."""
    account_id = context.actor.account_id
    if account_id is None:
        return
    backfill(command.account_id, account_id)
    sql.execute(
        "UPDATE posts_notification SET type = 'follow', group_key = %s WHERE account_id = %s"
        " AND type = 'follow_request' AND from_account_id = %s",
        (group_key(account_id, "follow", None, context.now), account_id, command.account_id),
    )


def then_reject(command: people.RejectFollow, _outcome: Outcome, context: Context) -> None:
    """After a request was refused: its notification goes."""
    if context.actor.account_id is not None:
        forget(context.actor.account_id, "follow_request", command.account_id, None)


def then_part(
    command: people.UnfollowAccount | people.BlockAccount | people.MuteAccount, outcome: Outcome, context: Context
) -> None:
    """After an unfollow, block or mute: the other's posts leave the feed; a block also hides what they did before."""
    account_id = context.actor.account_id
    if account_id is None:
        return
    purge(account_id, command.target_id)
    if isinstance(command, people.BlockAccount):
        purge(command.target_id, account_id)
        sql.execute(
            "DELETE FROM posts_notification WHERE (account_id = %s AND from_account_id = %s)"
            " OR (account_id = %s AND from_account_id = %s)",
            (account_id, command.target_id, command.target_id, account_id),
        )
    elif outcome.result == "request":
        sql.execute(
            "DELETE FROM posts_notification WHERE account_id = %s AND type = 'follow_request' AND from_account_id = %s",
            (command.target_id, account_id),
        )


def then_unmute(command: people.UnmuteAccount, _outcome: Outcome, context: Context) -> None:
    """After an unmute: what a followed account said lately comes back."""
    account_id = context.actor.account_id
    followed = sql.value(
        "SELECT 1 FROM people_follow WHERE account_id = %s AND target_id = %s AND NOT is_pending",
        (account_id, command.target_id),
    )
    if account_id is not None and followed:
        backfill(account_id, command.target_id)


def then_removed(command: people.RemoveFollower, outcome: Outcome, context: Context) -> None:
    """After a follower was removed: one's posts leave their feed; of a request, its notification goes."""
    if context.actor.account_id is None:
        return
    purge(command.account_id, context.actor.account_id)
    if outcome.result == "request":
        forget(context.actor.account_id, "follow_request", command.account_id, None)


def then_mute_ended(command: relations.EndMute, _outcome: Outcome, _context: Context) -> None:
    """After the time of a mute was over: what a followed account said lately comes back."""
    followed = sql.value(
        "SELECT 1 FROM people_follow WHERE account_id = %s AND target_id = %s AND NOT is_pending",
        (command.account_id, command.target_id),
    )
    if followed:
        backfill(command.account_id, command.target_id)


def then_block_domain(_command: relations.BlockDomain, outcome: Outcome, context: Context) -> None:
    """After a server was blocked: its posts leave the feed, and news of its accounts go."""
    account_id = context.actor.account_id
    if account_id is None:
        return
    purge_server(account_id, str(outcome.result))
    sql.execute(
        "DELETE FROM posts_notification WHERE account_id = %s AND from_account_id IN"
        " (SELECT id FROM people_account WHERE domain = %s)",
        (account_id, outcome.result),
    )


def then_list_changed(_command: object, _outcome: Outcome, context: Context) -> None:
    """After a list changed: an exclusive one keeps its accounts out of the home timeline, any other does not."""
    if context.actor.account_id is not None:
        settle(context.actor.account_id)
