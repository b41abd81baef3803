"""Disposal, for those who keep the records: what is due in each class, proposals, a second person's decision, and the
certificate that stays."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.records import KEEPERS, does, kinds
from coffeehouse.domain.records import commands, disposals
from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.describing import describe, name_of_member
from coffeehouse.domain.records.due import count_due, due_objects
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound, Problem
from coffeehouse.ledger.queries import entries_of


def states() -> dict[str, str]:
    """What each state of a disposal is called."""
    return {"proposed": _("Waits for a second person"), "approved": _("Disposed of"), "refused": _("Refused")}


def fates() -> dict[str, str]:
    """What became of an object of a disposal."""
    return {"": _("Proposed"), "disposed": _("Destroyed"), "held": _("Kept: on hold"), "gone": _("Gone before")}


@role(*KEEPERS, methods=("GET",))
def show_disposal(request: HttpRequest) -> HttpResponse:
    """How much is due of each class, what waits for a second person, and the certificates."""
    waiting, decided = disposals.list_disposals(waiting=True), disposals.list_disposals(waiting=False)
    due = count_due(clock.now_ms())
    return answers.page(
        request,
        "records/disposal.html",
        heading=_("Disposal"),
        tab="disposal",
        due=[(classes()[class_id], number) for class_id, number in due.items() if number],
        waiting=[(each, classes().get(each.class_id), name_of_member(each.proposed_by_id)) for each in waiting],
        decided=[(each, classes().get(each.class_id)) for each in decided],
        states=states(),
    )


@role(*KEEPERS, methods=("GET", "POST"))
def show_due(request: HttpRequest, class_id: str) -> HttpResponse:
    """What is due of one class; choose, and propose."""
    record_class = classes().get(class_id)
    if record_class is None or record_class.action == "keep":
        raise NotFound
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            command = commands.ProposeDisposal(class_id=class_id, objects=tuple(request.POST.getlist("objects")))
            return answers.to(f"/records/disposal/{does(request, command)}", done="disposal-proposed")
        except Problem as problem:
            form.fails(problem)
    found = due_objects(record_class, clock.now_ms())
    return answers.page(
        request,
        "records/due.html",
        status=422 if form.errors else 200,
        heading=record_class.shown_title(),
        tab="disposal",
        form=form,
        record_class=record_class,
        due=found,
        free=sum(1 for each in found if each.hold is None and each.disposal_id is None),
        objects=describe(each.name for each in found),
        kinds=kinds(),
    )


@role(*KEEPERS, methods=("GET", "POST"))
def show_certificate(request: HttpRequest, disposal_id: int) -> HttpResponse:
    """One disposal: what was proposed, a second person's buttons, and afterwards the certificate."""
    disposal = disposals.read_disposal(disposal_id)
    if disposal is None:
        raise NotFound
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            if form.values.get("decision") == "approve":
                does(request, commands.ApproveDisposal(disposal_id=disposal_id))
                return answers.to(f"/records/disposal/{disposal_id}", done="disposed")
            because = str(form.values.get("because", ""))
            does(request, commands.RefuseDisposal(disposal_id=disposal_id, because=because))
            return answers.to(f"/records/disposal/{disposal_id}", done="saved")
        except Problem as problem:
            form.fails(problem)
    items = disposals.items_of(disposal_id)
    return answers.page(
        request,
        "records/certificate.html",
        status=422 if form.errors else 200,
        heading=_("Certificate of disposal") if disposal.state == "approved" else _("Proposed disposal"),
        tab="disposal",
        form=form,
        disposal=disposal,
        record_class=classes().get(disposal.class_id),
        proposed_by=name_of_member(disposal.proposed_by_id),
        decided_by=name_of_member(disposal.decided_by_id),
        is_own=disposal.proposed_by_id == actor_of(request).member_id,
        items=items,
        objects=describe(item.name for item in items),
        entries=entries_of(f"disposal/{disposal_id}"),
        kinds=kinds(),
        states=states(),
        fates=fates(),
    )
