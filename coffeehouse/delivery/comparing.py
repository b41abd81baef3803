"""Who follows whom, as the other server lists it (FEP-8fcf): what a lost message left different is put right.

    job "compare_followers" → federation.synchronising → engine.act, as the account elsewhere ⟶ or Undo of a Follow

Who is not listed there does not follow here either; who is listed and does not follow is taken off their list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from coffeehouse.delivery import activities, federating
from coffeehouse.delivery.receipts import at_hand
from coffeehouse.domain.context import Command
from coffeehouse.domain.federation.queries import following, known_account, remote_actor
from coffeehouse.domain.federation.queries.audience import deed_of
from coffeehouse.domain.people.commands import AuthorizeFollow, RemoveFollower
from coffeehouse.engine.act import act
from coffeehouse.federation import synchronising
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.waiting import patiently
from coffeehouse.kernel.errors import LimitReached, Problem, Unavailable
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.synchronization import Agreement

# Follows that are ended by one list; the next list goes on. What is told there in one go is as many as a job may write.
MOST_ENDED = 500
CHANNEL = "federation"
log = structlog.get_logger("coffeehouse.worker")


def deliver_compare_followers(payload: Mapping[str, Any]) -> None:
    """Ask for the list, and bring both sides to the same. Doing it again changes nothing."""
    said = Agreement(str(payload["collection"]), str(payload["url"]), str(payload["digest"]))
    known = known_account(int(payload["account_id"]))
    if known is None or not may_talk_to(known.host) or not synchronising.is_own(said, known):
        return
    # Asked before their list is: who follows since then cannot stand in it.
    followers = set(following.followers_here(known.id).values())
    try:
        with patiently():
            listed = following.stand_to(known.id, synchronising.listed_there(said))
    except (Unfetched, Unreadable) as error:
        log.info("followers_not_compared", account=known.uri, error=str(error))
        return
    _end_here(known.id, sorted(followers - {each.id for each in listed}), said.url)
    _begin_here(known.id, [each.id for each in listed if each.follows is None], said.url)
    _end_there(known.id, [each.id for each in listed if each.follows is False])


def _end_here(account_id: int, unlisted: list[int], url: str) -> None:
    """Who is not listed follows no longer: the same as a Reject that was lost."""
    for follower_id in unlisted[:MOST_ENDED]:
        if not following.is_being_told(follower_id, account_id):
            _says(account_id, RemoveFollower(account_id=follower_id), url)


def _begin_here(account_id: int, pending: list[int], url: str) -> None:
    """Who asked, and is listed, was let in: the Accept was lost."""
    for follower_id in pending[:MOST_ENDED]:
        if not following.is_being_told(follower_id, account_id):
            _says(account_id, AuthorizeFollow(account_id=follower_id), url)


def _says(account_id: int, command: Command, url: str) -> None:
    """As the account elsewhere, by the list its server gave."""
    try:
        act(command, remote_actor(account_id, url), CHANNEL)
    except (LimitReached, Unavailable):
        raise
    except Problem as problem:
        log.info("followers_not_settled", error=problem.message)


def _end_there(account_id: int, strangers: list[int]) -> None:
    """Who is listed and does not follow: their server is told once more that they do not."""
    number = at_hand.get().id * federating.LETTERS
    waiting = [follower_id for follower_id in strangers if not following.is_being_told(follower_id, account_id)]
    for index, follower_id in enumerate(waiting[: federating.LETTERS]):
        about = {"by": follower_id, "account": account_id, "uri": deed_of("follow", follower_id, account_id)}
        for letter in activities.write_or_none({"verb": "undo_follow", **about}):
            federating.post_letter(letter, number + index)
