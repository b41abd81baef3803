"""Requests to be forgotten, for those who keep the records: what the rules propose for each record, another choice with
a reason, carrying out, and the letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.looking import keep_look
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.channels.web.records import KEEPERS, does, kinds
from coffeehouse.domain.people.queries import member_of_account
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.answering import fate_of, way_to
from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.describing import account_called, describe, name_of_account, name_of_member
from coffeehouse.domain.records.erasures import (
    GROUNDS,
    Erasure,
    Item,
    Tally,
    items_of,
    list_erasures,
    read_erasure,
    tallies,
)
from coffeehouse.domain.records.letters import letter, reason
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound, Problem

MOST_SHOWN = 200


def outcomes() -> dict[str, str]:
    """What each outcome is called."""
    return {"erase": _("Erase"), "restrict": _("Restrict"), "keep": _("Keep")}


def states() -> dict[str, str]:
    """What each state of a request is called."""
    return {"open": _("Open"), "running": _("Under way"), "carried_out": _("Carried out")}


@role(*KEEPERS, methods=("GET", "POST"))
def show_erasures(request: HttpRequest) -> HttpResponse:
    """What waits, soonest due first, or what was carried out; and a request for somebody who asked by letter."""
    form = Form({"ground": "no_longer_needed"})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            return answers.to(f"/records/erasures/{does(request, _asked(form))}", done="saved")
        except Problem as problem:
            form.fails(problem, {"account_id": "person"})
    is_open = request.GET.get("state") != "closed"
    found = list_erasures(is_open=is_open)
    return answers.page(
        request,
        "records/erasures.html",
        status=422 if form.errors else 200,
        heading=_("Requests to erase"),
        tab="erasures",
        form=form,
        is_open=is_open,
        erasures=[(each, name_of_account(each.account_id)) for each in found],
        grounds=[(name, str(words)) for name, words in GROUNDS.items()],
        states=states(),
        now=clock.now_ms(),
    )


def _asked(form: Form) -> commands.RequestErasure:
    account_id = account_called(str(form.values.get("person", "")))
    if account_id is None:
        raise Invalid(_("Nobody here is called that. Write a handle, such as @ada."), field="person")
    return commands.RequestErasure(
        account_id=account_id, ground=str(form.values.get("ground", "")), words=str(form.values.get("words", ""))
    )


@role(*KEEPERS, methods=("GET", "POST"))
def show_erasure(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """One request: its records with what becomes of each, and the letter."""
    erasure = read_erasure(erasure_id)
    if erasure is None:
        raise NotFound
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            if form.values.get("step") == "carry-out":
                does(request, commands.CarryOutErasure(erasure_id=erasure_id))
                return answers.to(f"/records/erasures/{erasure_id}", done="erased")
            does(request, _chosen(erasure_id, form))
            return answers.to(f"/records/erasures/{erasure_id}", done="saved", anchor="items")
        except Problem as problem:
            form.fails(problem, {"because": "choice_because"})
    items = items_of(erasure_id, MOST_SHOWN)
    keep_look(request, [member_of_account(erasure.account_id)], "erasure", f"erasure/{erasure_id}")
    return answers.page(
        request,
        "records/erasure.html",
        status=422 if form.errors else 200,
        heading=_("Request to erase"),
        tab="erasures",
        form=form,
        person=name_of_account(erasure.account_id),
        asked_by=name_of_member(erasure.asked_by_id),
        carried_out_by=name_of_member(erasure.carried_out_by_id),
        ground=str(GROUNDS.get(erasure.ground, erasure.ground)),
        entries=recorded_of(actor_of(request), f"erasure/{erasure_id}"),
        **_items(erasure, items),
    )


def _items(erasure: Erasure, items: list[Item]) -> dict[str, object]:
    """The records of a request, as the page shows them."""
    found = tallies(erasure.id)
    return {
        "erasure": erasure,
        "states": states(),
        "items": items,
        "more": sum(tally.number for tally in found) - len(items),
        "objects": describe(item.name for item in items),
        "reasons": {item.name: _reason(item) for item in items},
        "tallies": [(tally, classes()[tally.class_id], reason(tally)) for tally in found],
        "kinds": kinds(),
        "outcomes": outcomes(),
        "letter": letter(erasure.id),
        "way": way_to(erasure.account_id).way,
        "fate": fate_of(erasure.id),
        "is_late": erasure.state == "open" and erasure.due_at < clock.now_ms(),
    }


def _reason(item: Item) -> str:
    return reason(Tally(item.outcome, item.class_id, item.rule, item.because, 1))


def _chosen(erasure_id: int, form: Form) -> commands.ChooseOutcome:
    return commands.ChooseOutcome(
        erasure_id=erasure_id,
        object=str(form.values.get("object", "")),
        outcome=str(form.values.get("outcome", "")),
        because=str(form.values.get("choice_because", "")),
    )
