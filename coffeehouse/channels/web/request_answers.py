"""The answer to a request: proposed, signed by a second person or given back; and the log of reasons behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.request_words import kinds_of_item, outcomes
from coffeehouse.channels.web.requests import KEEPERS, does, find, keep_looks
from coffeehouse.domain.requests import commands, queries
from coffeehouse.domain.requests.exemptions import EXEMPTIONS, REFUSALS
from coffeehouse.domain.requests.queries import InformationRequest
from coffeehouse.kernel.errors import NotFound, Problem

FIELDS = ("outcome", "provision", "letter", "public_title", "public_question", "public_answer")


@role(*KEEPERS, methods=("GET", "POST"))
def show_answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Write the answer; or read the one that is proposed, and sign it or give it back."""
    found = find(request_id)
    form = Form(_values(found))
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            _decide(request, found, form)
        except Problem as problem:
            form.fails(problem)
        else:
            return answers.to(f"/records/requests/{request_id}", done="saved")
        found = find(request_id)
    counts = queries.count_items(request_id)
    released = queries.released_items(found) if found.state in ("proposed", "answered") else []
    keep_looks(request, found, (each.private_author_id for each in released))
    return answers.page(
        request,
        "records/request_answer.html",
        status=422 if form.errors else 200,
        heading=_("The answer"),
        tab="requests",
        request_=found,
        form=form,
        counts=counts,
        undecided=counts.get("", 0),
        outcomes=list(outcomes().items()),
        outcome=outcomes().get(found.outcome, ""),
        provisions=[("", _("None"))] + [(each.cite, f"{each.cite}: {each.words}") for each in REFUSALS[found.law]],
        is_mine=found.proposed_by_id == actor_of(request).member_id,
        released=released,
        kinds=kinds_of_item(),
    )


def _values(found: InformationRequest) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(found, name) for name in FIELDS}
    values["outcome"] = found.outcome or _by_decisions(queries.count_items(found.id))
    values["is_public"] = found.is_public
    return values


def _by_decisions(counts: dict[str, int]) -> str:
    """What the decisions so far make it."""
    given = counts.get("include", 0) + counts.get("redact", 0)
    kept = counts.get("redact", 0) + counts.get("withhold", 0)
    if not given:
        return "withheld" if kept else "not_held"
    return "partly" if kept else "released"


def _decide(request: HttpRequest, found: InformationRequest, form: Form) -> None:
    step = request.POST.get("step", "")
    if step == "sign":
        does(request, commands.SignAnswer(request_id=found.id, content_hash=request.POST.get("content_hash", "")))
    elif step == "return":
        does(request, commands.ReturnAnswer(request_id=found.id, reason=request.POST.get("reason", "")))
    elif step == "propose":
        typed = {name: str(form.values.get(name, "")) for name in FIELDS}
        does(
            request,
            commands.ProposeAnswer(request_id=found.id, is_public=bool(form.values.get("is_public")), **typed),
        )
    else:
        raise NotFound


@role(*KEEPERS, methods=("GET",))
def show_reasons(request: HttpRequest, request_id: int) -> HttpResponse:
    """Everything that is not released, with its provision and reason: what a tribunal would ask for."""
    found = find(request_id)
    named = {each.cite: each for each in EXEMPTIONS[found.law]}
    return answers.page(
        request,
        "records/request_reasons.html",
        heading=_("Log of reasons"),
        tab="requests",
        request_=found,
        released=[each for each in queries.released_items(found) if each.item.redactions],
        outside=queries.items_of(found.id, "out_of_scope"),
        named=named,
        kinds=kinds_of_item(),
    )
