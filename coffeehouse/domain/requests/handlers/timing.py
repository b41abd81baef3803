"""The clock of a request: it stands still, goes on, and is given the longer time its law knows."""

from __future__ import annotations

from datetime import date

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.requests import commands
from coffeehouse.domain.requests.handlers import loading
from coffeehouse.domain.requests.handlers.opening import tell_asker
from coffeehouse.domain.requests.queries import InformationRequest, pauses_of
from coffeehouse.kernel.errors import Conflict, Invalid

PAUSED = {
    "en": "About your request {reference}: {reason}\n\n"
    "We go on when you have answered; until then the clock stands still.",
    "cy": "Am eich cais {reference}: {reason}\n\nAwn ymlaen pan fyddwch wedi ateb; tan hynny mae ei amser yn sefyll.",
}
EXTENDED = {
    "en": "Your request {reference} takes longer: {reason}\n\nWe answer by {due}.",
    "cy": "Mae eich cais {reference} yn cymryd mwy o amser: {reason}\n\nByddwn yn ateb erbyn {due}.",
}


def apply_pause_clock(command: commands.PauseClock, context: Context) -> Outcome:
    """Insert the pause; the request has no last day until it ends."""
    request = loading.load_open(command.request_id, "open")
    if command.kind not in request.statute.pauses:
        raise Invalid("This law does not stop the clock for that.", field="kind")
    if any(not pause.ended_on for pause in pauses_of(request.id)):
        raise Conflict("The clock stands still already. End that first.")
    reason = loading.words(command.reason, "reason", "Say what the asker was asked.", 2_000)
    on = loading.day(command.on, "on", loading.today(context), loading.received_on(request))
    pause_id = context.new_id()
    sql.execute(
        "INSERT INTO requests_pause (id, request_id, kind, reason, started_on, ended_on)"
        " VALUES (%s, %s, %s, %s, %s, '')",
        (pause_id, request.id, command.kind, reason, on.isoformat()),
    )
    return _counted(
        request, on, tell_asker(request.asker_account_id, PAUSED, context, reason=reason, reference=request.reference)
    )


def apply_resume_clock(command: commands.ResumeClock, context: Context) -> Outcome:
    """End the pause, and count the last day anew."""
    request = loading.load_open(command.request_id, "open")
    pause = next((each for each in pauses_of(request.id) if not each.ended_on), None)
    if pause is None:
        raise Conflict("The clock runs. There is nothing to end.")
    on = loading.day(command.on, "on", loading.today(context), date.fromisoformat(pause.started_on))
    sql.execute("UPDATE requests_pause SET ended_on = %s WHERE id = %s", (on.isoformat(), pause.id))
    return _counted(request, on)


def _counted(request: InformationRequest, on: date, told: Outcome | None = None) -> Outcome:
    due = loading.count_clock(request)
    loading.change(request, due_on=due)
    return loading.outcome(
        request.id,
        *(told.states if told else ()),
        kept={"on": on.isoformat()},
        result={"id": str(request.id), "due_on": due},
        jobs=told.jobs if told else (),
    )


def apply_extend_request(command: commands.ExtendRequest, context: Context) -> Outcome:
    """Take the longer time, once, and while the shorter has not run out."""
    request = loading.load_open(command.request_id, "open")
    if not request.statute.may_be_extended:
        raise Invalid("This law knows no longer time.", field="reason")
    if request.is_extended:
        raise Conflict("The longer time has been taken already.")
    if not request.due_on:
        raise Conflict("The clock stands still. Let it go on first.")
    if request.due_on < loading.today(context).isoformat():
        raise Conflict("The time is over. The longer time can only be taken before that; answer as soon as you can.")
    reason = loading.words(command.reason, "reason", "Say why it takes longer. The asker is told.", 2_000)
    due = loading.count_clock(request, is_extended=True)
    loading.change(request, is_extended=True, extension_reason=reason, due_on=due)
    told = tell_asker(request.asker_account_id, EXTENDED, context, reason=reason, due=due, reference=request.reference)
    return loading.outcome(
        request.id,
        *(told.states if told else ()),
        result={"id": str(request.id), "due_on": due},
        jobs=told.jobs if told else (),
    )
