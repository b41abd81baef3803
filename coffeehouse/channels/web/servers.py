"""Other servers, for administrators: which there are, on what terms the house talks with each, and lists of many.

A list that somebody else made is looked through before it holds: what it would change stands beside what holds now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.federation.control_commands import DecideServer, FollowRelay, ImportServers, LeaveRelay, Terms
from coffeehouse.domain.federation.queries import Known, catalogue
from coffeehouse.domain.federation.queries.relays import list_relays
from coffeehouse.engine.act import act
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.relaying import find_relay
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel.errors import Invalid, NotFound, Problem
from coffeehouse.protocols.addresses import BadAddress
from coffeehouse.protocols.block_lists import BlockList, Listed, read_list, write_list

HERE = "/admin/federation"
FILTERS = ("", "decided", "suspended", "limited", "allowed")
LONGEST_LIST = 1_000_000


def states() -> dict[str, str]:
    """What a decision is called."""
    return {"open": _("Open"), "limited": _("Limited"), "suspended": _("Suspended"), "allowed": _("Allowed")}


@role("admin", methods=("GET",))
def show_servers(request: HttpRequest) -> HttpResponse:
    """The servers the house has met or decided about, by name; searched and narrowed."""
    words = request.GET.get("q", "").strip()[:260]
    state = request.GET.get("state", "")
    state = state if state in FILTERS else ""
    found = catalogue.list_servers(words, state, request.GET.get("after", "")[:260])
    return answers.page(
        request,
        "admin/servers.html",
        heading=_("Other servers"),
        tab="federation",
        part="servers",
        mode=settings.FEDERATION,
        words=words,
        state=state,
        states=states(),
        filters=[
            ("", _("Every server")), ("decided", _("With terms of their own")), ("suspended", _("Suspended")),
            ("limited", _("Limited")), ("allowed", _("Allowed")),
        ],
        form=Form({"q": words, "state": state}),
        servers=found,
        counts=catalogue.count_by_state(),
        more=found[-1].host if len(found) == catalogue.A_PAGE else "",
    )  # fmt: skip


@role("admin", methods=("GET", "POST"))
def show_server(request: HttpRequest, host: str) -> HttpResponse:
    """GET: one server and what was decided about it. POST: decide."""
    server = catalogue.read_server(host)
    form = Form(_terms_now(server))
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            done = act(_decision(form, host), actor_of(request), "web")
        except Problem as problem:
            form.fails(problem, {"host": ""})
        else:
            return answers.to(f"{HERE}/servers/{done.result}", done="saved")
    return answers.page(
        request,
        "admin/server.html",
        status=422 if form.errors else 200,
        heading=host,
        tab="federation",
        part="servers",
        mode=settings.FEDERATION,
        form=form,
        host=host,
        server=server,
        states=states(),
        decisions=catalogue.decisions_about(host),
    )


def _terms_now(server: catalogue.Listed | None) -> dict[str, Any]:
    if server is None:
        return {"state": "open"}
    return {
        "state": server.state,
        "rejects_media": server.rejects_media,
        "budget": "" if server.budget is None else str(server.budget),
        "reason": server.reason,
    }


def _decision(form: Form, host: str) -> DecideServer:
    budget = str(form.values.get("budget", "")).strip()
    return DecideServer(
        host=host,
        state=str(form.values.get("state", "")),
        rejects_media=bool(form.values.get("rejects_media")),
        # What is no number is none that fits: the command says at the field what would.
        budget=None if not budget else int(budget) if budget.isascii() and budget.isdigit() and len(budget) < 9 else 0,
        reason=str(form.values.get("reason", "")),
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A server of a list beside what holds now. change: new, changed, weaker (than what holds) or same."""

    listed: Listed
    now: str
    change: str


STRENGTH = {"allowed": 0, "open": 0, "limited": 1, "suspended": 2}


def _proposals(found: BlockList) -> list[Proposal]:
    held = catalogue.terms_of([server.host for server in found.servers])
    proposals = []
    for server in found.servers:
        state, rejects_media, _reason = held.get(server.host, ("open", False, ""))
        if STRENGTH[server.state] < STRENGTH[state] or (rejects_media and not server.rejects_media):
            change = "weaker"
        elif (server.state, server.rejects_media) == (state, rejects_media):
            change = "same"
        else:
            change = "changed" if state != "open" or rejects_media else "new"
        proposals.append(Proposal(server, state, change))
    return proposals


@role("admin", methods=("GET", "POST"))
def show_server_import(request: HttpRequest) -> HttpResponse:
    """GET: take a list. POST: let one hold that was looked through, but for what is left out."""
    form = Form()
    if request.method != "POST":
        return _import_page(request, form)
    form = Form.typed(request.POST)
    text = _list_text(request)
    found = read_list(text, settings.DOMAIN.lower())
    left_out = set(request.POST.getlist("leave"))
    reason = str(form.values.get("reason", "")).strip() or _("From a block list.")
    terms = tuple(
        Terms(
            host=each.listed.host,
            state=each.listed.state,
            rejects_media=each.listed.rejects_media,
            reason=each.listed.reason or reason,
        )
        for each in _proposals(found)
        if each.change != "same" and each.listed.host not in left_out
    )
    try:
        act(ImportServers(terms=terms), actor_of(request), "web")
    except Problem as problem:
        return _review_page(request, form.fails(problem), text, left_out)
    return answers.to(HERE, done="saved", state="decided")


@role("admin", methods=("GET", "POST"))
def show_server_review(request: HttpRequest) -> HttpResponse:
    """POST: what a list would change, before anything holds. GET: there is no list yet."""
    if request.method != "POST":
        return answers.to(f"{HERE}/import")
    form = Form.typed(request.POST)
    text = _list_text(request)
    found = read_list(text, settings.DOMAIN.lower())
    if not found.servers:
        form.errors["list"] = _("Choose a file or paste a list that names at least one server.")
        return _import_page(request, form, found=found)
    return _review_page(request, form, text, None)


def _list_text(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return bytes(file.read(LONGEST_LIST)).decode("utf-8", "replace")
    return request.POST.get("list", "")[:LONGEST_LIST]


def _import_page(request: HttpRequest, form: Form, *, found: BlockList | None = None) -> HttpResponse:
    return answers.page(
        request,
        "admin/server_import.html",
        status=422 if form.errors else 200,
        heading=_("Import a list of servers"),
        tab="federation",
        part="import",
        form=form,
        unread_lines=found.unread if found else (),
    )


def _review_page(request: HttpRequest, form: Form, text: str, left_out: set[str] | None) -> HttpResponse:
    found = read_list(text, settings.DOMAIN.lower())
    proposals = _proposals(found)
    changing = [each for each in proposals if each.change != "same"]
    if left_out is None:
        left_out = {each.listed.host for each in changing if each.change == "weaker"}
    return answers.page(
        request,
        "admin/server_review.html",
        status=422 if form.errors else 200,
        heading=_("Look through the list"),
        tab="federation",
        part="import",
        form=form,
        text=text,
        unread_lines=found.unread,
        is_cut=found.is_cut,
        proposals=changing,
        same=len(proposals) - len(changing),
        left_out=left_out,
        states=states(),
    )


@role("admin", methods=("GET",))
def send_servers(_request: HttpRequest) -> HttpResponse:
    """What the house limits and suspends, as a list that other servers import."""
    rows = (Listed(*row) for row in catalogue.restricted_servers())
    response = HttpResponse(write_list(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="domain_blocks.csv"'
    return response


@role("admin", methods=("GET", "POST"))
def show_relays(request: HttpRequest) -> HttpResponse:
    """GET: the relays the house follows. POST: ask one, leave one."""
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            act(_relay_command(request), actor_of(request), "web")
        except NotFound:
            raise
        except Problem as problem:
            form.fails(problem)
        else:
            return answers.to(f"{HERE}/relays", done="saved")
    return answers.page(
        request,
        "admin/relays.html",
        status=422 if form.errors else 200,
        heading=_("Relays"),
        tab="federation",
        part="relays",
        form=form,
        relays=list_relays(),
    )


def _relay_command(request: HttpRequest) -> FollowRelay | LeaveRelay:
    if request.POST.get("decision") == "leave":
        return LeaveRelay(relay_id=number(request, "relay_id"))
    return FollowRelay(account_id=_found_relay(request.POST.get("relay", "")[:2_000]).id)


def _found_relay(address: str) -> Known:
    try:
        known = find_relay(address)
    except MustWait as error:
        raise Invalid(_("The relay does not answer in time. Try again in a minute."), field="relay") from error
    except (Unfetched, BadAddress) as error:
        raise Invalid(
            _("No relay answers at this address. Check it with whoever runs the relay."), field="relay"
        ) from error
    if known is None:
        raise Invalid(_("No relay answers at this address. Check it with whoever runs the relay."), field="relay")
    return known
