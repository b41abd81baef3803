"""Which acts of people here concern somebody elsewhere: each then leaves a job to tell them, in the same transaction.

    engine.act → handler → then_… → Job("federate", …) ⟶ delivery/federating → federation_delivery

Most acts concern nobody elsewhere; finding that out is one look by key. What will be gone when the job is done (a row
that is deleted, the identity of what is undone) goes into the job; the words themselves never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.federation.handlers.hearing import DROP_DEED, KEEP_DEED, keep_gone
from coffeehouse.domain.federation.queries.audience import inboxes_of
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import relation_commands as relations
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.fragments import LOCAL_ONLY, account_uri, status_uri

KIND = "federate"
FOLLOWED = "EXISTS (SELECT 1 FROM federation_remotefollower f WHERE f.target_id = p.account_id)"
NAMED = (
    "EXISTS (SELECT 1 FROM posts_mention m JOIN people_account e ON e.id = m.account_id"
    " WHERE m.post_id = p.id AND e.domain > '')"
)
ANSWERED = (
    "(p.visibility IN ('public', 'unlisted') AND EXISTS (SELECT 1 FROM people_account e"
    " WHERE e.id = p.in_reply_to_account_id AND e.domain > ''))"
)
# A relay passes on what everybody may read.
RELAYED = "EXISTS (SELECT 1 FROM federation_relay l WHERE l.state = 'accepted')"
CONCERNS = (
    f"SELECT 1 FROM posts_post p WHERE p.id = %s AND p.traits & {LOCAL_ONLY} = 0 AND"
    f" ((p.visibility <> 'direct' AND {FOLLOWED}) OR {NAMED} OR {ANSWERED} OR (p.visibility = 'public' AND {RELAYED}))"
)
REACHED = "SELECT 1 FROM federation_reached WHERE post_id = %s LIMIT 1"
ON_ITS_WAY = (
    "SELECT o.id, d.inbox, d.attempts, d.leased_until FROM federation_outgoing o JOIN federation_delivery d"
    " ON d.outgoing_id = o.id WHERE o.sender_id = %s AND o.about IN (%s, %s, %s)"
)
OFF_ITS_WAY = "DELETE FROM federation_outgoing WHERE sender_id = %s AND about IN (%s, %s, %s)"
ELSEWHERE = "SELECT 1 FROM people_account WHERE id = %s AND domain > ''"
AUTHOR_ELSEWHERE = (
    "SELECT a.id FROM posts_post p JOIN people_account a ON a.id = p.account_id AND a.domain > '' WHERE p.id = %s"
)
OURS = "SELECT a.id FROM posts_post p JOIN people_account a ON a.id = p.account_id AND a.domain = '' WHERE p.id = %s"
PERSONAS_FOLLOWED = (
    "SELECT a.id FROM people_account a WHERE a.member_id = %s AND a.domain = '' AND EXISTS"
    " (SELECT 1 FROM federation_remotefollower f WHERE f.target_id = a.id)"
)
HAS_FOLLOWERS = "SELECT 1 FROM federation_remotefollower WHERE target_id = %s LIMIT 1"


def _ours(context: Context) -> int | None:
    """The account of ours that acts; None where the act tells nobody."""
    if settings.FEDERATION == "closed" or context.actor.role == "remote":
        return None
    return context.actor.account_id


def _tell(context: Context, verb: str, by: int, **about: Any) -> None:
    context.later(Job(KIND, {"verb": verb, "by": by, **about}))


def _is_elsewhere(account_id: int) -> bool:
    return sql.value(ELSEWHERE, (account_id,)) is not None


def _uri(account_id: int) -> str:
    name = sql.value("SELECT username FROM people_account WHERE id = %s", (account_id,))
    return account_uri(settings.BASE_URL, str(name))


def _keep_deed(context: Context, kind: str, account_id: int, object_id: int) -> str:
    """Name an act of ours, so that it can be undone by this name."""
    uri = f"{_uri(account_id)}#{kind}s/{context.new_id()}"
    sql.execute(DROP_DEED, (account_id, kind, object_id))
    sql.execute(KEEP_DEED, (uri, kind, account_id, object_id, context.now))
    return uri


def _drop_deed(kind: str, account_id: int, object_id: int) -> str:
    """Forget an act of ours; the name it had, empty where it had none."""
    found = sql.value(f"{DROP_DEED} RETURNING uri", (account_id, kind, object_id))
    return str(found or "")


# ---- Posts


def then_publish(_command: posts.PublishPost, outcome: Outcome, context: Context) -> None:
    """After a post: followers elsewhere, and those it names."""
    by, post_id = _ours(context), int(outcome.result["id"])
    if by is not None and sql.value(CONCERNS, (post_id,)):
        _tell(context, "create", by, post=post_id)


def then_edit(command: posts.EditPost, _outcome: Outcome, context: Context) -> None:
    """After an edit: whoever has the post, and those it names now."""
    by = _ours(context)
    if by is not None and (sql.value(CONCERNS, (command.post_id,)) or sql.value(REACHED, (command.post_id,))):
        _tell(context, "update", by, post=command.post_id)


def then_close_poll(command: posts.ClosePoll, _outcome: Outcome, context: Context) -> None:
    """After the time of a poll was over: its counts, to whoever has it."""
    by = sql.value(OURS, (command.post_id,))
    if settings.FEDERATION != "closed" and by is not None and sql.value(REACHED, (command.post_id,)):
        _tell(context, "update", by, post=command.post_id, counted_at=context.now)


def then_delete(command: posts.DeletePost, outcome: Outcome, context: Context) -> None:
    """After a post was deleted: every server it reached is asked to delete it; whoever asks hears that it is gone."""
    by, kept = _ours(context), outcome.kept
    if by is None:
        return
    if "boost_of" in kept:
        _tell_unboosted(context, by, command.post_id, int(kept["boost_of"]))
        return
    boosts = [(int(boost_id), int(account_id)) for boost_id, account_id in kept.get("boosts", ())]
    _tell_deleted(context, by, command.post_id, boosts, is_open=kept.get("visibility") in ("public", "unlisted"))


def _tell_deleted(
    context: Context, by: int, post_id: int, boosts: Sequence[tuple[int, int]], *, is_open: bool | None
) -> None:
    """Whoever was given the post, or a boost of it, which they fetched it by, is asked to delete it.

    is_open: whether everybody could read it; None where nothing of it may be kept, its address with a name neither.
    """
    actor = _uri(by)
    uri = status_uri(settings.BASE_URL, actor.rpartition("/")[2], post_id)
    found = set(_called_back(by, post_id))
    for boost_id, account_id in boosts:
        found |= {*_called_back(account_id, boost_id), *inboxes_of([account_id])}
    inboxes = sorted(found)
    if inboxes:
        _tell(context, "delete", by, post=post_id, uri=uri, actor=actor, inboxes=inboxes)
    if is_open is not None and (inboxes or is_open):
        # Of others, saying that it is gone would say that there was something (attack P2).
        keep_gone(uri, context.now)


def _called_back(by: int, post_id: int) -> list[str]:
    """Stop what is on its way of a post or boost; the inboxes that have it, or may have it."""
    about = (by, *(f"{kind} post/{post_id}" for kind in ("Create", "Update", "Announce")))
    found = {
        row[0] for row in sql.rows("DELETE FROM federation_reached WHERE post_id = %s RETURNING inbox", (post_id,))
    }
    for outgoing_id, inbox, attempts, leased_until in sql.rows(ON_ITS_WAY, about):
        if attempts or leased_until:
            found.add(inbox)
        sql.execute("DELETE FROM federation_delivery WHERE outgoing_id = %s AND inbox = %s", (outgoing_id, inbox))
    sql.execute(OFF_ITS_WAY, about)
    return sorted(found)


def then_boost(command: posts.BoostPost, outcome: Outcome, context: Context) -> None:
    """After a boost: followers elsewhere, and the author elsewhere of what it passes on."""
    by = _ours(context)
    if by is None:
        return
    boost_id = int(outcome.result["id"])
    if sql.value(CONCERNS, (boost_id,)) or sql.value(AUTHOR_ELSEWHERE, (command.post_id,)):
        _tell(context, "announce", by, boost=boost_id)


def then_unboost(command: posts.UnboostPost, outcome: Outcome, context: Context) -> None:
    """After a boost was taken back."""
    by = _ours(context)
    if by is None:
        return
    _tell_unboosted(context, by, int(outcome.object.removeprefix("post/")), command.post_id)


def _tell_unboosted(context: Context, by: int, boost_id: int, post_id: int) -> None:
    inboxes = _called_back(by, boost_id)
    if inboxes:
        _tell(context, "undo_announce", by, boost=boost_id, post=post_id, inboxes=inboxes)


def then_favourite(command: posts.FavouritePost, _outcome: Outcome, context: Context) -> None:
    """After a favourite: the author elsewhere."""
    by = _ours(context)
    if by is not None and sql.value(AUTHOR_ELSEWHERE, (command.post_id,)):
        _tell(context, "like", by, post=command.post_id, uri=_keep_deed(context, "like", by, command.post_id))


def then_unfavourite(command: posts.UnfavouritePost, _outcome: Outcome, context: Context) -> None:
    """After a favourite was taken back."""
    by = _ours(context)
    if by is not None and sql.value(AUTHOR_ELSEWHERE, (command.post_id,)):
        uri = _drop_deed("like", by, command.post_id)
        if uri:
            _tell(context, "undo_like", by, post=command.post_id, uri=uri)


def then_vote(command: posts.VoteInPoll, _outcome: Outcome, context: Context) -> None:
    """After a vote: the author elsewhere; of a poll of ours, once a minute, the counts to whoever has it."""
    by = _ours(context)
    if by is not None and sql.value(AUTHOR_ELSEWHERE, (command.post_id,)):
        _tell(context, "vote", by, post=command.post_id, choices=sorted(set(command.choices)), at=context.now)
    elif settings.FEDERATION != "closed" and sql.value(REACHED, (command.post_id,)):
        minute = (context.now // clock.MINUTE + 1) * clock.MINUTE
        about = {"verb": "count", "by": sql.value(OURS, (command.post_id,)), "post": command.post_id, "at": minute}
        context.later(Job(KIND, about, run_at=minute))


def then_pin(command: posts.PinPost, _outcome: Outcome, context: Context) -> None:
    """After a post was pinned: followers elsewhere."""
    by = _ours(context)
    if by is not None and sql.value(HAS_FOLLOWERS, (by,)):
        _tell(context, "add", by, post=command.post_id, at=context.now)


def then_unpin(command: posts.UnpinPost, _outcome: Outcome, context: Context) -> None:
    """After it was pinned no longer."""
    by = _ours(context)
    if by is not None and sql.value(HAS_FOLLOWERS, (by,)):
        _tell(context, "remove", by, post=command.post_id, at=context.now)


# ---- People


def then_follow(command: people.FollowAccount, outcome: Outcome, context: Context) -> None:
    """After a follow: one of ours asks somebody elsewhere; or follows from there are taken, where nobody is asked."""
    by = _ours(context)
    if by is not None and outcome.result in ("requested", "following") and _is_elsewhere(command.target_id):
        uri = _keep_deed(context, "follow", by, command.target_id)
        _tell(context, "follow", by, account=command.target_id, uri=uri)
    elif context.actor.role == "remote" and outcome.result in ("following", "again"):
        _tell(context, "accept", command.target_id, account=context.actor.account_id, uri=context.actor.activity)


def then_unfollow(command: people.UnfollowAccount, _outcome: Outcome, context: Context) -> None:
    """After a follow was ended, or a request taken back."""
    by = _ours(context)
    if by is not None and _is_elsewhere(command.target_id):
        uri = _drop_deed("follow", by, command.target_id)
        _tell(context, "undo_follow", by, account=command.target_id, uri=uri)


def then_authorize(command: people.AuthorizeFollow, _outcome: Outcome, context: Context) -> None:
    """After a request from elsewhere was granted."""
    by = _ours(context)
    if by is not None and _is_elsewhere(command.account_id):
        _tell(context, "accept", by, account=command.account_id)


def then_refuse(command: people.RejectFollow | people.RemoveFollower, _outcome: Outcome, context: Context) -> None:
    """After a request from elsewhere was refused, or a follower there removed."""
    by = _ours(context)
    if by is not None and _is_elsewhere(command.account_id):
        _tell(context, "reject", by, account=command.account_id)


def then_block(command: people.BlockAccount, _outcome: Outcome, context: Context) -> None:
    """After somebody elsewhere was blocked: their server keeps from them what they may not see."""
    by = _ours(context)
    if by is not None and _is_elsewhere(command.target_id):
        uri = _keep_deed(context, "block", by, command.target_id)
        _drop_deed("follow", by, command.target_id)
        _tell(context, "block", by, account=command.target_id, uri=uri)


def then_unblock(command: people.UnblockAccount, _outcome: Outcome, context: Context) -> None:
    """After a block was ended."""
    by = _ours(context)
    if by is not None and _is_elsewhere(command.target_id):
        uri = _drop_deed("block", by, command.target_id)
        if uri:
            _tell(context, "undo_block", by, account=command.target_id, uri=uri)


def then_block_domain(_command: relations.BlockDomain, outcome: Outcome, context: Context) -> None:
    """After a server was blocked by one of ours: what was between them ended, and is ended there too."""
    by = _ours(context)
    if by is None:
        return
    gone = sql.rows(
        "DELETE FROM federation_remotefollower WHERE target_id = %s AND account_id IN"
        " (SELECT id FROM people_account WHERE domain = %s) RETURNING account_id",
        (by, outcome.result),
    )
    for (account_id,) in gone:
        _tell(context, "reject", by, account=account_id)
    followed = sql.rows(
        "DELETE FROM federation_deed WHERE account_id = %s AND kind = 'follow' AND object_id IN"
        " (SELECT id FROM people_account WHERE domain = %s) RETURNING object_id, uri",
        (by, outcome.result),
    )
    for account_id, uri in followed:
        _tell(context, "undo_follow", by, account=account_id, uri=uri)


def then_shown_or_hidden(
    command: people.SuspendMember | people.ReinstateMember, _outcome: Outcome, context: Context
) -> None:
    """After a member was suspended or let back in: followers elsewhere of their accounts."""
    if settings.FEDERATION == "closed":
        return
    for (account_id,) in sql.rows(PERSONAS_FOLLOWED, (command.member_id,)):
        _tell(context, "profile", account_id, at=context.now)


def then_update_profile(_command: people.UpdateProfile, outcome: Outcome, context: Context) -> None:
    """After a profile was changed: followers elsewhere."""
    if settings.FEDERATION == "closed" or not outcome.object.startswith("account/"):
        return
    by = int(outcome.object.removeprefix("account/"))
    if sql.value(HAS_FOLLOWERS, (by,)):
        _tell(context, "profile", by, at=context.now)


def then_report(command: Any, outcome: Outcome, context: Context) -> None:
    """After a report that is to be passed on to the server of the one reported: by the house, without who reported."""
    if _ours(context) is None or not command.is_forwarded or not _is_elsewhere(command.account_id):
        return
    about = {"account": command.account_id, "posts": list(command.post_ids), "report": str(outcome.result)}
    _tell(context, "flag", 0, **about)


# ---- What is to be forgotten


def before_erasing(kind: str, number: int, context: Context) -> None:
    """Before a post or account is erased, while it is known where it went: servers are asked to do so too."""
    if kind == "account":
        sql.execute("DELETE FROM federation_alias WHERE account_id = %s", (number,))
    if settings.FEDERATION == "closed":
        return
    if kind == "account":
        _tell_gone(context, number)
    elif kind == "post":
        _before_erasing_post(number, context)


def _before_erasing_post(post_id: int, context: Context) -> None:
    row = sql.row(
        "SELECT p.account_id, p.boost_of_id FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " WHERE p.id = %s AND a.domain = ''",
        (post_id,),
    )
    if row is None:
        return
    by, boost_of_id = row
    if boost_of_id is not None:
        _tell_unboosted(context, by, post_id, boost_of_id)
        return
    boosts = sql.rows("SELECT id, account_id FROM posts_post WHERE boost_of_id = %s", (post_id,))
    _tell_deleted(context, by, post_id, boosts, is_open=None)


def _tell_gone(context: Context, account_id: int) -> None:
    """An account is to be erased: every server that follows it or has a post of it is told."""
    name = sql.value("SELECT username FROM people_account WHERE id = %s AND domain = ''", (account_id,))
    if name is None:
        return
    found = sql.rows(
        "SELECT inbox FROM federation_remotefollower WHERE target_id = %s UNION SELECT r.inbox"
        " FROM federation_reached r JOIN posts_post p ON p.id = r.post_id WHERE p.account_id = %s",
        (account_id, account_id),
    )
    # Who was to be asked to delete something has it still.
    found += sql.rows(
        "SELECT d.inbox FROM federation_outgoing o JOIN federation_delivery d ON d.outgoing_id = o.id"
        " WHERE o.sender_id = %s AND o.about LIKE %s",
        (account_id, "Delete post/%"),
    )
    # Nothing that waits says any more who it was.
    waited = sql.rows(
        "DELETE FROM federation_delivery WHERE outgoing_id IN (SELECT id FROM federation_outgoing WHERE sender_id = %s)"
        " RETURNING inbox, attempts, leased_until",
        (account_id,),
    )
    sql.execute("DELETE FROM federation_outgoing WHERE sender_id = %s", (account_id,))
    # Nor do the addresses of what they deleted earlier: "0" is what comes after "/".
    start = account_uri(settings.BASE_URL, name)
    sql.execute("DELETE FROM federation_gone WHERE uri >= %s AND uri < %s", (f"{start}/", f"{start}0"))
    inboxes = sorted({row[0] for row in found} | {row[0] for row in waited if row[1] or row[2]})
    if inboxes:
        _tell(context, "delete_actor", account_id, actor=start, inboxes=inboxes)
