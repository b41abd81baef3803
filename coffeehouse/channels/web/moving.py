"""Settings, Moving: the accounts elsewhere that are one's own too, and moving one's followers to another account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import require_account, signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.federation.moving_commands import MoveAway, SetAliases
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people.queries.lookup import accts_of
from coffeehouse.engine.act import act
from coffeehouse.federation import moving
from coffeehouse.kernel.errors import Problem

PAGE = "/settings/moving"
LONGEST = 320


@signed_in("GET", "POST")
def show_moving(request: HttpRequest) -> HttpResponse:
    """Both directions on one page; each form says by its button what it is for."""
    account_id = require_account(request)
    form = Form.typed(request.POST) if request.method == "POST" else Form()
    if request.method == "POST":
        does = {"add": _add_alias, "remove": _remove_alias, "move": _move, "stay": _stay}.get(
            str(form.values.get("do", "")), _stay
        )
        try:
            done = does(request, account_id, form)
        except Problem as problem:
            form.fails(problem)
            form.errors = {name: _words(problem, text) for name, text in form.errors.items()}
        else:
            if not form.errors:
                return answers.to(PAGE, done=done)
    return answers.page(
        request,
        "settings/moving.html",
        status=422 if form.errors else 200,
        heading=_("Moving"),
        tab="moving",
        form=form,
        aliases=moves.aliases_of(account_id),
        moved_to=moves.moved_to(account_id),
        own=f"@{accts_of([account_id]).get(account_id, '')}@{settings.DOMAIN}",
    )


def _words(problem: Problem, text: str) -> str:
    """The two things that go wrong here, in the reader's language."""
    found = {
        "account_not_found": _(
            "Nobody of this name was found. Write it as name@server.example."
            " If it is right, try again in a few minutes."
        ),
        "no_alias": _("That account does not name this one yet. Add this one there as an alias first, then move."),
    }
    return found.get(problem.code, text)


def _add_alias(request: HttpRequest, account_id: int, form: Form) -> str:
    handle = form.require("alias", _("Enter the name of your other account, such as name@server.example."))
    if form.errors:
        return ""
    uri = moving.find_alias(handle[:LONGEST])
    kept = [alias.uri for alias in moves.aliases_of(account_id)]
    act(SetAliases(uris=(*kept, uri)), actor_of(request), "web")
    return "saved"


def _remove_alias(request: HttpRequest, account_id: int, form: Form) -> str:
    kept = [alias.uri for alias in moves.aliases_of(account_id) if alias.uri != form.values.get("uri")]
    act(SetAliases(uris=tuple(kept)), actor_of(request), "web")
    return "saved"


def _move(request: HttpRequest, account_id: int, form: Form) -> str:
    handle = form.require("target", _("Enter the name of the account you move to, such as name@server.example."))
    if form.errors:
        return ""
    known = moving.prepare_move(account_id, handle[:LONGEST])
    act(MoveAway(target_id=known.id), actor_of(request), "web")
    return "moved"


def _stay(request: HttpRequest, _account_id: int, _form: Form) -> str:
    act(MoveAway(target_id=None), actor_of(request), "web")
    return "saved"
