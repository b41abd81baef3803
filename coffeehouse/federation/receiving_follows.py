"""Follow, Accept, Reject, Block, and what takes them back: how accounts elsewhere stand to those here."""

from __future__ import annotations

import re

from django.conf import settings

from coffeehouse.domain.federation import hearing_commands
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.people import commands as people
from coffeehouse.federation import addresses
from coffeehouse.federation.hearing import Hearing, Untrue, Unwanted


def _here(uri: str) -> int:
    """The account of ours. Raises Unwanted for any other."""
    account_id = resolving.account_here(uri)
    if account_id is None:
        raise Unwanted("no_account")
    return account_id


def take_follow(hearing: Hearing) -> None:
    """They follow one of ours. One who follows already has lost our answer, and gets another; one who waits asks anew.

    One who followed before may do so by the same name again: there are servers that make it of the two accounts.
    """
    target_id, follower_id = _here(hearing.said.object_id), hearing.signer.account_id
    is_pending = resolving.is_pending(follower_id, target_id)
    if is_pending is not None:
        hearing.require_new()
    elif resolving.is_gone(hearing.said.id):
        raise Unwanted("taken_back")
    if is_pending:
        hearing.does(people.UnfollowAccount(target_id=target_id), key="")
    hearing.does(people.FollowAccount(target_id=target_id), key=hearing.request)


def take_accept(hearing: Hearing) -> None:
    """They let one of ours follow: only whom we asked, and only for themselves (attack O9)."""
    follower_id = _who_asked(hearing)
    if not resolving.is_pending(follower_id, hearing.signer.account_id):
        raise Unwanted("no_request")
    hearing.does(people.AuthorizeFollow(account_id=follower_id))


def take_reject(hearing: Hearing) -> None:
    """They let one of ours follow no longer, or never did."""
    follower_id = _who_asked(hearing)
    is_pending = resolving.is_pending(follower_id, hearing.signer.account_id)
    if is_pending is None:
        raise Unwanted("no_follow")
    command = people.RejectFollow if is_pending else people.RemoveFollower
    hearing.does(command(account_id=follower_id))


def _who_asked(hearing: Hearing) -> int:
    """The account of ours whose Follow is answered. Raises Untrue where the Follow was of somebody else."""
    if hearing.said.object is not None and hearing.inner_type == "Follow":
        if not addresses.is_same(hearing.inner("object"), hearing.signer.uri):
            raise Untrue("answers_for_others")
        return _here(hearing.inner("actor"))
    deed = resolving.deed_of_uri(hearing.said.object_id)
    if deed is not None:
        if (deed.kind, deed.object_id) != ("follow", hearing.signer.account_id):
            raise Untrue("answers_for_others")
        return deed.account_id
    # Ours begin with who follows; whether they do, and whom, the caller asks.
    found = re.match(rf"{re.escape(settings.BASE_URL)}/users/[A-Za-z0-9_]+(?=[/#])", hearing.said.object_id)
    return _here(found[0] if found else "")


def take_block(hearing: Hearing) -> None:
    """They block one of ours."""
    target_id = _here(hearing.said.object_id)
    hearing.require_new()
    hearing.does(people.BlockAccount(target_id=target_id))


def undo_follow(hearing: Hearing, target_id: int | None) -> None:
    """They follow no longer. What never came here does not count when it comes late."""
    is_known = target_id is not None
    target_id = target_id or _here(hearing.inner("object"))
    if resolving.is_pending(hearing.signer.account_id, target_id) is not None:
        hearing.does(people.UnfollowAccount(target_id=target_id), key=hearing.request if is_known else None)
    elif is_known:
        raise Unwanted("no_follow")
    else:
        withdraw(hearing)


def undo_accept(hearing: Hearing, _target_id: int | None) -> None:
    """They let somebody follow no longer: the same as a late Reject."""
    follow = (hearing.said.object or {}).get("object")
    follower = follow.get("actor") if isinstance(follow, dict) else ""
    follower_id = _here(follower if isinstance(follower, str) else "")
    if resolving.is_pending(follower_id, hearing.signer.account_id) is None:
        raise Unwanted("no_follow")
    hearing.does(people.RemoveFollower(account_id=follower_id))


def undo_block(hearing: Hearing, target_id: int | None) -> None:
    """They block no longer."""
    target_id = target_id or _here(hearing.inner("object"))
    if hearing.does(people.UnblockAccount(target_id=target_id)).entry_sequence < 0:
        withdraw(hearing)


def withdraw(hearing: Hearing) -> None:
    """Keep that what is undone was taken back before it came."""
    if not hearing.said.object_id:
        raise Unwanted("unknown")
    hearing.require_own_origin(hearing.said.object_id)
    # On a server of many: what is plainly under another's name is not theirs to take back.
    if resolving.owner_of(hearing.said.object_id) not in (None, hearing.signer.account_id):
        raise Untrue("not_theirs")
    hearing.does(hearing_commands.WithdrawObject(uri=hearing.said.object_id))
