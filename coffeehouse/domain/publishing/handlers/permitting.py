"""Who may decide about a draft, who may work on it, and whose approval counts. Not house policy: it always holds.

The person counts, not the account they act as. Powers are those of this moment, read from the seat and not from what
the actor was given when they signed in.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.publishing import queries
from coffeehouse.domain.publishing.handlers.drafts import Draft
from coffeehouse.kernel.errors import Forbidden, NotFound

OWN_WORDS = "Nobody decides about their own words, nor about words they have changed. Ask somebody else to look."


def _member(actor: Actor) -> int:
    if actor.member_id is None:
        raise Forbidden("Only a person decides about a draft. Sign in as yourself.", code="no_person")
    return actor.member_id


def is_author(draft: Draft, actor: Actor) -> bool:
    """Whether the actor wrote a revision of it; words of no person are their account's own."""
    if actor.member_id in queries.authors_of(draft.id):
        return True
    return draft.member_id is None and draft.account_id is not None and draft.account_id == actor.account_id


def require_decider(draft: Draft, actor: Actor) -> int:
    """The member who decides. Raises Forbidden for an author or a seat without the power, NotFound for a stranger."""
    member_id = _member(actor)
    if is_author(draft, actor):
        raise Forbidden(OWN_WORDS, code="own_words")
    powers = queries.powers_at(member_id, draft.voice_id)
    if queries.may_decide(powers, queries.role_of(member_id), draft.voice_id):
        return member_id
    if powers:
        raise Forbidden(
            "Your seat does not let you decide about drafts. Ask a colleague who may review or release.", code="seat"
        )
    raise NotFound()


def require_emergency_power(draft: Draft, actor: Actor) -> int:
    """The member who releases in an emergency. Raises as `require_decider`; being an administrator is not enough."""
    member_id = _member(actor)
    if is_author(draft, actor):
        raise Forbidden(OWN_WORDS, code="own_words")
    powers = queries.powers_at(member_id, draft.voice_id)
    if "emergency" in powers:
        return member_id
    if powers or queries.role_of(member_id) == "admin":
        raise Forbidden(
            "The emergency lane needs a seat with the power `emergency`. Ask a colleague who has one.", code="seat"
        )
    raise NotFound()


def require_writer(draft: Draft, actor: Actor) -> int:
    """The member who works on it: its author, or a seat that may draft. Raises Forbidden, NotFound for a stranger."""
    member_id = _member(actor)
    if draft.voice_id is None:
        if member_id == draft.member_id:
            return member_id
        raise NotFound()
    powers = queries.powers_at(member_id, draft.voice_id)
    if not powers:
        raise NotFound()
    if powers & queries.WRITERS or is_author(draft, actor):
        return member_id
    raise Forbidden("Your seat lets you suggest, not change others' words. Ask a colleague who drafts.", code="seat")


def standing_approvals(draft: Draft, decision: str, now: int) -> list[int]:
    """Members whose approval of exactly this draft counts at this moment, each once, in the order given.

    It counts no more when the words changed, it was taken back, the member lost the seat or the power, became one of
    its authors, or a period before an election has begun since.
    """
    since = _not_before(draft, now)
    found = sql.rows(
        "SELECT member_id FROM publishing_decision WHERE held_id = %s AND content_hash = %s AND decision = %s"
        " AND NOT is_void AND created_at >= %s ORDER BY id",
        (draft.id, draft.content_hash, decision, since),
    )
    authors = queries.authors_of(draft.id)
    return [
        member_id
        for member_id in dict.fromkeys(row[0] for row in found)
        if member_id not in authors and _still_may(draft, member_id, decision)
    ]


def _still_may(draft: Draft, member_id: int, decision: str) -> bool:
    powers = queries.powers_at(member_id, draft.voice_id)
    if decision == "emergency":
        return "emergency" in powers
    return queries.may_decide(powers, queries.role_of(member_id), draft.voice_id)


def _not_before(draft: Draft, now: int) -> int:
    """What was approved for a time without an election was not approved for the time before one, nor after it."""
    election = None if draft.voice_id is None else queries.read_mode("election")
    if election is None or election.starts_at > now:
        return 0
    return max(election.starts_at, election.set_at)
