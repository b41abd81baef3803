"""Requests for information and for one's own data, for those who keep the records: the list, a new one, its clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.knowing import OF_REQUEST
from coffeehouse.channels.web.looking import keep_look
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.channels.web.request_words import kinds_of_request, laws, nations, outcomes, pauses_of_law, states
from coffeehouse.domain.context import Command
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.records.holds import HoldRow, holds_of_request
from coffeehouse.domain.requests import commands, queries
from coffeehouse.domain.requests.contents import author_of, author_of_member
from coffeehouse.domain.requests.queries import InformationRequest
from coffeehouse.domain.requests.statutes import days_left
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock, working_days
from coffeehouse.kernel.errors import Invalid, NotFound, Problem

KEEPERS = ("records", "admin")
# A post's address, whole or from the slash on, or its number alone.
_POST = re.compile(r"(?:\S*/@[^/\s]+/)?([0-9]{1,18})")
SOON = 5
"""Days left from which a request is marked as due soon."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as the list shows it. left: days until and with the last, None while its clock stands still."""

    request: InformationRequest
    kind: str
    state: str
    owner: str
    left: int | None
    standing: str

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed."""
        return self.left is not None and self.left < 0

    @property
    def is_soon(self) -> bool:
        """Whether it is close."""
        return self.left is not None and 0 <= self.left <= SOON


def show(request: InformationRequest) -> Shown:
    """With its clock as it stands today."""
    today = working_days.local_day(clock.now_ms())
    left = None
    if request.is_open and request.due_on:
        left = days_left(request.statute, request.nation, today, date.fromisoformat(request.due_on))
    return Shown(
        request,
        kinds_of_request()[request.kind],
        states()[request.state],
        author_of_member(request.owner_id)[1].name,
        left,
        outcomes().get(request.outcome, "") if request.state == "answered" else "",
    )


def find(request_id: int) -> InformationRequest:
    """Raises NotFound."""
    found = queries.read_request(request_id)
    if found is None:
        raise NotFound
    return found


def keep_looks(request: HttpRequest, found: InformationRequest, author_ids: Iterable[int | None]) -> None:
    """Keep whose words that not everybody can read are read for this request. author_ids: accounts."""
    members = (people.member_of_account(account_id) for account_id in author_ids if account_id is not None)
    keep_look(request, members, "request", f"request {found.reference}")


def does(request: HttpRequest, command: Command) -> Any:
    """Do it as whoever is signed in; what came of it."""
    return act(command, actor_of(request), "web").result


# ---- The list


@role(*KEEPERS, methods=("GET", "POST"))
def show_requests(request: HttpRequest) -> HttpResponse:
    """What waits, soonest first, or what is closed; and messages that look like requests, each with one click."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            return _with_message(request)
        except Invalid as problem:
            form.fails(problem)
    is_open = request.GET.get("state") != "closed"
    return answers.page(
        request,
        "records/requests.html",
        status=422 if form.errors else 200,
        heading=_("Requests"),
        tab="requests",
        form=form,
        is_open=is_open,
        shown=[show(each) for each in queries.list_requests(is_open=is_open)],
        recognised=queries.recognised(clock.now_ms()) if is_open else [],
        kinds=kinds_of_request(),
        soon=SOON,
    )


def _with_message(request: HttpRequest) -> HttpResponse:
    """Start the clock of a message, or say that it is no request."""
    post_id = number(request, "post_id")
    if request.POST.get("decision") == "dismiss":
        does(request, commands.DismissMessage(post_id=post_id, reason=request.POST.get("reason", "")))
        return answers.to("/records/requests", done="saved")
    kind = request.POST.get("kind", "")
    law = "uk_gdpr" if kind == "sar" else "foisa" if settings.NATION == "scotland" else "foia"
    made = does(request, commands.OpenRequest(law=law, nation=settings.NATION, source_post_id=post_id))
    return answers.to(f"/records/requests/{made['id']}", done="request-opened")


@role(*KEEPERS, methods=("GET", "POST"))
def show_new_request(request: HttpRequest) -> HttpResponse:
    """One that came by letter, telephone or in person."""
    law = "foisa" if settings.NATION == "scotland" else "foia"
    form = Form({"law": law, "nation": settings.NATION, "message": request.GET.get("post", "")})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            made = does(request, _typed_request(form))
        except Problem as problem:
            form.fails(problem)
        else:
            return answers.to(f"/records/requests/{made['id']}", done="request-opened")
    return answers.page(
        request, "records/request_new.html", status=422 if form.errors else 200, heading=_("A new request"),
        tab="requests", form=form, laws=laws(), nations=nations(),
    )  # fmt: skip


def _typed_request(form: Form) -> commands.OpenRequest:
    typed = {name: str(value).strip() for name, value in form.values.items()}
    return commands.OpenRequest(
        law=typed.get("law", ""),
        nation=typed.get("nation", ""),
        words=typed.get("words", ""),
        asker_name=typed.get("asker_name", ""),
        asker_contact=typed.get("asker_contact", ""),
        subject_account_id=account_typed(typed.get("subject", ""), "subject"),
        source_post_id=_message_typed(typed.get("message", "")),
        received_on=typed.get("received_on", ""),
    )


def _message_typed(address: str) -> int | None:
    """The post that an address of this house names; None for nothing. Raises Invalid for any other address."""
    if not address:
        return None
    found = _POST.fullmatch(address)
    if found is None:
        raise Invalid(_("Copy the address of the message, such as /@ada/123."), field="message")
    return int(found[1])


def account_typed(handle: str, field: str) -> int | None:
    """The account a handle names; None for nothing. Raises Invalid for somebody who is not here."""
    if not handle:
        return None
    found = people.account_id_of(handle)
    if found is None:
        raise Invalid(_("Nobody here has this handle. Check how it is written."), field=field)
    return found


# ---- One request


@role(*KEEPERS, methods=("GET", "POST"))
def show_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Everything about one: who asked what, its clock, its searches, how far the decisions are, its answer."""
    found = find(request_id)
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            _change(request, found)
        except Problem as problem:
            form.fails(problem, _fields(request))
        else:
            return answers.to(f"/records/requests/{request_id}", done="saved")
        found = find(request_id)
    return answers.page(
        request, "records/request.html", status=422 if form.errors else 200,
        entries=recorded_of(actor_of(request), f"request/{request_id}", OF_REQUEST), **_about(found, form),
    )  # fmt: skip


def _fields(request: HttpRequest) -> dict[str, str]:
    """Each part of the page has a reason of its own."""
    step = request.POST.get("step", "")
    return {"reason": f"{step}_reason", "on": f"{step}_on"}


def _change(request: HttpRequest, found: InformationRequest) -> None:
    step, posted = request.POST.get("step", ""), request.POST
    reason, on = posted.get(f"{step}_reason", ""), posted.get(f"{step}_on", "")
    makes: dict[str, Command] = {
        "take": commands.TakeRequest(request_id=found.id),
        "give-back": commands.TakeRequest(request_id=found.id, is_taken=False),
        "pause": commands.PauseClock(request_id=found.id, kind=posted.get("kind", ""), reason=reason, on=on),
        "resume": commands.ResumeClock(request_id=found.id, on=on),
        "extend": commands.ExtendRequest(request_id=found.id, reason=reason),
        "withdraw": commands.WithdrawRequest(request_id=found.id, reason=reason),
    }
    if step not in makes:
        raise NotFound
    does(request, makes[step])


def _about(found: InformationRequest, form: Form) -> dict[str, Any]:
    pauses = queries.pauses_of(found.id)
    counts = queries.count_items(found.id)
    return {
        "heading": found.reference,
        "tab": "requests",
        "form": form,
        "shown": show(found),
        "request_": found,
        "law": found.statute,
        "subject": author_of(found.subject_account_id).name,
        "source": _source(found),
        "pauses": pauses,
        "stands_still": any(not pause.ended_on for pause in pauses),
        "pause_kinds": pauses_of_law(found.statute.pauses),
        "searches": queries.searches_of(found.id),
        "counts": counts,
        "total": sum(counts.values()),
        "holds": _in_force(found.id),
        "outcome": outcomes().get(found.outcome, ""),
        "people": {
            name: author_of_member(member_id)[1].name
            for name, member_id in (("proposed", found.proposed_by_id), ("signed", found.signed_by_id))
        },
        "nation": dict(nations())[found.nation],
    }


def _source(found: InformationRequest) -> str:
    """Where the message stands that it came with, if it still does."""
    if found.source_post_id is None or found.asker_account_id is None:
        return ""
    acct = author_of(found.asker_account_id).name.rpartition("@")[2].rstrip(")")
    return f"/@{acct}/{found.source_post_id}" if acct else ""


def _in_force(request_id: int) -> list[HoldRow]:
    return [hold for hold in holds_of_request(request_id) if hold.lifted_at is None]
