"""What each type of activity means here. Stands between the proof of who sent it and the commands it becomes.

taking | arrivals → deal_with → receiving_* → engine.act
"""

from __future__ import annotations

from collections.abc import Callable

from coffeehouse.domain.federation.queries import resolving
from coffeehouse.federation import addresses, forwarded, moving, quoting, relaying
from coffeehouse.federation import receiving_follows as follows
from coffeehouse.federation import receiving_posts as posts
from coffeehouse.federation import receiving_reactions as reactions
from coffeehouse.federation import receiving_reports as reports
from coffeehouse.federation.hearing import Hearing, Untrue, Unwanted


def take_accept(hearing: Hearing) -> None:
    """A yes to whatever we asked: to follow a relay, to quote, to follow somebody."""
    if quoting.is_about_quote(hearing):
        quoting.take_quote_accept(hearing)
    elif not relaying.take_answer(hearing, is_accepted=True):
        follows.take_accept(hearing)


def take_reject(hearing: Hearing) -> None:
    """A no to the same."""
    if quoting.is_about_quote(hearing):
        quoting.take_quote_reject(hearing)
    elif not relaying.take_answer(hearing, is_accepted=False):
        follows.take_reject(hearing)


TAKES: dict[str, Callable[[Hearing], None]] = {
    "Follow": follows.take_follow,
    "Accept": take_accept,
    "Reject": take_reject,
    "Block": follows.take_block,
    "Like": reactions.take_like,
    "EmojiReact": reactions.take_like,
    "Announce": reactions.take_announce,
    "Create": posts.take_create,
    "Update": posts.take_update,
    "Delete": posts.take_delete,
    "Add": posts.take_add,
    "Remove": posts.take_remove,
    "Flag": reports.take_flag,
    "Move": moving.take_move,
    "QuoteRequest": quoting.take_quote_request,
}
# What is undone, by the type of what was embedded; the second argument is what it was done to, where that is known.
UNDOES: dict[str, Callable[[Hearing, int | None], None]] = {
    "Follow": follows.undo_follow,
    "Accept": follows.undo_accept,
    "Block": follows.undo_block,
    "Like": reactions.undo_like,
    "EmojiReact": reactions.undo_like,
    "Announce": reactions.undo_announce,
}
# Deeds by the type that made them, for an Undo that only names what it undoes.
TYPES = {"follow": "Follow", "block": "Block", "like": "Like"}


def deal_with(hearing: Hearing) -> None:
    """Do what a proven activity says, as far as it concerns anybody here.

    Raises Untrue or Unwanted; MustWait where somebody else has to answer first; Unreadable; and what `act` raises.
    """
    if not addresses.is_same(hearing.said.actor, hearing.signer.uri):
        own = forwarded.believed(hearing)
        if own is None:
            return
        hearing = own
    if hearing.said.type == "Undo":
        _undo(hearing)
        return
    TAKES[hearing.said.type](hearing)


def _undo(hearing: Hearing) -> None:
    """Take back what they did: only their own deeds (attack O3)."""
    hearing.require_own_inner()
    deed = resolving.deed_of_uri(hearing.said.object_id) if hearing.said.object_id else None
    if deed is not None and deed.account_id != hearing.signer.account_id:
        raise Untrue("not_theirs")
    # What else was done, a vote or a report, is not taken back.
    kind = TYPES.get(deed.kind, deed.kind) if deed is not None else hearing.inner_type
    if not kind:
        # Only named, and no deed: a boost, or something that never came.
        kind = "Announce"
    undo = UNDOES.get(kind)
    if undo is None:
        raise Unwanted("nothing_to_undo")
    undo(hearing, None if deed is None else deed.object_id)
