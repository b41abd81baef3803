"""What the worker does about accounts elsewhere: fetches their pictures, asks for them anew, removes what those said
who are no more, and has people here follow those who moved."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog
from django.conf import settings

from coffeehouse.delivery.receipts import at_hand
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.moving_commands import ForgetPosts, KeepPicture
from coffeehouse.domain.federation.queries import known_account, moves
from coffeehouse.domain.federation.queries.servers import standing_of
from coffeehouse.domain.people.commands import FollowAccount, UnfollowAccount
from coffeehouse.domain.people.queries import read_actor_of_member
from coffeehouse.engine.act import act
from coffeehouse.federation import actors, searching
from coffeehouse.federation.addresses import host_of
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.waiting import patiently
from coffeehouse.kernel.errors import Invalid, NotFound, Problem, Unavailable
from coffeehouse.outbound import OutboundFailed, OutboundRefused, client

ATTEMPTS = 4
SECONDS = 30.0
AT_A_TIME = 200
log = structlog.get_logger("coffeehouse.worker")


def deliver_avatar(payload: Mapping[str, Any]) -> None:
    """Fetch an account's pictures, and show them."""
    account_id = int(payload["account_id"])
    known = known_account(account_id)
    if known is None or standing_of(known.host).rejects_media:
        return  # wherever its server keeps its pictures
    for part, url in zip(("avatar", "header"), moves.pictures_of(account_id), strict=True):
        if url and part in payload["parts"]:
            data = _picture(url)
            if data:
                with suppress(NotFound, Invalid):  # it has another picture by now, or this is none
                    act(KeepPicture(account_id=account_id, part=part, url=url, data=data), SYSTEM, "worker")


def _picture(url: str) -> bytes:
    """The bytes; none where there is nothing to be had. Raises Unavailable when it is worth trying later."""
    terms = standing_of(host_of(url))
    if not terms.may_talk or terms.rejects_media:
        return b""
    try:
        return client(total=SECONDS).fetch(url, limit_bytes=settings.MEDIA_MAX_BYTES, accept=("image/*",)).body
    except (OutboundRefused, OutboundFailed) as error:
        is_passing = isinstance(error, OutboundFailed) and (error.status is None or error.status >= 500)
        if is_passing and at_hand.get().attempt < ATTEMPTS:
            raise Unavailable(str(error)) from error
        log.info("no_picture", error=str(error))
        return b""


def deliver_refresh_actor(payload: Mapping[str, Any]) -> None:
    """Ask for an account anew."""
    try:
        with patiently():
            actors.refresh(int(payload["account_id"]))
    except Unfetched as error:
        log.info("actor_not_refreshed", error=str(error))


def deliver_look_up(payload: Mapping[str, Any]) -> None:
    """Look for what somebody looked for when there was no time."""
    with patiently():
        searching.find(str(payload["words"]), may_fetch=True)


def deliver_forget_posts(payload: Mapping[str, Any]) -> None:
    """Remove the next posts of somebody who is no more."""
    act(ForgetPosts(account_id=int(payload["account_id"])), SYSTEM, "worker")


def deliver_follow_moved(payload: Mapping[str, Any]) -> None:
    """Have whoever follows an account here follow the one it moved to, in their name, and no longer the old one."""
    old_id, target_id, after = int(payload["account_id"]), int(payload["target_id"]), 0
    while followers := moves.followers_here(old_id, after=after, limit=AT_A_TIME):
        after = followers[-1].account_id
        for follower in followers:
            if follower.account_id != target_id:
                _follow_on(follower, old_id, target_id)


def _follow_on(follower: moves.Follower, old_id: int, target_id: int) -> None:
    actor = read_actor_of_member(follower.member_id, follower.account_id)
    if actor.account_id != follower.account_id:
        return
    follow = FollowAccount(
        target_id=target_id,
        shows_boosts=follower.shows_boosts,
        notifies=follower.notifies,
        languages=tuple(follower.languages.split()),
    )
    try:
        act(follow, actor, "federation")
        act(UnfollowAccount(target_id=old_id), actor, "federation")
    except Problem as problem:
        # Who blocks the new account, or follows too many already, stays where they are.
        log.info("not_followed_on", error=problem.message)
