"""Corrections: the form with which a voice puts a post right, and the public pages and feeds of what was put right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, drafts, profiles
from coffeehouse.channels.web.access import public, require_account, signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.posting import find
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.publishing.correcting import CorrectPost
from coffeehouse.domain.publishing.corrections import Correction, list_corrections
from coffeehouse.engine.act import Refused, act
from coffeehouse.kernel.errors import NotFound, Problem

PAGE = 20
FEED = 50


def apology(language: str) -> str:
    """The pattern of an apology, in the language of the post; what stands in square brackets is to be filled in."""
    with override(language if language in dict(settings.LANGUAGES) else get_language()):
        return _(
            "We said [what we said]. That was wrong. [What is right.] We are sorry, above all to [whom it affected]."
            " So that it does not happen again, we [what we do now]."
        )


@signed_in("GET", "POST")
def show_correct(request: HttpRequest, post_id: int) -> HttpResponse:
    """Put right what a voice said. `?apology=1` starts with the pattern of an apology."""
    post = find(request, post_id)
    source = posts.read_source(require_account(request), post_id)
    if source is None or actor_of(request).capacity != "voice":
        raise NotFound
    if request.method == "POST":
        return _correct(request, post)
    form = Form({"text": source["text"]}, limit=settings.MAX_POST_CHARACTERS)
    if request.GET.get("apology"):
        form.values.update(what_was_wrong=apology(post["language"] or ""), is_apology="on")
    return _form(request, form, post)


def _form(request: HttpRequest, form: Form, post: dict[str, Any], status: int = 200) -> HttpResponse:
    return answers.page(request, "posts/correct.html", status=status, form=form, post=post)


def _correct(request: HttpRequest, post: dict[str, Any]) -> HttpResponse:
    form = Form.typed(request.POST, limit=settings.MAX_POST_CHARACTERS)
    drafts.check_text(form, may_be_empty=False)
    form.require("what_was_wrong", _("Say what was wrong, so that people know what to forget."))
    if form.errors:
        return _form(request, form, post, 422)
    command = CorrectPost(
        post_id=int(post["id"]),
        text=str(form.values["text"]),
        what_was_wrong=str(form.values["what_was_wrong"]),
        is_apology=bool(form.values.get("is_apology")),
    )
    try:
        done = act(command, actor_of(request), "web")
    except Refused as problem:
        form.errors[""] = " ".join(reason.because for reason in problem.verdict.told)
        return _form(request, form, post, problem.status)
    except Problem as problem:
        return _form(request, form.fails(problem, {"status": "text"}), post, problem.status)
    if done.is_held:
        return answers.to("/waiting", held=str(done.result["held_id"]))
    return answers.to(post["path"], done="corrected", advice=",".join(done.verdict.rule_ids))


def _before(request: HttpRequest) -> int | None:
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _listed(request: HttpRequest, account: dict[str, Any] | None) -> HttpResponse:
    account_id = None if account is None else int(account["id"])
    found = list_corrections(account_id, _before(request), PAGE + 1)
    return answers.page(
        request, "pages/corrections.html", account=account, corrections=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        feed=f"/@{account['acct']}/corrections.atom" if account else "/corrections.atom",
    )  # fmt: skip


@public("GET")
def show_corrections(request: HttpRequest) -> HttpResponse:
    """What the voices of this house put right, newest first."""
    return _listed(request, None)


@public("GET")
def show_corrections_of(request: HttpRequest, acct: str) -> HttpResponse:
    """What one voice put right."""
    return _listed(request, profiles.find(request, acct))


@public("GET")
def send_corrections(_request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed."""
    title = _("Corrections: %(house)s") % {"house": settings.BODY_NAME}
    return _feed(title, "/corrections", list_corrections(None, None, FEED))


@public("GET")
def send_corrections_of(request: HttpRequest, acct: str) -> HttpResponse:
    """The Atom feed of one voice."""
    account = profiles.find(request, acct)
    title = _("Corrections: %(house)s") % {"house": account["display_name"] or account["username"]}
    return _feed(title, f"/@{account['acct']}/corrections", list_corrections(int(account["id"]), None, FEED))


def _feed(title: str, path: str, corrections: list[Correction]) -> HttpResponse:
    base = settings.BASE_URL
    feed = Atom1Feed(
        title=title, link=f"{base}{path}", description=title, language=get_language(), feed_url=f"{base}{path}.atom"
    )
    for each in corrections:
        at = datetime.fromtimestamp(each.created_at / 1_000, UTC)
        feed.add_item(
            title=f"{each.display_name or each.acct}: {each.what_was_wrong}"[:120],
            link=f"{base}{each.post_path if each.has_post else path}",
            description=each.what_was_wrong,
            unique_id=f"{base}{each.notice_path}",
            author_name=each.display_name or each.acct,
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)
