"""What is found for a request: searching, and deciding about each record, with the parts that are taken out of it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.request_words import audiences, decisions, kinds_of_item, recognised
from coffeehouse.channels.web.requests import KEEPERS, account_typed, does, find, keep_looks
from coffeehouse.domain.requests import commands, queries, releasing, spotting
from coffeehouse.domain.requests.contents import Content
from coffeehouse.domain.requests.exemptions import EXEMPTIONS, OTHER_PEOPLE
from coffeehouse.domain.requests.queries import InformationRequest, ItemRow
from coffeehouse.kernel.errors import Invalid, NotFound, Problem
from coffeehouse.kernel.text import excerpt

PAGE = 50
_PLACE = re.compile(r"(text|warning):([0-9]{1,7}):([0-9]{1,7})")
_AFTER = re.compile(r"([0-9]{1,18})-([0-9]{1,19})")


@role(*KEEPERS, methods=("GET", "POST"))
def show_search(request: HttpRequest, request_id: int) -> HttpResponse:
    """Look for records by words, by whose and between days."""
    found = find(request_id)
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            made = does(request, _typed_search(found, form))
        except Problem as problem:
            form.fails(problem)
        else:
            return answers.to(
                f"/records/requests/{request_id}/items", done="gathered-cut" if made["is_cut"] else "gathered"
            )
    return answers.page(
        request, "records/request_search.html", status=422 if form.errors else 200, request_=found, form=form,
        heading=_("Look for records"), tab="requests", searches=queries.searches_of(request_id),
    )  # fmt: skip


def _typed_search(found: InformationRequest, form: Form) -> commands.GatherRecords:
    typed = {name: str(value).strip() for name, value in form.values.items()}
    handles = re.split(r"[\s,]+", typed.get("handles", ""))
    account_ids = tuple(account_id for handle in handles if (account_id := account_typed(handle, "handles")))
    return commands.GatherRecords(
        request_id=found.id,
        words=typed.get("words", ""),
        account_ids=account_ids,
        since_on=typed.get("since_on", ""),
        until_on=typed.get("until_on", ""),
    )


# ---- The list


@role(*KEEPERS, methods=("GET", "POST"))
def show_items(request: HttpRequest, request_id: int) -> HttpResponse:
    """What was found, by what was decided; several can be decided about at once."""
    found = find(request_id)
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            does(request, _typed_several(request, found))
        except Invalid as problem:
            form.fails(problem)
        else:
            return answers.to(f"/records/requests/{request_id}/items", done="saved")
    wanted = request.GET.get("decision")
    chosen = wanted if wanted in dict(decisions()) else None
    after = _AFTER.fullmatch(request.GET.get("after", ""))
    rows = queries.items_of(found.id, chosen, PAGE + 1, (int(after[1]), int(after[2])) if after else (-1, -1))
    shown = [(row, row.content) for row in rows[:PAGE]]
    keep_looks(request, found, (content.account_id for _row, content in shown if content.is_private))
    return answers.page(
        request,
        "records/request_items.html",
        status=422 if form.errors else 200,
        heading=_("Records found"),
        tab="requests",
        request_=found,
        form=form,
        chosen=chosen,
        items=shown,
        excerpt=_excerpt,
        counts=queries.count_items(found.id),
        decisions=decisions(),
        kinds=kinds_of_item(),
        exemptions=_exemptions(found),
        older=f"{rows[PAGE - 1].at}-{rows[PAGE - 1].id}" if len(rows) > PAGE else "",
    )


def _excerpt(content: Content) -> str:
    return excerpt(content.text or content.warning, 200)


def _typed_several(request: HttpRequest, found: InformationRequest) -> commands.DecideItems:
    ids = tuple(
        int(one) for one in request.POST.getlist("item_id") if one.isascii() and one.isdigit() and len(one) < 20
    )
    return commands.DecideItems(
        request_id=found.id,
        item_ids=ids,
        decision=request.POST.get("decision", ""),
        exemption=request.POST.get("exemption", ""),
        reason=request.POST.get("reason", ""),
    )


def _exemptions(found: InformationRequest) -> list[tuple[str, str]]:
    return [("", _("Choose"))] + [(each.cite, f"{each.cite}: {each.words}") for each in EXEMPTIONS[found.law]]


# ---- One record


@role(*KEEPERS, methods=("GET", "POST"))
def show_item(request: HttpRequest, request_id: int, item_id: int) -> HttpResponse:
    """Read it, and decide what becomes of it."""
    found = find(request_id)
    item = queries.read_item(request_id, item_id)
    if item is None:
        raise NotFound
    content = item.content
    removals = queries.removals_of(request_id).get(item_id, ())
    form = Form(_values(found, item))
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            does(request, _typed_decision(request, found, item, content, removals))
        except Problem as problem:
            form.fails(problem)
        else:
            return _next(request, found)
    keep_looks(request, found, [content.account_id] if content.is_private else [])
    own = queries.own_accounts(found)
    removed = [(each.part, each.start, each.end) for each in removals]
    return answers.page(
        request,
        "records/request_item.html",
        status=422 if form.errors else 200,
        heading=_("Decide about a record"),
        tab="requests",
        request_=found,
        item=item,
        content=content,
        form=form,
        spotted=[each for each in spotting.spot(content, own) if not spotting.is_taken_out(each, removed)],
        removals=[(each, _words_of(each, content)) for each in removals],
        released=releasing.release(content, queries.decided(item, removals), found.law, own),
        is_changed=bool(item.decision) and item.text_hash != content.text_hash,
        kind=kinds_of_item()[item.kind],
        audience=audiences().get(content.audience, ""),
        decisions=[each for each in decisions() if each[0]],
        recognised=recognised(),
        exemptions=_exemptions(found),
    )


def _values(found: InformationRequest, item: ItemRow) -> dict[str, Any]:
    return {
        "decision": item.decision,
        "exemption": item.exemption or OTHER_PEOPLE[found.law],
        "reason": item.reason,
        "shows_author": item.shows_author,
    }


def _next(request: HttpRequest, found: InformationRequest) -> HttpResponse:
    following = queries.next_undecided(found.id) if request.POST.get("and") == "next" else None
    where = f"/records/requests/{found.id}/items"
    return answers.to(where if following is None else f"{where}/{following}", done="saved")


def _words_of(removal: releasing.Removal, content: Content) -> str:
    """What is taken out, for those who decide."""
    text = {"text": content.text, "warning": content.warning}.get(removal.part)
    return text[removal.start : removal.end] if text is not None else removal.box


def _typed_decision(
    request: HttpRequest, found: InformationRequest, item: ItemRow, content: Content, known: tuple[Any, ...]
) -> commands.DecideItems:
    posted = request.POST
    decision = posted.get("decision", "")
    exemption, reason = posted.get("exemption", ""), posted.get("reason", "")
    removals: list[commands.Removal] = []
    if decision == "redact":
        removals = [
            commands.Removal(**each._asdict())
            for number, each in enumerate(known)
            if str(number) in posted.getlist("keep")
        ]
        removals += [
            commands.Removal(part=part, start=start, end=end, box=box, exemption=exemption, reason=reason)
            for part, start, end, box in _typed_parts(request, content)
        ]
    return commands.DecideItems(
        request_id=found.id,
        item_ids=(item.id,),
        decision=decision,
        exemption=exemption,
        reason=reason,
        shows_author=bool(posted.get("shows_author")),
        is_checked=bool(posted.get("is_checked")),
        text_hash=posted.get("text_hash", ""),
        removals=tuple(removals),
    )


def _typed_parts(request: HttpRequest, content: Content) -> list[tuple[str, int, int, str]]:
    """(part, start, end, box) of each part that was ticked or written. Raises Invalid for words that are not in it."""
    found = [
        (place[1], int(place[2]), int(place[3]), "")
        for each in request.POST.getlist("spot")
        if (place := _PLACE.fullmatch(each))
    ]
    for passage in request.POST.get("passages", "").splitlines():
        if passage.strip():
            found += _places(passage.strip(), content)
    for number, _file in enumerate(content.files, 1):
        part = f"attachment {number}"
        if request.POST.get(f"file-{number}"):
            found.append((part, 0, 0, ""))
        if request.POST.get(f"name-{number}"):
            found.append((f"{part} name", 0, 0, ""))
        if request.POST.get(f"description-{number}"):
            found.append((f"{part} description", 0, 0, ""))
        boxes = request.POST.get(f"boxes-{number}", "").splitlines()
        found += [(f"{part} picture", 0, 0, " ".join(box.split())) for box in boxes if box.strip()]
    return list(dict.fromkeys(found))


def _places(passage: str, content: Content) -> list[tuple[str, int, int, str]]:
    """Wherever these words stand."""
    found = [
        (part, place.start(), place.end(), "")
        for part, text in (("warning", content.warning), ("text", content.text))
        for place in re.finditer(re.escape(passage), text)
    ]
    if not found:
        raise Invalid(
            _("These words are not in it: %(words)s. Copy them as they stand there.") % {"words": passage[:80]},
            field="passages",
        )
    return found
