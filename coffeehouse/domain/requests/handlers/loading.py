"""A request as the handlers take it up: with its clock counted anew, and vouched for when they have changed it."""

from __future__ import annotations

from datetime import date
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.requests import statutes
from coffeehouse.domain.requests.queries import InformationRequest, pauses_of, read_request
from coffeehouse.kernel import working_days
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.kernel.text import normalise

MAX_WORDS = 20_000
VOUCHED = (
    "reference", "kind", "law", "nation", "asker_account_id", "subject_account_id", "source_post_id", "received_at",
    "opened_at", "owner_id", "state", "due_on", "is_extended", "outcome", "provision", "is_public", "content_hash",
    "proposed_by_id", "signed_by_id", "closed_at",
)  # fmt: skip


def load(request_id: int) -> InformationRequest:
    """Raises NotFound."""
    found = read_request(request_id)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def load_open(request_id: int, *states: str) -> InformationRequest:
    """One that waits (in one of these states). Raises NotFound or Conflict."""
    found = load(request_id)
    if found.state not in (states or ("open", "proposed")):
        raise Conflict(_WHY_NOT.get(found.state, "This request has been closed."))
    return found


_WHY_NOT = {
    "proposed": "An answer waits for a second person. Give it back first, then change it.",
    "open": "No answer is proposed. Propose one first.",
    "answered": "This request has been answered. A new request starts a new clock.",
    "withdrawn": "This request was withdrawn. A new request starts a new clock.",
}


def words(text: str, field: str, message: str, limit: int = MAX_WORDS) -> str:
    """A text that must be there, as it is kept. Raises Invalid."""
    found = normalise(text, field=field)
    if not found:
        raise Invalid(message, field=field)
    return short(found, field, limit)


def short(text: str, field: str, limit: int = MAX_WORDS) -> str:
    """A text of at most so many characters. Raises Invalid."""
    found = normalise(text, field=field)
    if len(found) > limit:
        raise Invalid(f"This is too long. It may have {limit} characters.", field=field)
    return found


def day(text: str, field: str, today: date, not_before: date | None = None) -> date:
    """A day that has come: ISO text, "" for today. Raises Invalid."""
    try:
        found = date.fromisoformat(text) if text else today
    except ValueError:
        raise Invalid("Write the day as 2026-11-22.", field=field) from None
    if found > today:
        raise Invalid("This day has not come yet. Choose today or an earlier one.", field=field)
    if not_before is not None and found < not_before:
        raise Invalid(f"This day is before {not_before.isoformat()}. Choose a later one.", field=field)
    return found


def received_on(request: InformationRequest) -> date:
    """The day its clock starts from."""
    return working_days.local_day(request.received_at)


def count_clock(request: InformationRequest, *, is_extended: bool | None = None) -> str:
    """The last day to answer, as the row keeps it."""
    pauses = [
        statutes.Pause(
            pause.kind,
            date.fromisoformat(pause.started_on),
            date.fromisoformat(pause.ended_on) if pause.ended_on else None,
        )
        for pause in pauses_of(request.id)
    ]
    extended = request.is_extended if is_extended is None else is_extended
    due = statutes.due_on(request.statute, request.nation, received_on(request), pauses, extended)
    return "" if due is None else due.isoformat()


def change(request: InformationRequest, **columns: Any) -> None:
    """Write columns of its row."""
    names = ", ".join(f"{name} = %s" for name in columns)
    sql.execute(f"UPDATE requests_request SET {names} WHERE id = %s", (*columns.values(), request.id))


def vouch(request_id: int) -> State:
    """The request's row as it now is, for the ledger."""
    row: Any = sql.row(f"SELECT {', '.join(VOUCHED)} FROM requests_request WHERE id = %s", (request_id,))
    members = dict(zip(VOUCHED, row, strict=True))
    return State(
        "requests_request",
        request_id,
        {name: bool(value) if name in ("is_extended", "is_public") else value for name, value in members.items()},
    )


def outcome(request_id: int, *more: State, **members: Any) -> Outcome:
    """What every act on a request answers."""
    return Outcome(
        object=f"request/{request_id}",
        result=members.pop("result", str(request_id)),
        states=(vouch(request_id), *more),
        **members,
    )


def today(context: Context) -> date:
    """The day it is."""
    return working_days.local_day(context.now)
