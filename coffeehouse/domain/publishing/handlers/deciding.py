"""Decisions that publish nothing: asking for a change, refusing, withdrawing, taking back, looking afterwards."""

from __future__ import annotations

from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.publishing import commands, queries
from coffeehouse.domain.publishing.handlers import drafts, permitting
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid

FINDINGS = {"ok": "after_ok", "correct": "after_correct"}
LONGEST_REASON = 2_000


def require_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Invalid when there is none, or it is a book."""
    kept = reason.strip()
    if not kept:
        raise Invalid("Give a reason: the author is told it.", field="reason")
    if len(kept) > LONGEST_REASON:
        raise Invalid(f"Give the reason in at most {LONGEST_REASON} characters.", field="reason")
    return kept


def require_looked_at(draft: drafts.Draft, content_hash: str) -> None:
    """Raise Conflict unless this is the hash of what waits, and of everything as it is at this moment (attack W1)."""
    if content_hash != draft.content_hash:
        raise Conflict("The words have changed since you looked. Read them again, then decide.")
    if drafts.hash_now(draft) != draft.content_hash:
        raise Conflict(
            "The pictures, the time or what these words answer have changed since they were held. Ask the author to"
            " look at the draft and save it again."
        )


def apply_ask_for_change(command: commands.AskForChange, context: Context) -> Outcome:
    """Back to the author, with the reason."""
    draft = drafts.load(command.held_id)
    permitting.require_decider(draft, context.actor)
    drafts.require_state(draft, "held", "approved")
    if command.content_hash != draft.content_hash:
        raise Conflict("The words have changed since you looked. Read them again, then decide.")
    return _settle(draft, "change", "changes_asked", require_reason(command.reason), context)


def apply_refuse_held(command: commands.RefuseHeld, context: Context) -> Outcome:
    """Refuse what waits, approved or not."""
    reason = require_reason(command.reason)
    draft = drafts.load(command.held_id)
    permitting.require_decider(draft, context.actor)
    drafts.require_state(draft, *drafts.OPEN)
    if command.content_hash not in ("", draft.content_hash):
        raise Conflict("The words have changed since you looked. Read them again, then decide.")
    return _settle(draft, "refuse", "refused", reason, context)


def apply_withdraw_held(command: commands.WithdrawHeld, context: Context) -> Outcome:
    """The author, or a colleague who drafts, takes it back."""
    draft = drafts.load(command.held_id)
    permitting.require_writer(draft, context.actor)
    drafts.require_state(draft, *drafts.OPEN)
    return _settle(draft, "withdraw", "withdrawn", "", context)


def _settle(draft: drafts.Draft, decision: str, state: str, reason: str, context: Context) -> Outcome:
    decision_id = drafts.decide(draft, decision, context, reason)
    drafts.void_approvals(draft.id)
    drafts.set_state(draft, state, context, reason=reason)
    parted = drafts.part_from(draft, "Its other language was changed, refused or taken back.", context)
    return Outcome(
        object=draft.label,
        result=str(draft.id),
        kept={"content_hash": draft.content_hash, "revision": draft.revision},
        jobs=(drafts.told(draft, decision_id), *parted),
    )


def apply_undo_release(command: commands.UndoRelease, context: Context) -> Outcome:
    """Before it is published: hold it again. Its authors and those who decide may."""
    draft = drafts.load(command.held_id)
    if permitting.is_author(draft, context.actor):
        permitting.require_writer(draft, context.actor)
    else:
        permitting.require_decider(draft, context.actor)
    if draft.state == "released":
        raise Conflict("This has been published already. Correct it or delete it instead.")
    drafts.require_state(draft, "approved")
    jobs = drafts.hold_again(draft, "The approval was taken back.", context, "undo")
    partner = drafts.partner_of(draft)
    if partner is not None and partner.state == "approved":
        drafts.set_release(partner, partner.embargo_at)
    return Outcome(object=draft.label, result=str(draft.id), kept={"content_hash": draft.content_hash}, jobs=jobs)


def apply_review_afterwards(command: commands.ReviewAfterwards, context: Context) -> Outcome:
    """Somebody who neither wrote nor released it looks at what an emergency published."""
    if command.finding not in FINDINGS:
        raise Invalid("The finding is ok, or correct.", field="finding")
    reason = require_reason(command.reason) if command.finding == "correct" else command.reason.strip()
    draft = drafts.load(command.held_id)
    member_id = permitting.require_decider(draft, context.actor)
    if member_id in queries.approvals_of(draft.id, "emergency"):
        raise Forbidden("You released this yourself. Ask somebody else to look at it afterwards.", code="own_words")
    if draft.review_due_at is None:
        raise Conflict("No review is due for this any more.")
    drafts.set_review_due(draft, None)
    decision_id = drafts.decide(draft, FINDINGS[command.finding], context, reason)
    return Outcome(
        object=draft.label,
        result=str(draft.id),
        kept={"finding": command.finding, "content_hash": draft.content_hash},
        jobs=(drafts.told(draft, decision_id),),
    )
