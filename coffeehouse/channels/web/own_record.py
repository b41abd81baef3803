"""What the house holds about you: see it, take it along, put it right, ask for it to be erased, ask for all of it."""

from __future__ import annotations

import tempfile
import zipfile
from typing import Any

import msgspec
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.knowing import OF_MEMBER
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.channels.web.records import names_of
from coffeehouse.channels.web.request_words import kinds_of_request, outcomes, states
from coffeehouse.domain import files
from coffeehouse.domain.cases.queries import reports_by
from coffeehouse.domain.records.commands import RequestErasure
from coffeehouse.domain.records.erasures import GROUNDS, erasures_of
from coffeehouse.domain.records.letters import letter
from coffeehouse.domain.requests import commands, own_record, queries
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound, Problem

IN_MEMORY = 8 * 1024 * 1024
README = (
    "This is what {house} holds about you as a member, made on {day}.\n\n"
    "record.json has everything in a form that other programs read: your membership, profile, posts with their earlier"
    " versions, drafts, whom you follow, what you marked, your apps, and what the ledger records about you.\n"
    "The folder media has the pictures, videos and sounds of your posts, the folder profile those of your profile.\n\n"
    "What others wrote about you is not here, since it is about them as well. Ask for it at"
    " {address}/settings/my-record and a person decides.\n"
)


def _member_id(request: HttpRequest) -> int:
    return actor_of(request).member_id or 0


def _own_account(request: HttpRequest) -> int:
    """The member's persona, whoever they speak for at the moment. Raises NotFound for a member without one."""
    found = own_record.accounts_of(_member_id(request))
    if not found:
        raise NotFound
    return found[0]


def words_of_parts() -> dict[str, str]:
    """What each kind of data is called."""
    return {
        "posts": _("Posts and answers of yours"),
        "boosts": _("Posts you boosted"),
        "drafts": _("Drafts you wrote"),
        "scheduled": _("Posts that wait for their time"),
        "profiles": _("Profiles"),
        "follows": _("People you follow"),
        "followers": _("People who follow you"),
        "blocks": _("People you block"),
        "mutes": _("People you mute"),
        "remarks": _("Private remarks of yours about others"),
        "lists": _("Lists"),
        "filters": _("Filters"),
        "favourites": _("Favourites"),
        "bookmarks": _("Bookmarks"),
        "votes": _("Votes in polls"),
        "reports": _("Reports you made"),
        "apps": _("Apps you let in"),
        "list_members": _("People on your lists"),
        "filter_words": _("Words in your filters"),
        "followed_tags": _("Hashtags you follow"),
        "featured_tags": _("Hashtags on your profile"),
        "endorsed": _("People you feature on your profile"),
        "blocked_servers": _("Servers you block"),
        "announcement_reactions": _("Reactions to announcements"),
        "sign_in_steps": _("Second steps of your sign-in"),
        "staff_directory": _("Links to a staff directory"),
        "push": _("Devices that get notifications"),
        "requests": _("Requests for information"),
        "erasures": _("Requests to be forgotten"),
        "seats": _("Seats at voices"),
    }


@signed_in("GET", "POST")
def show_own_record(request: HttpRequest) -> HttpResponse:
    """Everything in numbers, the ways to get, correct and erase it, and what became of your requests."""
    form = Form({"kind": "sar", "ground": "no_longer_needed"})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            return _ask(request)
        except Problem as problem:
            form.fails(problem, {"words": f"{request.POST.get('step', '')}_words"})
    member_id = _member_id(request)
    erasures = [each for account_id in own_record.accounts_of(member_id) for each in erasures_of(account_id)]
    asked = queries.requests_of(list(own_record.accounts_of(member_id)))
    reports = reports_by(own_record.accounts_of(member_id))
    names = [f"erasure/{each.id}" for each in erasures] + [f"report/{each.id}" for each in reports]
    return answers.page(
        request,
        "settings/my_record.html",
        status=422 if form.errors else 200,
        heading=_("My record"),
        tab="record",
        form=form,
        counts=own_record.count_parts(member_id),
        words=words_of_parts(),
        asked=asked,
        erasures=erasures,
        reports=reports,
        recorded={name: recorded_of(actor_of(request), name) for name in names},
        decided=recorded_of(actor_of(request), f"member/{member_id}", OF_MEMBER),
        letters={each.id: letter(each.id) for each in erasures if each.carried_out_at},
        kinds=kinds_of_request(),
        states=states(),
        outcomes=outcomes(),
        grounds=[(name, str(words)) for name, words in GROUNDS.items()],
        request_kinds=[("sar", _("Everything that is held about me")), ("foi", _("Information the body holds"))],
    )


def _ask(request: HttpRequest) -> HttpResponse:
    step, posted = request.POST.get("step", ""), request.POST
    if step == "ask":
        command: Any = commands.AskForRecords(kind=posted.get("kind", ""), words=posted.get("ask_words", ""))
    elif step == "erase":
        command = RequestErasure(
            account_id=_own_account(request),
            ground=posted.get("ground", ""),
            words=posted.get("erase_words", ""),
            objects=names_of(posted.get("objects", "")),
        )
    else:
        raise NotFound
    act(command, actor_of(request), "web")
    return answers.to("/settings/my-record", done="erasure-asked" if step == "erase" else "request-asked")


@signed_in("GET")
def show_own_answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """One of your requests, and its answer."""
    asked = queries.requests_of(list(own_record.accounts_of(_member_id(request))))
    found = next((each for each in asked if each.id == request_id), None)
    if found is None:
        raise NotFound
    return answers.page(
        request,
        "settings/my_answer.html",
        heading=found.reference,
        tab="record",
        form=None,
        one=found,
        kind=kinds_of_request()[found.kind],
        state=states()[found.state],
        outcome=outcomes().get(found.outcome, ""),
        pauses=queries.pauses_of(found.id),
        entries=recorded_of(actor_of(request), f"request/{found.id}"),
    )


@signed_in("GET")
def send_own_record(request: HttpRequest) -> HttpResponse:
    """All of it as one JSON file."""
    data = msgspec.json.encode(own_record.own_record(_member_id(request)))
    answer = HttpResponse(msgspec.json.format(data), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="my-record.json"'
    return answer


@signed_in("GET")
def send_own_archive(request: HttpRequest) -> HttpResponseBase:
    """The same with the pictures, videos and sounds, as a ZIP file."""
    member_id = _member_id(request)
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when it has been sent
    day = clock.day_text(clock.now_ms())
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(house=settings.BODY_NAME, day=day, address=settings.BASE_URL))
        archive.writestr("record.json", msgspec.json.format(msgspec.json.encode(own_record.own_record(member_id))))
        for name, key in own_record.own_files(member_id):
            path = files.path_of(key)
            if path.is_file():
                archive.write(path, name, zipfile.ZIP_STORED)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename="my-record.zip", content_type="application/zip")
