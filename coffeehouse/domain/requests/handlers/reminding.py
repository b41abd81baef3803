"""Reminders of requests whose last day comes near: at five days, at the last day, and when it is over."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.publishing.handlers.asking import send_by_desk
from coffeehouse.domain.requests import commands
from coffeehouse.domain.requests.handlers import loading
from coffeehouse.domain.requests.queries import InformationRequest

# The nearest step that has been reached, nearest first: what was said at one is not said again.
STEPS = ((-1, "over"), (0, "last"), (5, "near"))
WORDS = {
    ("en", "near"): "Request {reference} is due soon: answer it by {due}.",
    ("en", "last"): "Request {reference} is due today, {due}.",
    (
        "en",
        "over",
    ): "Request {reference} is late: it was due on {due}. Answer it as soon as you can, and say why it is late.",
    ("cy", "near"): "Mae cais {reference} yn ddyledus cyn bo hir: atebwch ef erbyn {due}.",
    ("cy", "last"): "Mae cais {reference} yn ddyledus heddiw, {due}.",
    (
        "cy",
        "over",
    ): "Mae cais {reference} yn hwyr: roedd yn ddyledus ar {due}. Atebwch cyn gynted ag y gallwch, a dywedwch pam.",
}


def apply_remind_of_request(command: commands.RemindOfRequest, context: Context) -> Outcome:
    """Send it, and keep that it was sent. Closed, moved or reminded meanwhile: nothing to do."""
    request = loading.load(command.request_id)
    step = next((name for most, name in STEPS if command.left <= most), "")
    told = f"{command.due_on} {step}"
    known = sql.value("SELECT reminded FROM requests_request WHERE id = %s", (request.id,))
    if not step or not request.is_open or request.due_on != command.due_on or known == told:
        return Outcome(object=f"request/{request.id}", unchanged=True)
    loading.change(request, reminded=told)
    states: list[State] = []
    jobs: list[Job] = []
    for member_id, language in _answerers(request):
        words = WORDS.get((language, step), WORDS["en", step])
        sent = send_by_desk(context, member_id, words.format(reference=request.reference, due=command.due_on), None)
        if sent is not None:
            states += sent.states
            jobs += sent.jobs
    # The desk's own account stands in each message's states: its last state is the one that counts.
    latest = {(state.table, state.id): state for state in states}
    return Outcome(object=f"request/{request.id}", kept={"step": step}, states=tuple(latest.values()), jobs=tuple(jobs))


def _answerers(request: InformationRequest) -> list[tuple[int, str]]:
    """(member, language): who took it on; else those who keep the records; else the administrators."""
    own = sql.rows(
        "SELECT id, language FROM people_member WHERE id = %s AND state = 'active'", (request.owner_id or 0,)
    )
    for role in ("records", "admin"):
        own = own or sql.rows(
            "SELECT id, language FROM people_member WHERE role = %s AND state = 'active' ORDER BY id LIMIT 20", (role,)
        )
    return own
