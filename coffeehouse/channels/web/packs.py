"""Release packs, for those who keep the records: what can be packed, how far each has come, the file, its removal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.domain.context import Command
from coffeehouse.domain.packs import commands, keeping, queries
from coffeehouse.domain.packs.queries import PACKABLE, PackRow
from coffeehouse.domain.requests.contents import author_of_member
from coffeehouse.domain.requests.queries import InformationRequest, list_requests, read_request
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound

KEEPERS = ("records", "admin")


@dataclass(frozen=True, slots=True)
class Shown:
    """A pack as pages show it. state: in the reader's words."""

    pack: PackRow
    state: str
    made_by: str
    size: str


def shown_states() -> dict[str, str]:
    """What each state of a pack is called."""
    return {
        "making": _("Being made"),
        "written": _("Waits for the ledger’s next checkpoint"),
        "ready": _("Ready"),
        "failed": _("Could not be made"),
        "removed": _("Removed"),
    }


def show(pack: PackRow) -> Shown:
    """With names instead of numbers."""
    return Shown(pack, shown_states()[pack.state], author_of_member(pack.made_by_id)[1].name, in_bytes(pack.size))


def in_bytes(size: int) -> str:
    """`1.4 MB`."""
    for unit, digits in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= digits:
            return f"{size / digits:.1f} {unit}"
    return f"{size} B"


def packable(chosen: str = "") -> list[InformationRequest]:
    """Answered requests that release something and have no pack, latest first; the chosen one also when it is old."""
    found = {each.id: each for each in list_requests(is_open=False)}
    older = read_request(int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    if older is not None:
        found.setdefault(older.id, older)
    return [each for each in found.values() if _may_be_packed(each)]


def _may_be_packed(request: InformationRequest) -> bool:
    if request.state != "answered" or request.outcome not in PACKABLE:
        return False
    return not any(pack.is_under_way or pack.state == "ready" for pack in queries.packs_of(request.id))


def _may_be_packed_again(pack: PackRow) -> bool:
    request = read_request(pack.request_id)
    return request is not None and _may_be_packed(request)


def does(request: HttpRequest, command: Command) -> Any:
    """Do it as whoever is signed in; what came of it."""
    return act(command, actor_of(request), "web").result


@role(*KEEPERS, methods=("GET", "POST"))
def show_packs(request: HttpRequest) -> HttpResponse:
    """Every pack, latest first, and the requests one can be made of."""
    form = Form({"language": get_language()})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            command = commands.MakePack(
                request_id=number(request, "request_id"), language=request.POST.get("language", "en")
            )
            return answers.to(f"/records/packs/{does(request, command)}", done="pack-asked")
        except (Conflict, Invalid) as problem:
            form.fails(problem)
    chosen = str(request.GET.get("request") or form.values.get("request_id", ""))
    return answers.page(
        request,
        "records/packs.html",
        status=422 if form.errors else 200,
        heading=_("Release packs"),
        tab="packs",
        form=form,
        packs=[show(pack) for pack in queries.list_packs()],
        requests=packable(chosen),
        chosen=chosen,
    )


@role(*KEEPERS, methods=("GET", "POST"))
def show_pack(request: HttpRequest, pack_id: int) -> HttpResponseBase:
    """One pack: how far it has come, what it is; its file, and its removal."""
    pack = _find(pack_id)
    if request.method != "POST":
        return _page(request, pack, Form())
    form = Form.typed(request.POST)
    try:
        if request.POST.get("step") == "take":
            return _send(request, pack)
        does(request, commands.RemovePack(pack_id=pack.id, because=request.POST.get("because", "")))
    except (Conflict, Invalid) as problem:
        return _page(request, _find(pack_id), form.fails(problem))
    return answers.to(f"/records/packs/{pack_id}", done="pack-removed")


def _page(request: HttpRequest, pack: PackRow, form: Form) -> HttpResponse:
    return answers.page(
        request,
        "records/pack.html",
        status=422 if form.errors else 200,
        heading=_("Release pack of %(reference)s") % {"reference": pack.reference},
        tab="packs",
        form=form,
        shown=show(pack),
        entries=recorded_of(actor_of(request), f"pack/{pack.id}"),
        may_retry=pack.state == "failed" and _may_be_packed_again(pack),
    )


def _send(request: HttpRequest, pack: PackRow) -> HttpResponseBase:
    """The file itself; who took it is recorded, so this is a form and no link."""
    file = keeping.file_of(pack.id)
    if pack.state == "ready" and not file.is_file():
        raise Conflict(_("The file of this pack is gone. Remove the pack and make it again."))
    does(request, commands.TakePack(pack_id=pack.id))
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=f"{pack.reference}.zip", content_type="application/zip"
    )


def _find(pack_id: int) -> PackRow:
    pack = queries.read_pack(pack_id)
    if pack is None:
        raise NotFound
    return pack
