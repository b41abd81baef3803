"""Where administrators stop official words for an incident, and say when the rules before an election hold."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.console import time_in, typed_time
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Command
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.publishing.commands import SetElectionPeriod, SetIncidentStop
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, Problem


@role("admin", methods=("GET", "POST"))
def show_modes(request: HttpRequest) -> HttpResponse:
    """What the house is in, and switches for it. Both are recorded with their reason."""
    now, election = clock.now_ms(), publishing.read_mode("election")
    form = Form()
    if election is not None:
        form.values = {"starts_at": typed_time(election.starts_at), "ends_at": typed_time(election.ends_at)}
    if request.method == "POST":
        form = Form.typed(request.POST)
        part = "stop" if str(form.values.get("change", "")).startswith("stop") else "election"
        try:
            act(_command(form), actor_of(request), "web")
        except Problem as problem:
            form.fails(problem, {"reason": f"{part}_reason"})
        else:
            return answers.to("/admin/modes", done="saved")
    return answers.page(
        request,
        "admin/modes.html",
        status=422 if form.errors else 200,
        heading=_("Stop and elections"),
        tab="modes",
        form=form,
        stop=publishing.read_mode("incident_stop"),
        is_stopped=publishing.is_stopped(now),
        is_set_outside=bool(settings.INCIDENT_STOP),
        election=election,
        is_election=publishing.is_election_period(now),
        is_over=election is not None and election.ends_at is not None and election.ends_at <= now,
    )


def _command(form: Form) -> Command:
    """What the pressed button asks for. Raises Invalid."""
    change = str(form.values.get("change", ""))
    reason = str(form.values.get("stop_reason" if change.startswith("stop") else "election_reason", "")).strip()[:500]
    if not reason:
        raise Invalid(_("Give a reason: it is recorded."), field="reason")
    if change in ("stop-on", "stop-off"):
        return SetIncidentStop(is_on=change == "stop-on", reason=reason)
    if change == "election-end":
        return SetElectionPeriod(starts_at=None, ends_at=None, reason=reason)
    starts_at, ends_at = time_in(form, "starts_at"), time_in(form, "ends_at")
    if starts_at is None:
        raise Invalid(_("Say when it begins."), field="starts_at")
    if ends_at is None:
        raise Invalid(_("Say when it ends: the day after the election, as a rule."), field="ends_at")
    return SetElectionPeriod(starts_at=starts_at, ends_at=ends_at, reason=reason)
