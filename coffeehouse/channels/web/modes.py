"""Where official words are stopped for an incident, and where administrators set the period before an election.

Administrators find both in the console; seats with the power `emergency` find the stop beside their drafts.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role, signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.console import time_in, typed_time
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Command
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.publishing.commands import SetElectionPeriod, SetIncidentStop
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound, Problem


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
        **_stop("/admin/modes"),
        election=election,
        is_election=publishing.is_election_period(now),
        is_over=election is not None and election.ends_at is not None and election.ends_at <= now,
    )


def _stop(action: str) -> dict[str, Any]:
    """What the part about the stop shows; its form goes to `action`."""
    return {
        "stop_action": action,
        "stop": publishing.read_mode("incident_stop"),
        "is_stopped": publishing.is_stopped(clock.now_ms()),
        "is_set_outside": bool(settings.INCIDENT_STOP),
    }


@signed_in("GET", "POST")
def show_stop(request: HttpRequest) -> HttpResponse:
    """The stop alone, for those who may act in an emergency. For everybody else the page does not exist."""
    actor = actor_of(request)
    if actor.role != "admin" and not publishing.has_power(actor.member_id, "emergency"):
        raise NotFound
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            act(_stop_command(form), actor, "web")
        except Problem as problem:
            form.fails(problem, {"reason": "stop_reason"})
        else:
            return answers.to("/review/stop", done="saved")
    heading, status = _("Stop for an incident"), 422 if form.errors else 200
    shown = _stop("/review/stop")
    return answers.page(request, "review/stop.html", status=status, heading=heading, tab="stop", form=form, **shown)


def _stop_command(form: Form) -> Command:
    """Raises Invalid without a reason, and for any other button."""
    change, reason = form.values.get("change"), str(form.values.get("stop_reason", "")).strip()[:500]
    if change not in ("stop-on", "stop-off"):
        raise Invalid(_("Choose whether official words are stopped or go on."))
    if not reason:
        raise Invalid(_("Give a reason: it is recorded."), field="reason")
    return SetIncidentStop(is_on=change == "stop-on", reason=reason)


def _command(form: Form) -> Command:
    """What the pressed button asks for. Raises Invalid."""
    change = str(form.values.get("change", ""))
    if change.startswith("stop"):
        return _stop_command(form)
    reason = str(form.values.get("election_reason", "")).strip()[:500]
    if not reason:
        raise Invalid(_("Give a reason: it is recorded."), field="reason")
    if change == "election-end":
        return SetElectionPeriod(starts_at=None, ends_at=None, reason=reason)
    starts_at, ends_at = time_in(form, "starts_at"), time_in(form, "ends_at")
    if starts_at is None:
        raise Invalid(_("Say when it begins."), field="starts_at")
    if ends_at is None:
        raise Invalid(_("Say when it ends: the day after the election, as a rule."), field="ends_at")
    return SetElectionPeriod(starts_at=starts_at, ends_at=ends_at, reason=reason)
