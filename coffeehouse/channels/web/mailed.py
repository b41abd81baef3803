"""The page that the link in a mail about a draft opens. Looking decides nothing, however often a mail program does it:
only the buttons act, once. The link is the person's; nobody need sign in, and after use it shows nothing more.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, draft_showing
from coffeehouse.channels.web.access import PRIVATE, public
from coffeehouse.channels.web.acting import address_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.publishing import mailed
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.publishing.asked import Asked
from coffeehouse.domain.publishing.asking import DecideByMail
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Problem

CHANNEL = "email"


@public("GET", "POST")
def show_mailed(request: HttpRequest) -> HttpResponse:
    """The draft and three buttons (`?code=`)."""
    code = request.POST.get("code", "") or request.GET.get("code", "")
    ask = mailed.ask_of_code(code)
    # Whoever lost the seat, or whose membership ended, holds a link to nothing.
    draft = None if ask is None else publishing.read_draft(ask.member_id, ask.held_id)
    if ask is None or draft is None or draft["content_hash"] != ask.content_hash or "decide" not in draft["may"]:
        return _private(_nothing(request))
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            _decide(request, form, ask)
        except Problem as problem:
            form.fails(problem)
        else:
            return _private(_done(request))
    page = answers.page(
        request, "review/mailed.html", status=422 if form.errors else 200, form=form, code=code,
        draft=draft_showing.whole(draft, None),
    )  # fmt: skip
    return _private(page)


def _decide(request: HttpRequest, form: Form, ask: Asked) -> None:
    actor = people.read_actor_of_member(ask.member_id, None, address_of(request))
    command = DecideByMail(
        ask_id=ask.id,
        content_hash=ask.content_hash,
        decision=str(form.values.get("decision", ""))[:20],
        reason=str(form.values.get("reason", ""))[:1_000],
    )
    act(command, actor, CHANNEL)


def _private(response: HttpResponse) -> HttpResponse:
    """What a link of one person shows is kept nowhere."""
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _nothing(request: HttpRequest) -> HttpResponse:
    return answers.page(
        request,
        "pages/message.html",
        status=404,
        heading=_("This link decides nothing any more"),
        paragraphs=[
            _("It was used, its time is over, or the draft was revised or decided about since. Nothing has changed."),
            _("If something still waits for you, it is in the list of drafts."),
        ],
        links=[{"href": "/review", "text": _("Drafts to review")}],
    )


def _done(request: HttpRequest) -> HttpResponse:
    return answers.page(
        request,
        "pages/message.html",
        heading=_("Your decision is recorded."),
        paragraphs=[_("The author is told. This link is used up.")],
        links=[{"href": "/review", "text": _("Drafts to review")}],
    )
