"""Placing, widening and lifting holds."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.handlers.removing import end_preserved
from coffeehouse.domain.records.holds import is_on_hold
from coffeehouse.domain.records.objects import check_names
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.kernel.text import normalise

MAX_REASON = 2_000
VOUCHED = ("because", "account_id", "request_id", "placed_by_id", "lifted_at", "lifted_by_id", "lifted_because")


def reason_of(written: str, field: str = "because") -> str:
    """A reason as it is kept. Raises Invalid where there is none."""
    reason = normalise(written, field=field).strip()
    if not reason:
        raise Invalid("Give a reason: it is recorded, and others must be able to understand it.", field=field)
    if len(reason) > MAX_REASON:
        raise Invalid(f"A reason has at most {MAX_REASON} characters.", field=field)
    return reason


def apply_place_hold(command: commands.PlaceHold, context: Context) -> Outcome:
    """Insert the hold with what it names."""
    because, names = reason_of(command.because), check_names(command.objects)
    account_id = command.account_id
    if account_id is None and not names:
        raise Invalid("Say what is to be held: records, or a person.", field="objects")
    if account_id is not None and not sql.value("SELECT 1 FROM people_account WHERE id = %s", (account_id,)):
        raise NotFound("There is no such account.")
    hold_id = context.new_id()
    sql.execute(
        "INSERT INTO records_hold (id, because, account_id, request_id, placed_at, placed_by_id, lifted_because)"
        " VALUES (%s, %s, %s, %s, %s, %s, '')",
        (hold_id, because, account_id, command.request_id, context.now, context.actor.member_id),
    )
    _name(hold_id, names)
    return Outcome(object=f"hold/{hold_id}", result=str(hold_id), states=(vouch(hold_id),))


def apply_widen_hold(command: commands.WidenHold, context: Context) -> Outcome:
    """Name more under a hold that is in force."""
    _in_force(command.hold_id)
    names = check_names(command.objects)
    if not names:
        raise Invalid("Say what else is to be held.", field="objects")
    added = _name(command.hold_id, names)
    told = f"hold/{command.hold_id}"
    return Outcome(object=told, kept={"added": added}, unchanged=not added)


def apply_lift_hold(command: commands.LiftHold, context: Context) -> Outcome:
    """End the hold; who and why stay."""
    _in_force(command.hold_id)
    sql.execute(
        "UPDATE records_hold SET lifted_at = %s, lifted_by_id = %s, lifted_because = %s WHERE id = %s",
        (context.now, context.actor.member_id, reason_of(command.because), command.hold_id),
    )
    keys = _let_go()
    jobs = (Job("remove_files", {"keys": keys}),) if keys else ()
    return Outcome(object=f"hold/{command.hold_id}", states=(vouch(command.hold_id),), jobs=jobs)


def _let_go() -> list[str]:
    """Forget what was deleted while on hold and is on none any more; its files."""
    found = sql.rows("SELECT object FROM records_preserved WHERE reason = 'hold'")
    return [key for (name,) in found if not is_on_hold(name) for key in end_preserved(name)]


def _in_force(hold_id: int) -> None:
    row = sql.row("SELECT lifted_at FROM records_hold WHERE id = %s", (hold_id,))
    if row is None:
        raise NotFound("There is no such hold.")
    if row[0] is not None:
        raise Conflict("This hold has been lifted already. Place a new one.")


def _name(hold_id: int, names: tuple[str, ...]) -> int:
    return sum(
        sql.execute(
            "INSERT INTO records_holdobject (hold_id, object) VALUES (%s, %s) ON CONFLICT (hold_id, object) DO NOTHING",
            (hold_id, name),
        )
        for name in names
    )


def vouch(hold_id: int) -> State:
    """The hold's row as it now is, for the ledger."""
    row: Any = sql.row(f"SELECT {', '.join(VOUCHED)} FROM records_hold WHERE id = %s", (hold_id,))
    return State("records_hold", hold_id, dict(zip(VOUCHED, row, strict=True)))
