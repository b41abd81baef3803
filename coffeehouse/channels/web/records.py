"""The home of those who keep the records, and legal holds: what may neither be disposed of nor erased, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.domain.capture.queries import statements
from coffeehouse.domain.context import Command
from coffeehouse.domain.packs.queries import list_packs
from coffeehouse.domain.records import commands, disposals, erasures, holds, preserved
from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.describing import account_called, describe, name_of_account, name_of_member
from coffeehouse.domain.records.due import count_due
from coffeehouse.domain.records.holds import HoldRow
from coffeehouse.domain.records.witness_queries import count_unexplained
from coffeehouse.domain.requests.queries import list_requests
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound, Problem
from coffeehouse.ledger.witnesses import list_witnesses

KEEPERS = ("records", "admin")


@dataclass(frozen=True, slots=True)
class Part:
    """One way from the home page: what it is, and how much is there. is_work: somebody has to do something about it."""

    href: str
    title: str
    about: str
    count: int = 0
    is_work: bool = True


@dataclass(frozen=True, slots=True)
class ShownHold:
    """A hold with names in place of numbers."""

    hold: HoldRow
    person: str
    placed_by: str
    lifted_by: str
    object_count: int


def does(request: HttpRequest, command: Command) -> Any:
    """Do it as whoever is signed in; the result."""
    return act(command, actor_of(request), "web").result


def kinds() -> dict[str, str]:
    """What each kind of object is called."""
    return {
        "post": _("Post"), "message": _("Direct message"), "draft": _("Draft"), "scheduled": _("Scheduled post"),
        "report": _("Report"), "note": _("Private remark"), "person": _("Person"),
        "request": _("Request"), "erasure": _("Request to erase"),
    }  # fmt: skip


@role(*KEEPERS, methods=("GET",))
def show_records(request: HttpRequest) -> HttpResponse:
    """Every part of the record, with what waits in it; and the record classes with their times."""
    due = count_due(clock.now_ms())
    return answers.page(
        request,
        "records/home.html",
        heading=_("Records"),
        tab="home",
        parts=_parts(sum(due.values())),
        classes=list(classes().values()),
        due=due,
    )


def _parts(due: int) -> list[Part]:
    latest = statements(1)
    gaps = len(latest[0].said.gaps) if latest else 0
    packs = sum(1 for pack in list_packs() if pack.is_under_way)
    return [
        Part("/records/requests", _("Requests"), _("For information, and for one’s own data, with their clocks."),
             len(list_requests())),
        Part("/records/erasures", _("Requests to erase"), _("What is erased, restricted or kept, and why."),
             erasures.count_open()),
        Part("/records/holds", _("Holds"), _("What must stay as it is, and why."), holds.count_holds(), is_work=False),
        Part("/records/disposal", _("Disposal"), _("What is due, decided by two people, with certificates."),
             due + disposals.count_waiting()),
        Part("/records/preserved", _("Out of sight"), _("Deleted while on hold, or restricted."),
             preserved.count_preserved(), is_work=False),
        Part("/records/packs", _("Release packs"), _("Answers as files that anybody can check."), packs),
        Part("/records/completeness", _("Completeness"), _("Whether everything that came was recorded."), gaps),
        Part("/records/witnesses", _("Checkpoints and witnesses"), _("Who else vouches for the ledger."),
             count_unexplained() + sum(1 for witness in list_witnesses() if witness.problem)),
        Part("/records/members", _("People"), _("What is held about somebody; each look says what for.")),
        Part("/records/settings", _("Settings"), _("How the house was set up, and when that changed.")),
    ]  # fmt: skip


# ---- Holds


@role(*KEEPERS, methods=("GET", "POST"))
def show_holds(request: HttpRequest) -> HttpResponse:
    """Holds in force, or those that were lifted; and the form for a new one."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            hold_id = does(request, _place(form))
            return answers.to(f"/records/holds/{hold_id}", done="hold-placed")
        except Problem as problem:
            form.fails(problem, {"account_id": "person"})
    lifted = request.GET.get("state") == "lifted"
    return answers.page(
        request,
        "records/holds.html",
        status=422 if form.errors else 200,
        heading=_("Holds"),
        tab="holds",
        form=form,
        is_lifted=lifted,
        holds=[_shown(hold) for hold in holds.list_holds(lifted=lifted)],
    )


def _place(form: Form) -> commands.PlaceHold:
    person = str(form.values.get("person", "")).strip()
    account_id = account_called(person) if person else None
    if person and account_id is None:
        raise Invalid(_("Nobody here is called that. Write a handle, such as @ada."), field="person")
    return commands.PlaceHold(
        because=str(form.values.get("because", "")), objects=_names(form, "objects"), account_id=account_id
    )


def names_of(written: str) -> tuple[str, ...]:
    """Records as people write them: one a line or between commas; the address of a post is as good as its number."""
    return tuple(_name(word) for word in written.replace(",", " ").split())


def _names(form: Form, field: str) -> tuple[str, ...]:
    return names_of(str(form.values.get(field, "")))


def _name(word: str) -> str:
    kept = word.rstrip("/")
    parts = kept.split("/")
    if "@" in kept and len(parts) > 1 and parts[-2].startswith("@"):
        return f"post/{parts[-1]}"
    return kept


def _shown(hold: HoldRow) -> ShownHold:
    return ShownHold(
        hold, name_of_account(hold.account_id), name_of_member(hold.placed_by_id), name_of_member(hold.lifted_by_id),
        len(holds.objects_of_hold(hold.id)),
    )  # fmt: skip


@role(*KEEPERS, methods=("GET", "POST"))
def show_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """One hold: what it names, add to it, lift it."""
    hold = holds.read_hold(hold_id)
    if hold is None:
        raise NotFound
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            if form.values.get("step") == "lift":
                does(request, commands.LiftHold(hold_id=hold_id, because=str(form.values.get("because", ""))))
                return answers.to(f"/records/holds/{hold_id}", done="hold-lifted")
            does(request, commands.WidenHold(hold_id=hold_id, objects=_names(form, "objects")))
            return answers.to(f"/records/holds/{hold_id}", done="saved")
        except Problem as problem:
            form.fails(problem)
    return answers.page(
        request,
        "records/hold.html",
        status=422 if form.errors else 200,
        heading=_("Hold"),
        tab="holds",
        form=form,
        shown=_shown(hold),
        objects=describe(holds.objects_of_hold(hold_id)),
        entries=recorded_of(actor_of(request), f"hold/{hold_id}"),
        kinds=kinds(),
    )


# ---- What is kept out of sight


@role(*KEEPERS, methods=("GET",))
def show_preserved(request: HttpRequest) -> HttpResponse:
    """What nobody else sees any more: what, since when, and why it is still there. Not what it says."""
    found = preserved.list_preserved()
    return answers.page(
        request,
        "records/preserved.html",
        heading=_("Out of sight"),
        tab="preserved",
        preserved=[(each, classes()[each.class_id], name_of_account(each.account_id)) for each in found],
        objects=describe(each.name for each in found),
        kinds=kinds(),
    )
