"""The rows of a draft: what waits, its revisions, what was decided. No rule stands here about who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job
from coffeehouse.domain.publishing import content
from coffeehouse.kernel.errors import Conflict, NotFound

COLUMNS = (
    "id", "name", "command", "content_hash", "actor", "account_id", "channel", "state", "member_id", "voice_id",
    "revision", "criticality", "needs", "embargo_at", "release_at", "pair_id", "review_due_at",
)  # fmt: skip
SELECT = f"SELECT {', '.join(COLUMNS)} FROM publishing_heldcommand"
OPEN = ("held", "changes_asked", "approved")
WHAT_HAPPENED = {
    "released": "Somebody was faster: this has been released already.",
    "refused": "Somebody was faster: this has been refused already.",
    "withdrawn": "Its author has taken this back. There is nothing to decide any more.",
    "approved": "This has been approved already and waits for its time. To stop it, take the approval back.",
    "changes_asked": "Somebody has asked for a change. Wait for the revised words, then decide.",
    "held": "This has not been approved, so there is nothing to take back.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its row is: `command` and `actor` as JSON text."""

    id: int
    name: str
    command: str
    content_hash: str
    actor: str
    account_id: int | None
    channel: str
    state: str
    member_id: int | None
    voice_id: int | None
    revision: int
    criticality: str
    needs: int
    embargo_at: int | None
    release_at: int | None
    pair_id: int | None
    review_due_at: int | None

    @property
    def label(self) -> str:
        """As the ledger names it."""
        return f"held/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What policy said of a revision: the verdict as JSON, how much hangs on it, the way it takes, how many look."""

    verdict: str
    criticality: str
    route: str
    needs: int


def load(held_id: int) -> Draft:
    """The draft. Raises NotFound."""
    row = sql.row(f"{SELECT} WHERE id = %s", (held_id,))
    if row is None:
        raise NotFound()
    return Draft(*row)


def require_state(draft: Draft, *states: str) -> None:
    """Raise Conflict, saying what happened, unless the draft is in one of these states."""
    if draft.state not in states:
        raise Conflict(WHAT_HAPPENED[draft.state])


def partner_of(draft: Draft) -> Draft | None:
    """The other language, if there is one."""
    if draft.pair_id is None:
        return None
    row = sql.row(f"{SELECT} WHERE pair_id = %s AND id <> %s", (draft.pair_id, draft.id))
    return None if row is None else Draft(*row)


def hash_now(draft: Draft) -> str:
    """The hash of the draft as everything is at this moment."""
    partner = partner_of(draft)
    pair = None if partner is None else (partner.id, partner.command)
    return content.hash_of(draft.name, draft.command, draft.account_id, draft.embargo_at, pair)


def insert(draft: Draft, judgement: Judgement, now: int, revision_id: int) -> None:
    """Store a command that waits for a person, as its first revision."""
    sql.execute(
        "INSERT INTO publishing_heldcommand (id, name, command, content_hash, actor, account_id, channel, verdict,"
        " state, created_at, decision_reason, result_object, member_id, voice_id, revision, criticality, route, needs,"
        " embargo_at, release_at, emergency)"
        f" VALUES ({sql.marks(21)})",
        (
            draft.id, draft.name, draft.command, draft.content_hash, draft.actor, draft.account_id, draft.channel,
            judgement.verdict, "held", now, "", "", draft.member_id, draft.voice_id, 1, judgement.criticality,
            judgement.route, judgement.needs, draft.embargo_at, draft.embargo_at, False,
        ),
    )  # fmt: skip
    _keep_revision(revision_id, draft.id, draft.member_id, now)


def _keep_revision(revision_id: int, held_id: int, member_id: int | None, now: int) -> None:
    sql.execute(
        "INSERT INTO publishing_revision (id, held_id, revision, command, embargo_at, pair_id, content_hash, member_id,"
        " created_at) SELECT %s, id, revision, command, embargo_at, pair_id, content_hash, %s, %s"
        " FROM publishing_heldcommand WHERE id = %s",
        (revision_id, member_id, now, held_id),
    )


def revise(held_id: int, context: Context, **columns: Any) -> Draft:
    """Write a new revision by the actor: it is held again, and approvals are void. Returns it as it is then."""
    columns = {"state": "held", "decision_reason": "", **columns}
    names = ", ".join(f"{name} = %s" for name in columns)
    sql.execute(
        f"UPDATE publishing_heldcommand SET {names}, revision = revision + 1 WHERE id = %s",
        (*columns.values(), held_id),
    )
    sql.execute("UPDATE publishing_heldcommand SET release_at = embargo_at WHERE id = %s", (held_id,))
    void_approvals(held_id)
    seal(held_id)
    _keep_revision(context.new_id(), held_id, context.actor.member_id, context.now)
    return load(held_id)


def seal(held_id: int) -> None:
    """Write the hash of the draft as everything is now."""
    draft = load(held_id)
    sql.execute("UPDATE publishing_heldcommand SET content_hash = %s WHERE id = %s", (hash_now(draft), held_id))


def void_approvals(held_id: int) -> None:
    """No approval given until now counts any more."""
    sql.execute(
        "UPDATE publishing_decision SET is_void = TRUE WHERE held_id = %s AND decision IN ('release', 'emergency')",
        (held_id,),
    )


def set_state(draft: Draft, state: str, context: Context, *, reason: str = "", result_object: str = "") -> None:
    """Write the state down, with who brought it about. Raises Conflict when another was faster."""
    done = sql.execute(
        "UPDATE publishing_heldcommand SET state = %s, decided_at = %s, decided_by_id = %s, decision_reason = %s,"
        " result_object = %s, release_at = embargo_at WHERE id = %s AND state = %s",
        (state, context.now, context.actor.member_id, reason, result_object, draft.id, draft.state),
    )
    if not done:
        raise Conflict("Somebody was faster: this has been decided already.")


def set_release(draft: Draft, release_at: int | None) -> None:
    """When it is to be published; None while that hangs on its other language."""
    sql.execute("UPDATE publishing_heldcommand SET release_at = %s WHERE id = %s", (release_at, draft.id))


def set_review_due(draft: Draft, due_at: int | None) -> None:
    """By when somebody has to look at what was published in an emergency; None: somebody has."""
    sql.execute("UPDATE publishing_heldcommand SET review_due_at = %s WHERE id = %s", (due_at, draft.id))


def tie(draft: Draft, pair_id: int | None) -> None:
    """Make it one of a pair, or of none."""
    sql.execute("UPDATE publishing_heldcommand SET pair_id = %s WHERE id = %s", (pair_id, draft.id))


def decide(draft: Draft, decision: str, context: Context, reason: str = "") -> int:
    """Keep what the actor decided about exactly this revision; the decision's id. By the house: nobody's."""
    decision_id = context.new_id()
    sql.execute(
        "INSERT INTO publishing_decision (id, held_id, revision, content_hash, member_id, account_id, decision, reason,"
        " channel, is_void, created_at)"
        f" VALUES ({sql.marks(11)})",
        (
            decision_id, draft.id, draft.revision, draft.content_hash, context.actor.member_id,
            context.actor.account_id, decision, reason, context.channel, False, context.now,
        ),
    )  # fmt: skip
    return decision_id


def told(draft: Draft, decision_id: int) -> Job:
    """The job that tells people of a decision."""
    return Job("review.tell", {"held_id": draft.id, "decision_id": decision_id})


def asked(draft: Draft) -> Job:
    """The job that asks people to look."""
    return Job("review.ask", {"held_id": draft.id})


def hold_again(draft: Draft, reason: str, context: Context, decision: str = "returned") -> tuple[Job, ...]:
    """An approval that no longer stands: the draft is held as before, and the team is told why and asked anew."""
    decision_id = decide(draft, decision, context, reason)
    void_approvals(draft.id)
    set_state(draft, "held", context, reason=reason)
    seal(draft.id)
    return told(draft, decision_id), asked(draft)


def part_from(draft: Draft, reason: str, context: Context) -> tuple[Job, ...]:
    """One of a pair is changed or given up: what was approved of the other was approved beside it, so look anew."""
    partner = partner_of(draft)
    if partner is None or partner.state not in OPEN:
        return ()
    if partner.state == "approved":
        return hold_again(partner, reason, context)
    void_approvals(partner.id)
    seal(partner.id)
    return (asked(partner),) if partner.state == "held" else ()
