"""The pages on which a team reads its drafts and decides about them: the queue, one draft, its revision, the calendar.

What a member may see and do is said by the queries and decided by the engine; a page only leaves out what would fail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, draft_showing
from coffeehouse.channels.web.access import signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.choices import languages, visibilities
from coffeehouse.channels.web.console import time_in, typed_time
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.looking import keep_look
from coffeehouse.channels.web.receipts import recorded_of_draft
from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts.commands import DescribeMedia
from coffeehouse.domain.publishing import commands
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Invalid, NotFound, Problem

Shown = dict[str, Any]
QUEUES = ("held", "changes_asked", "approved")


def _member(request: HttpRequest) -> int:
    return actor_of(request).member_id or 0


@signed_in("GET")
def show_queue(request: HttpRequest) -> HttpResponse:
    """What waits for somebody of this member's teams: the most urgent first, then the oldest."""
    drafts = publishing.drafts_for(_member(request), QUEUES)
    keep_look(request, (held["member_id"] for held in drafts if held["voice_id"] is None), "review", "queue")
    found = [draft_showing.in_list(held) for held in drafts]
    form = Form({name: request.GET.get(name, "") for name in ("voice", "author", "rule", "criticality", "state")})
    form.values["state"] = form.values["state"] or "held"
    shown = [each for each in found if _fits(each, form.values)]
    return answers.page(
        request,
        "review/queue.html",
        heading=_("Drafts to review"),
        tab="queue",
        form=form,
        items=draft_showing.most_urgent_first(shown),
        due=[draft_showing.in_list(held) for held in publishing.reviews_due(_member(request))],
        voices=_offered(found, "voice"),
        authors=_offered(found, "author"),
        rules=[("", _("Any")), *((rule, rule) for rule in sorted({rule for each in found for rule in each["rules"]}))],
        criticalities=[("", _("Any")), *draft_showing.criticalities().items()],
        states=[(state, draft_showing.states()[state]) for state in QUEUES] + [("all", _("All that is open"))],
    )


def _offered(found: list[Shown], name: str) -> list[tuple[str, str]]:
    return [("", _("Any")), *((value, value) for value in sorted({each[name] for each in found}))]


def _fits(each: Shown, wanted: dict[str, Any]) -> bool:
    """Whether a draft is one of those the filter asks for."""
    return (
        (wanted["state"] in ("all", each["state"]))
        and wanted["voice"] in ("", each["voice"])
        and wanted["author"] in ("", each["author"])
        and wanted["criticality"] in ("", each["criticality"])
        and (not wanted["rule"] or wanted["rule"] in each["rules"])
    )


def _find(request: HttpRequest, held_id: int) -> dict[str, Any]:
    """The draft, or NotFound where this member may not know of it."""
    held = publishing.read_draft(_member(request), held_id)
    if held is None:
        raise NotFound
    return held


@signed_in("GET", "POST")
def show_draft(request: HttpRequest, held_id: int) -> HttpResponse:
    """One draft: its words, why it waits, what was decided, and what this member may do with it."""
    held = _find(request, held_id)
    form = Form({"release_at": typed_time(held["embargo_at"])})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            done = _do(request, form, held_id)
        except Problem as problem:
            form.fails(problem)
            held = _find(request, held_id)
        else:
            return answers.to(f"/review/{held_id}", done=done)
    if held["voice_id"] is None:
        # Somebody's own words that nobody has published: official drafts are the team's work.
        keep_look(request, [held["member_id"]], "review", f"held/{held_id}")
    others = _pairable(request, held)
    return answers.page(
        request,
        "review/draft.html",
        status=422 if form.errors else 200,
        form=form,
        draft=draft_showing.whole(held, viewer_id(request)),
        steps=draft_showing.steps(_member(request), held_id),
        recorded=recorded_of_draft(held_id, held["result_object"]),
        others=others,
        is_author=_member(request) in held["author_ids"],
        visibilities=dict(visibilities()),
    )


def _pairable(request: HttpRequest, held: dict[str, Any]) -> list[tuple[str, str]]:
    """Other drafts of the same voice that could be the same message in the other language."""
    if "write" not in held["may"] or held["voice_id"] is None:
        return []
    found = publishing.drafts_for(_member(request), ("held", "changes_asked"), voice_id=held["voice_id"])
    return [
        (str(other["id"]), f"{str(other['command'].get('text', ''))[:60]} ({other['command'].get('language') or '–'})")
        for other in found
        if other["id"] != held["id"] and other["pair_id"] is None
    ]


def _do(request: HttpRequest, form: Form, held_id: int) -> str:
    """Carry out the button that was pressed; the notice that says so. Raises a Problem."""
    make = ACTS.get(str(form.values.get("decision", "")))
    if make is None:
        raise Invalid(_("Choose what to do with the draft."))
    command, done = make(form, held_id)
    act(command, actor_of(request), "web")
    return done


def _reason(form: Form) -> str:
    reason = str(form.values.get("reason", "")).strip()
    if not reason:
        raise Invalid(_("Give a reason: the author is told it."), field="reason")
    return reason[:1_000]


def _hash(form: Form) -> str:
    return str(form.values.get("content_hash", ""))[:64]


def _release(form: Form, held_id: int) -> tuple[Command, str]:
    return commands.ReleaseHeld(held_id=held_id, content_hash=_hash(form)), "draft-approved"


def _change(form: Form, held_id: int) -> tuple[Command, str]:
    command = commands.AskForChange(held_id=held_id, content_hash=_hash(form), reason=_reason(form))
    return command, "draft-change"


def _refuse(form: Form, held_id: int) -> tuple[Command, str]:
    command = commands.RefuseHeld(held_id=held_id, content_hash=_hash(form), reason=_reason(form))
    return command, "draft-refused"


def _emergency(form: Form, held_id: int) -> tuple[Command, str]:
    return commands.EmergencyRelease(held_id=held_id, content_hash=_hash(form)), "draft-emergency"


def _schedule(form: Form, held_id: int) -> tuple[Command, str]:
    return commands.SetEmbargo(held_id=held_id, release_at=time_in(form, "release_at")), "draft-time"


def _pair(form: Form, held_id: int) -> tuple[Command, str]:
    other = str(form.values.get("other_id", ""))
    if not (other.isascii() and other.isdigit() and len(other) < 19):
        raise Invalid(_("Choose the draft in the other language."), field="other_id")
    return commands.PairDrafts(held_id=held_id, other_id=int(other)), "draft-paired"


def _unpair(_form: Form, held_id: int) -> tuple[Command, str]:
    return commands.PairDrafts(held_id=held_id, other_id=None), "draft-unpaired"


def _undo(_form: Form, held_id: int) -> tuple[Command, str]:
    return commands.UndoRelease(held_id=held_id), "draft-undone"


def _withdraw(_form: Form, held_id: int) -> tuple[Command, str]:
    return commands.WithdrawHeld(held_id=held_id), "withdrawn"


def _after_ok(_form: Form, held_id: int) -> tuple[Command, str]:
    return commands.ReviewAfterwards(held_id=held_id, finding="ok"), "draft-reviewed"


def _after_correct(form: Form, held_id: int) -> tuple[Command, str]:
    return commands.ReviewAfterwards(held_id=held_id, finding="correct", reason=_reason(form)), "draft-reviewed"


ACTS: dict[str, Callable[[Form, int], tuple[Command, str]]] = {
    "release": _release, "change": _change, "refuse": _refuse, "emergency": _emergency, "schedule": _schedule,
    "pair": _pair, "unpair": _unpair, "undo": _undo, "withdraw": _withdraw, "after_ok": _after_ok,
    "after_correct": _after_correct,
}  # fmt: skip


@signed_in("GET", "POST")
def show_revise(request: HttpRequest, held_id: int) -> HttpResponse:
    """Write a new version. Approvals of the old one are void, and those who decide are asked again."""
    held = _find(request, held_id)
    if "write" not in held["may"]:
        raise NotFound
    command = held["command"]
    media = draft_showing.media_of(held)
    form = Form(
        {"text": command.get("text", ""), "warning": command.get("spoiler_text") or "",
         "language": command.get("language") or settings.LANGUAGE_CODE},
        limit=settings.MAX_POST_CHARACTERS,
    )  # fmt: skip
    for item in media:
        form.values[f"description-{item['id']}"] = item["description"] or ""
    if request.method == "POST":
        form = Form.typed(request.POST, limit=settings.MAX_POST_CHARACTERS)
        try:
            _revise(request, form, held, media)
        except Problem as problem:
            form.fails(problem, {"status": "text", "spoiler_text": "warning", "media_ids": ""})
        else:
            return answers.to(f"/review/{held_id}", done="draft-revised")
    return answers.page(
        request,
        "review/revise.html",
        status=422 if form.errors else 200,
        form=form,
        draft=draft_showing.whole(held, viewer_id(request)),
        media=media,
        post_languages=languages(str(form.values.get("language", ""))),
    )


def _revise(request: HttpRequest, form: Form, held: dict[str, Any], media: list[Shown]) -> None:
    kept = [item for item in media if not form.values.get(f"remove-{item['id']}")]
    speaker = _speaker(request, held)
    for item in kept:
        description = str(form.values.get(f"description-{item['id']}", ""))
        if description != (item["description"] or ""):
            act(DescribeMedia(media_id=int(item["id"]), description=description), speaker, "web")
    command = commands.ReviseDraft(
        held_id=held["id"],
        text=str(form.values.get("text", "")).replace("\r\n", "\n"),
        spoiler_text=str(form.values.get("warning", "")),
        language=str(form.values.get("language", "")) or None,
        media_ids=tuple(int(item["id"]) for item in kept),
    )
    act(command, actor_of(request), "web")


def _speaker(request: HttpRequest, held: dict[str, Any]) -> Actor:
    """This member as the account whose draft it is: its pictures belong to that."""
    return people.read_actor_of_member(_member(request), held["account_id"], actor_of(request).address)
