"""Which events of the ledger somebody may know of. Entries name actors and kinds of acts, also private ones.

One may know what one did oneself, what happened to a post one may see, what one's team decided about a draft, what
those who keep the records do, for those who keep them, and what concerns everybody. Who bookmarked, muted or reported
stays theirs. Of a decision about oneself one may know that it was taken, not who of the house took it: `may_be_told`.
"""

from __future__ import annotations

from coffeehouse.domain.cases import queries as cases
from coffeehouse.domain.cases.looks import looks_not_told
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people.queries.authenticators import owes_second_step
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.records.erasures import read_erasure
from coffeehouse.domain.requests.own_record import accounts_of
from coffeehouse.domain.requests.queries import read_request
from coffeehouse.ledger.queries import Recorded

PUBLICATIONS = frozenset(
    {"post.published", "post.received", "post.boosted", "held.released", "held.emergency_released", "held.published"}
)
# What readers of a post can see of it anyway.
OF_POST = PUBLICATIONS | {
    "post.edited", "post.revised", "post.corrected", "post.pinned", "post.unpinned", "card.attached", "poll.closed",
    "correction.delivered",
}  # fmt: skip
OF_EVERYBODY = frozenset({"policy.saved", "ledger.key_rotated", "completeness.stated", "house.closed"})
# Those who keep the records, and what their pages show: the objects of the entries.
KEEPERS = ("records", "admin")
KEPT = frozenset(
    {"disposal", "erasure", "hold", "request", "pack", "settings", "records", "evidence", "witness", "trusted-log"}
)
MODERATORS = ("moderator", "admin")
# Who filed a report is not among them: pages of moderators keep who read that.
OF_MODERATORS = frozenset({"report.assigned", "report.resolved"})
# What somebody is told of what became of them and their requests, by the page that tells it.
OF_MEMBER = frozenset(
    {
        "member.added", "member.registered", "member.approved", "member.rejected", "member.role_changed",
        "member.suspended", "member.reinstated", "member.removed", "authenticator.all_removed",
    }
)  # fmt: skip
OF_ASKER = frozenset(
    {
        "request.opened", "request.asked", "request.paused", "request.resumed", "request.extended", "request.signed",
        "request.withdrawn",
    }
)  # fmt: skip
# The steps of a request as its page lists them; decisions about single records are too many.
OF_REQUEST = OF_ASKER | {
    "request.assigned", "request.gathered", "request.proposed", "request.returned", "request.reminded",
}  # fmt: skip
OF_ERASED = frozenset({"erasure.requested", "erasure.carried_out"})


def may_know(actor: Actor, recorded: Recorded) -> bool:
    """Whether `actor` may be told of this entry, and be given it."""
    if recorded.kind in OF_EVERYBODY or is_own(actor, recorded):
        return True
    table, number = split(recorded.object)
    if table in KEPT and is_staff(actor, KEEPERS):
        return True
    if number is None:
        return False
    if table == "post":
        return recorded.kind in OF_POST and posts.read_status(actor.account_id, number) is not None
    if table == "held":
        return publishing.read_draft(actor.member_id or 0, number) is not None
    if table == "report":
        return _decides(actor, recorded.kind, number)
    # The page "Who looked" names them already, but for a report about them that waits for a decision.
    return (
        recorded.kind == "member.viewed"
        and number == actor.member_id
        and recorded.sequence not in looks_not_told(actor.member_id)
    )


def may_be_told(actor: Actor, recorded: Recorded) -> bool:
    """Whether `actor` may be told that this was done, though not by whom: what was decided about them.

    Whoever is reported is not among them: they are not told that somebody reported them.
    """
    table, number = split(recorded.object)
    if actor.member_id is None or number is None:
        return False
    if table == "member":
        return recorded.kind in OF_MEMBER and number == actor.member_id
    accounts = accounts_of(actor.member_id)
    if table == "request" and recorded.kind in OF_ASKER:
        request = read_request(number)
        return request is not None and request.asker_account_id in accounts
    if table == "erasure" and recorded.kind in OF_ERASED:
        erasure = read_erasure(number)
        return erasure is not None and erasure.account_id in accounts
    return recorded.kind == "report.resolved" and cases.reporter_of(number) in accounts


def names_nobody(recorded: Recorded) -> bool:
    """Whether the house itself acted: the entry then tells of no colleague."""
    return split(recorded.actor)[1] is None


def is_own(actor: Actor, recorded: Recorded) -> bool:
    """Whether `actor` did it. What visitors do is nobody's own: the ledger calls all of them the same."""
    return actor.member_id is not None and recorded.actor in (actor.label, f"member/{actor.member_id}")


def is_staff(actor: Actor, roles: tuple[str, ...]) -> bool:
    """Whether the pages of these roles open to them."""
    return actor.role in roles and not owes_second_step(actor)


def split(name: str) -> tuple[str, int | None]:
    """("post", 77) of `post/77`; None for what has no number."""
    table, _slash, number = name.partition("/")
    return table, int(number) if number.isascii() and number.isdigit() else None


def _decides(actor: Actor, kind: str, report_id: int) -> bool:
    """Whether this is about a report that the actor may decide: none about themselves."""
    if kind not in OF_MODERATORS or not is_staff(actor, MODERATORS):
        return False
    return cases.read_report(actor.member_id or 0, report_id) is not None
