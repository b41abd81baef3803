"""Like, EmojiReact, Announce, votes, and what takes them back: what people elsewhere do with posts."""

from __future__ import annotations

from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.federation.queries.concerning import is_followed_here, is_relay, poll_options
from coffeehouse.domain.posts import commands as posts
from coffeehouse.federation import objects
from coffeehouse.federation.hearing import Hearing, Unwanted
from coffeehouse.federation.receiving_follows import withdraw
from coffeehouse.federation.waiting import MustWait
from coffeehouse.protocols.activitypub.documents import ObjectDocument

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})


def take_like(hearing: Hearing) -> None:
    """They like a post of ours. Likes of other servers' posts are counted there."""
    post_id = resolving.post_here(hearing.said.object_id)
    if post_id is None:
        raise Unwanted("no_post")
    hearing.require_new()
    hearing.does(posts.FavouritePost(post_id=post_id))


def undo_like(hearing: Hearing, post_id: int | None) -> None:
    """They take it back."""
    post_id = post_id or resolving.post_here(hearing.inner("object"))
    if post_id is None:
        raise Unwanted("no_post")
    if hearing.does(posts.UnfavouritePost(post_id=post_id)).entry_sequence < 0:
        withdraw(hearing)


def take_announce(hearing: Hearing) -> None:
    """They pass a post on: one of ours, or any when somebody here follows them. A relay only shows that it exists."""
    if resolving.is_gone(hearing.said.id):
        raise Unwanted("taken_back")
    visibility = _visibility(hearing)
    post_id, booster_id = resolving.post_of_uri(hearing.said.object_id), hearing.signer.account_id
    is_wanted = post_id is not None and resolving.post_here(hearing.said.object_id) is not None
    if is_relay(hearing.signer.uri):
        _find(hearing, hearing.said.object_id)
        return
    if not is_wanted and not is_followed_here(booster_id):
        raise Unwanted("nobody_concerned")
    if post_id is None:
        post_id = _find(hearing, hearing.said.object_id)
    hearing.does(posts.BoostPost(post_id=post_id, visibility=visibility))


def _find(hearing: Hearing, uri: str) -> int:
    """A post from elsewhere, fetched when it is not here. Raises MustWait where there is no time."""
    if resolving.is_ours(uri):
        raise Unwanted("no_post")
    post_id = objects.post_of(uri, may_fetch=hearing.may_fetch)
    if post_id is not None:
        return post_id
    if not hearing.may_fetch:
        raise MustWait("The post has to be fetched")
    raise Unwanted("no_post")


def _visibility(hearing: Hearing) -> str:
    """For whom the boost is. Raises Unwanted for one that is for a few: there is no such boost here."""
    if PUBLIC & set(hearing.said.to):
        return "public"
    if PUBLIC & set(hearing.said.cc):
        return "unlisted"
    known = hearing.sender()
    if known is not None and known.followers and known.followers in (*hearing.said.to, *hearing.said.cc):
        return "followers"
    raise Unwanted("private_boost")


def undo_announce(hearing: Hearing, post_id: int | None) -> None:
    """They take the boost back."""
    post_id = post_id or resolving.boosted_by_uri(hearing.said.object_id, hearing.signer.account_id)
    if post_id is None:
        withdraw(hearing)
        return
    hearing.does(posts.UnboostPost(post_id=post_id))


def take_vote(hearing: Hearing, vote: ObjectDocument) -> None:
    """They choose in a poll of ours: a Note with the name of an option (attack O16: once, and while it runs)."""
    post_id = resolving.post_here(vote.in_reply_to)
    options = [] if post_id is None else poll_options(post_id)
    if post_id is None or vote.vote not in options:
        raise Unwanted("no_such_option")
    hearing.require_new()
    hearing.does(posts.VoteInPoll(post_id=post_id, choices=(options.index(vote.vote),)))
