"""Disposal by two people: one names what is due, another decides. Holds are looked at both times."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.posts.handlers.erasing import forget_unused_tags
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.disposals import Disposal, items_of, read_disposal
from coffeehouse.domain.records.handlers.holding import reason_of
from coffeehouse.domain.records.handlers.removing import remove
from coffeehouse.domain.records.objects import parse
from coffeehouse.domain.records.proposing import Placed, holds_in_the_way, place
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound

MOST = 200
NOT_DUE = "{name} is not due: it is of another class, its time is not over, or it is gone. Look at the list again."


def apply_propose_disposal(command: commands.ProposeDisposal, context: Context) -> Outcome:
    """Insert the proposal, of objects that are due and not held."""
    record_class = classes().get(command.class_id)
    if record_class is None or record_class.action == "keep":
        raise Invalid("Nothing of this class is disposed of.", field="class_id")
    names = tuple(dict.fromkeys(command.objects))
    if not names or len(names) > MOST:
        raise Invalid(f"Choose at least one record, and at most {MOST} at a time.", field="objects")
    if context.actor.member_id is None:
        raise Forbidden("Only a person proposes a disposal. Sign in as yourself.")
    placed = [_due(name, command.class_id, context.now) for name in names]
    disposal_id = context.new_id()
    sql.execute(
        "INSERT INTO records_disposal (id, class_id, rule, state, proposed_at, proposed_by_id, because)"
        " VALUES (%s, %s, %s, 'proposed', %s, %s, '')",
        (disposal_id, record_class.id, record_class.rule(), context.now, context.actor.member_id),
    )
    for each in placed:
        sql.execute(
            "INSERT INTO records_disposalitem (disposal_id, object, trigger_at, outcome, because)"
            " VALUES (%s, %s, %s, '', '')",
            (disposal_id, each.name, each.trigger_at),
        )
    return Outcome(object=f"disposal/{disposal_id}", result=str(disposal_id))


def _due(name: str, class_id: str, now: int) -> Placed:
    parse(name)
    placed = place(name)
    if placed is None or placed.record_class.id != class_id or not placed.is_due(now):
        raise Invalid(NOT_DUE.format(name=name), field="objects")
    if holds_in_the_way(name):
        raise Conflict(f"{name} is on hold. Lift the hold first, or leave it out.")
    if sql.value(
        "SELECT 1 FROM records_disposalitem i JOIN records_disposal d ON d.id = i.disposal_id"
        " WHERE i.object = %s AND d.state = 'proposed'",
        (name,),
    ):
        raise Conflict(f"{name} is in another proposal already. Decide about that first.")
    return placed


def _waiting(disposal_id: int) -> Disposal:
    found = read_disposal(disposal_id)
    if found is None:
        raise NotFound("There is no such disposal.")
    if found.state != "proposed":
        raise Conflict("This has been decided already.")
    return found


def dispose(command: commands.ApproveDisposal, context: Context) -> Erased:
    """Erase what was proposed, but for what is held by now; what was erased."""
    disposal = _waiting(command.disposal_id)
    if context.actor.member_id is None:
        raise Forbidden("Only a person decides about a disposal. Sign in as yourself.")
    if disposal.proposed_by_id == context.actor.member_id:
        raise Forbidden("Two people dispose of records. Ask a colleague to decide about what you have proposed.")
    done = Erased()
    for item in items_of(disposal.id):
        held = holds_in_the_way(item.name)
        if held:
            outcome, because = "held", f"hold {held[0].id}: {held[0].because}"
        elif place(item.name) is None:
            outcome, because = "gone", ""
        else:
            done.add(remove(item.name, context))
            outcome, because = "disposed", ""
        sql.execute(
            "UPDATE records_disposalitem SET outcome = %s, because = %s WHERE disposal_id = %s AND object = %s",
            (outcome, because, disposal.id, item.name),
        )
    forget_unused_tags()
    _decide(disposal.id, "approved", "", context)
    return done


def _decide(disposal_id: int, state: str, because: str, context: Context) -> None:
    sql.execute(
        "UPDATE records_disposal SET state = %s, decided_at = %s, decided_by_id = %s, because = %s WHERE id = %s",
        (state, context.now, context.actor.member_id, because, disposal_id),
    )


def apply_refuse_disposal(command: commands.RefuseDisposal, context: Context) -> Outcome:
    """Close the proposal with a reason; nothing is erased. Whoever proposed it may take it back so."""
    disposal = _waiting(command.disposal_id)
    _decide(disposal.id, "refused", reason_of(command.because), context)
    return Outcome(object=f"disposal/{disposal.id}", result=str(disposal.id))
