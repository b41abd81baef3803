"""What federation keeps of ordinary acts, in the same transaction: the identities of what people elsewhere did here,
and whose posts go to which of their servers.

    engine.act(FollowAccount, an account elsewhere) → then_follow → deed, remote follower
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.federation.commands import ReceivePost
from coffeehouse.domain.federation.queries.resolving import post_here
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.protocols.mastodon.fragments import LOCAL_ONLY

KEEP_DEED = (
    "INSERT INTO federation_deed (uri, kind, account_id, object_id, created_at) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)
DROP_DEED = "DELETE FROM federation_deed WHERE account_id = %s AND kind = %s AND object_id = %s"
KEEP_FOLLOWER = (
    "INSERT INTO federation_remotefollower (target_id, account_id, host, inbox)"
    " SELECT f.target_id, f.account_id, r.host, CASE WHEN r.shared_inbox > '' THEN r.shared_inbox ELSE r.inbox END"
    " FROM people_follow f JOIN federation_remoteactor r ON r.id = f.account_id"
    " JOIN people_account t ON t.id = f.target_id"
    " WHERE f.account_id = %s AND f.target_id = %s AND NOT f.is_pending AND t.domain = ''"
    " ON CONFLICT DO NOTHING"
)
DROP_FOLLOWER = "DELETE FROM federation_remotefollower WHERE target_id = %s AND account_id = %s"
# Whoever does something with a post of ours has a copy, whether we sent it there or it was fetched.
KEEP_REACHED = (
    "INSERT INTO federation_reached (post_id, host, inbox, first_at)"
    " SELECT p.id, r.host, CASE WHEN r.shared_inbox > '' THEN r.shared_inbox ELSE r.inbox END, CAST(%s AS BIGINT)"
    " FROM posts_post p JOIN people_account a ON a.id = p.account_id AND a.domain = ''"
    " JOIN federation_remoteactor r ON r.id = %s"
    f" WHERE p.id = %s AND p.visibility IN ('public', 'unlisted') AND p.traits & {LOCAL_ONLY} = 0"
    " ON CONFLICT DO NOTHING"
)


def _is_remote(context: Context) -> bool:
    return context.actor.role == "remote"


def _keep(context: Context, kind: str, object_id: int) -> None:
    """Keep by which activity the actor did this; a newer one takes the place of an older."""
    actor = context.actor
    if _is_remote(context) and actor.activity:
        sql.execute(DROP_DEED, (actor.account_id, kind, object_id))
        sql.execute(KEEP_DEED, (actor.activity, kind, actor.account_id, object_id, context.now))


def _drop(context: Context, kind: str, object_id: int) -> None:
    if _is_remote(context):
        sql.execute(DROP_DEED, (context.actor.account_id, kind, object_id))


def _keep_reached(context: Context, post_id: int) -> None:
    """Keep that the actor's server has this post: it is asked to delete it, should it come to that."""
    if _is_remote(context):
        sql.execute(KEEP_REACHED, (context.now, context.actor.account_id, post_id))


def then_received(command: ReceivePost, _outcome: Outcome, context: Context) -> None:
    """After a post from elsewhere that answers or quotes one of ours."""
    for uri in (command.document.in_reply_to, command.document.quote):
        post_id = post_here(uri) if uri else None
        if post_id is not None:
            _keep_reached(context, post_id)


def then_follow(command: people.FollowAccount, outcome: Outcome, context: Context) -> None:
    """After a follow from elsewhere: its identity, to be answered by; and, unless it waits, where posts now go."""
    if not _is_remote(context):
        return
    _keep(context, "follow", command.target_id)
    if outcome.result == "following":
        sql.execute(KEEP_FOLLOWER, (context.actor.account_id, command.target_id))


def then_unfollow(command: people.UnfollowAccount, _outcome: Outcome, context: Context) -> None:
    """After a follow from elsewhere was taken back."""
    if _is_remote(context):
        _drop(context, "follow", command.target_id)
        sql.execute(DROP_FOLLOWER, (command.target_id, context.actor.account_id))


def then_authorize(command: people.AuthorizeFollow, _outcome: Outcome, context: Context) -> None:
    """After a request was granted: where posts now go, if it came from elsewhere."""
    sql.execute(KEEP_FOLLOWER, (command.account_id, context.actor.account_id))


def then_removed(command: people.RemoveFollower, _outcome: Outcome, context: Context) -> None:
    """After a follower was removed. Its Follow's identity stays: the Reject names it."""
    sql.execute(DROP_FOLLOWER, (context.actor.account_id, command.account_id))


def then_block(command: people.BlockAccount, _outcome: Outcome, context: Context) -> None:
    """After a block either way: posts go there no longer."""
    _keep(context, "block", command.target_id)
    for pair in ((context.actor.account_id, command.target_id), (command.target_id, context.actor.account_id)):
        sql.execute(DROP_FOLLOWER, pair)


def then_unblock(command: people.UnblockAccount, _outcome: Outcome, context: Context) -> None:
    """After a block from elsewhere was taken back."""
    _drop(context, "block", command.target_id)


def then_favourite(command: posts.FavouritePost, _outcome: Outcome, context: Context) -> None:
    """After a Like from elsewhere."""
    _keep(context, "like", command.post_id)
    _keep_reached(context, command.post_id)


def then_unfavourite(command: posts.UnfavouritePost, _outcome: Outcome, context: Context) -> None:
    """After a Like from elsewhere was taken back."""
    _drop(context, "like", command.post_id)


def then_vote(command: posts.VoteInPoll, _outcome: Outcome, context: Context) -> None:
    """After a vote from elsewhere: each choice came as a Note of its own."""
    actor = context.actor
    if _is_remote(context) and actor.activity:
        sql.execute(KEEP_DEED, (actor.activity, "vote", actor.account_id, command.post_id, context.now))
    _keep_reached(context, command.post_id)


def then_report(_command: object, outcome: Outcome, context: Context) -> None:
    """After a Flag from elsewhere: it is filed once, however often it comes."""
    _keep(context, "flag", int(str(outcome.result)))


def then_boost(command: posts.BoostPost, outcome: Outcome, context: Context) -> None:
    """After an Announce from elsewhere: the boost has its identity there."""
    actor = context.actor
    if _is_remote(context) and actor.activity:
        sql.execute(
            "INSERT INTO federation_remoteobject (id, uri, url, type, account_id, fetched_at)"
            " VALUES (%s, %s, '', 'Announce', %s, %s) ON CONFLICT DO NOTHING",
            (int(outcome.object.removeprefix("post/")), actor.activity, actor.account_id, context.now),
        )
    _keep_reached(context, command.post_id)


def then_gone(_command: object, outcome: Outcome, context: Context) -> None:
    """After posts went, with the boosts of them: their identities elsewhere are no more, and do not come again."""
    ids = [state.id for state in outcome.states if state.table == "posts_post" and state.row is None]
    if not ids:
        return
    marks = sql.marks(len(ids))
    found = sql.rows(f"DELETE FROM federation_remoteobject WHERE id IN ({marks}) RETURNING uri", ids)
    for (uri,) in found:
        keep_gone(uri, context.now)


def keep_gone(uri: str, now: int) -> bool:
    """Keep that this identity is no more; whether that is news."""
    return bool(
        sql.execute(
            "INSERT INTO federation_gone (uri, gone_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (uri, now),
        )
    )
