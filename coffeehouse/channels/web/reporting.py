"""Reporting an account or a post, and the queue in which moderators read and decide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import require_account, role, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.looking import keep_look
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.domain.cases import commands, queries
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.queries import house
from coffeehouse.domain.posts import queries as posts
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Invalid, NotFound


def categories() -> list[tuple[str, str]]:
    """What can be wrong, in words."""
    return [
        ("violation", _("It breaks a rule of this house")),
        ("spam", _("It is advertising, or the same again and again")),
        ("legal", _("It is against the law")),
        ("other", _("Something else")),
    ]


@signed_in("GET", "POST")
def show_report(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say what is wrong with an account, or with a post of it (`?post=`)."""
    require_account(request)
    text = people.read_account(viewer_id(request), account_id)
    if text is None:
        raise NotFound
    post_id = _post_id(request)
    shown = None if post_id is None else posts.read_status(viewer_id(request), post_id)
    post = None if shown is None else showing.status(shown, viewer_id(request))
    form = Form({"category": "violation"})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            _file(request, account_id, form, post_id if post is not None else None)
        except Invalid as problem:
            form.fails(problem)
        else:
            return answers.to("/home", done="reported")
    return answers.page(
        request, "posts/report.html", status=422 if form.errors else 200, account=showing.account(text), post=post,
        form=form, categories=categories(), rules=_rules(),
    )  # fmt: skip


def _post_id(request: HttpRequest) -> int | None:
    written = request.POST.get("post", "") or request.GET.get("post", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _rules() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(str(rule.id), rule.in_language(language)["text"]) for rule in house.read_rules()]


def _file(request: HttpRequest, account_id: int, form: Form, post_id: int | None) -> None:
    known = {number for number, _text in _rules()}
    command = commands.FileReport(
        account_id=account_id,
        post_ids=() if post_id is None else (post_id,),
        comment=str(form.values.get("comment", "")),
        category=str(form.values.get("category", "other")),
        rule_ids=tuple(int(one) for one in request.POST.getlist("rule") if one in known),
    )
    act(command, actor_of(request), "web")


@role("admin", "moderator", methods=("GET", "POST"))
def show_reports(request: HttpRequest) -> HttpResponse:
    """What waits, what was decided; take one on, give it back, decide with a reason."""
    if request.method == "POST":
        return _decide(request)
    member_id = actor_of(request).member_id or 0
    state = "resolved" if request.GET.get("state") == "resolved" else "open"
    reports = queries.list_reports(member_id, state)
    for one in reports:
        # Who reported is told to nobody else, and of whom it is what they said to few: whoever reads it here is kept.
        shown = (people.member_of_account(account_id) for account_id in (one.account_id, one.target_id))
        keep_look(request, shown, "report", f"report/{one.id}")
    items = [_for_showing(one, actor_of(request)) for one in reports]
    return answers.page(
        request, "admin/reports.html", heading=_("Reports"), tab="reports", state=state,
        items=[item for item in items if item],
    )  # fmt: skip


def _decide(request: HttpRequest) -> HttpResponse:
    report_id = number(request, "report_id")
    decision = request.POST.get("decision")
    if decision in ("take", "give-back"):
        act(commands.AssignReport(report_id=report_id, is_taken=decision == "take"), actor_of(request), "web")
        return answers.to("/admin/reports", done="saved")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Invalid(_("Give a reason: it is recorded with the decision. Go back and fill it in."), field="reason")
    act(commands.ResolveReport(report_id=report_id, reason=reason[:1_000]), actor_of(request), "web")
    return answers.to("/admin/reports", done="resolved")


def _for_showing(report: queries.Report, actor: Actor) -> dict[str, Any] | None:
    target = people.read_account(report.target_id, report.target_id)
    reporter = people.read_account(report.account_id, report.account_id)
    if target is None or reporter is None:
        return None
    rules = {str(rule.id): rule for rule in house.read_rules()}
    language = get_language() or ""
    return {
        "id": report.id,
        "created_at": report.created_at,
        "category": dict(categories()).get(report.category, report.category),
        "comment": report.comment,
        "target": showing.account(target),
        "reporter": showing.account(reporter),
        "posts": queries.reported_posts(report.id),
        "rules": [rules[one].in_language(language)["text"] for one in report.rule_ids.split() if one in rules],
        "is_mine": report.assigned_to_id == actor.member_id,
        "is_taken": report.assigned_to_id is not None,
        "state": report.state,
        "reason": report.reason,
        "decided_at": report.decided_at,
        "recorded": recorded_of(actor, f"report/{report.id}"),
    }
