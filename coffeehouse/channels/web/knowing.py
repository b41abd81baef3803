"""Which events of the ledger somebody may know of. Entries name actors and kinds of acts, also private ones.

One may know what one did oneself, what happened to a post one may see, what one's team decided about a draft, and what
concerns everybody: the policy and the ledger's keys. Who bookmarked, muted or reported what stays theirs.
"""

from __future__ import annotations

from coffeehouse.domain.context import Actor
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.ledger.queries import Recorded

PUBLICATIONS = frozenset(
    {"post.published", "post.received", "post.boosted", "held.released", "held.emergency_released", "held.published"}
)
# What readers of a post can see of it anyway.
OF_POST = PUBLICATIONS | {
    "post.edited", "post.revised", "post.corrected", "post.pinned", "post.unpinned", "card.attached", "poll.closed",
    "correction.delivered",
}  # fmt: skip
OF_EVERYBODY = frozenset({"policy.saved", "ledger.key_rotated"})


def may_know(actor: Actor, recorded: Recorded) -> bool:
    """Whether `actor` may be told of this entry."""
    if recorded.kind in OF_EVERYBODY or is_own(actor, recorded):
        return True
    table, _slash, number = recorded.object.partition("/")
    if not (number.isascii() and number.isdigit()):
        return False
    if table == "post":
        return recorded.kind in OF_POST and posts.read_status(actor.account_id, int(number)) is not None
    return table == "held" and publishing.read_draft(actor.member_id or 0, int(number)) is not None


def is_own(actor: Actor, recorded: Recorded) -> bool:
    """Whether `actor` did it. What visitors do is nobody's own: the ledger calls all of them the same."""
    return actor.member_id is not None and recorded.actor in (actor.label, f"member/{actor.member_id}")
