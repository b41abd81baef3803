"""What waits for other servers, for administrators: where it stays, why, and having it tried again or given up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Command
from coffeehouse.domain.federation.queries.deliveries import deliveries_in_all, waiting_servers
from coffeehouse.domain.federation.sending_commands import DropDeliveries, RetryDeliveries
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound, Problem

HERE = "/admin/federation/deliveries"
SHOWN = 200


@role("admin", methods=("GET", "POST"))
def show_deliveries(request: HttpRequest) -> HttpResponse:
    """GET: servers that something waits for. POST: try it again at once, or give it up."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            act(_wanted(form), actor_of(request), "web")
        except NotFound as problem:
            raise NotFound from problem
        except Problem as problem:
            form.fails(problem, {"host": ""})
        else:
            done = "deliveries-retried" if form.values.get("decision") == "retry" else "deliveries-dropped"
            return answers.to(HERE, done=done)
    waiting, given_up = deliveries_in_all()
    return answers.page(
        request,
        "admin/deliveries.html",
        status=422 if form.errors else 200,
        heading=_("Other servers"),
        tab="federation",
        part="deliveries",
        form=form,
        servers=waiting_servers(SHOWN),
        waiting=waiting,
        given_up=given_up,
        now=clock.now_ms(),
    )


def _wanted(form: Form) -> Command:
    host = str(form.values.get("host", ""))[:260]
    if form.values.get("decision") == "drop":
        return DropDeliveries(host=host)
    return RetryDeliveries(host=host)
