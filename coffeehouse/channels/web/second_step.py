"""Proving who one is with something one has: the second step at sign-in, a passkey alone, a confirmation in between."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from coffeehouse.channels.web import answers, sessions
from coffeehouse.channels.web.access import public, signed_in
from coffeehouse.channels.web.acting import actor_of, visitor
from coffeehouse.channels.web.addresses import inside
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.domain.people.queries import authenticators as proofs
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Problem
from coffeehouse.protocols import passkeys

ASKED = "passkey_asked"
LONGEST_CODE = 100
LONGEST_PASSWORD = 1_000
SECRETS = ("code", "recovery_code", "answer", "password")


@sensitive_post_parameters(*SECRETS)
@public("GET", "POST")
def show_second_step(request: HttpRequest) -> HttpResponse:
    """After the password, or the directory: a code, a passkey or a recovery code."""
    half = sessions.half_of(request)
    if half is None:
        return answers.to("/sign-in")
    form = Form()
    if request.method == "POST":
        form = Form.typed({})
        if _prove(request, form, visitor(request), half.member_id, half.first) is not None:
            sessions.sign_in(request, half.member_id)
            return answers.to(half.onward)
    return _page(request, form, half.member_id, "/sign-in/second", _("Second step"), way_back="/sign-in")


@sensitive_post_parameters(*SECRETS)
@public("GET", "POST")
def show_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey and nothing else: it is in one's hand and knows one's finger, face or PIN."""
    onward = inside(request.POST.get("next", "") or request.GET.get("next", ""), "/home")
    form = Form()
    if request.method == "POST":
        member_id = _prove(request, form, visitor(request), None, "")
        if member_id is not None:
            sessions.sign_in(request, int(member_id))
            return answers.to(onward)
    question = ask_browser(request, [])
    return answers.page(
        request, "pages/passkey.html", status=422 if form.errors else 200, form=form, next=onward, question=question
    )


@sensitive_post_parameters(*SECRETS)
@signed_in("GET", "POST")
def show_confirm(request: HttpRequest) -> HttpResponse:
    """Prove again who one is, before changing how one signs in."""
    onward = inside(request.POST.get("next", "") or request.GET.get("next", ""), "/settings/security")
    form, actor = Form(), actor_of(request)
    member_id = actor.member_id or 0
    if request.method == "POST" and _prove(request, form, actor, member_id, "") is not None:
        sessions.confirm(request)
        return answers.to(onward)
    return _page(
        request, form, member_id, sessions.CONFIRM, _("Confirm that it is you"), way_back="/settings", onward=onward
    )


def _page(request: HttpRequest, form: Form, member_id: int, action: str, heading: str, **more: Any) -> HttpResponse:
    held = proofs.authenticators_of(member_id)
    kinds = {each.kind for each in held}
    question = ask_browser(request, proofs.passkeys_of(member_id)) if "passkey" in kinds else ""
    return answers.page(
        request,
        "pages/second_step.html",
        status=422 if form.errors else 200,
        form=form,
        heading=heading,
        action=action,
        has_app="totp" in kinds,
        question=question,
        codes_left=proofs.recovery_codes_left(member_id),
        asks_password=not held and proofs.has_password(member_id),
        **more,
    )


def ask_browser(request: HttpRequest, known: list[str]) -> str:
    """The question for a passkey as the page hands it to the browser; the house keeps what it asked, for one answer."""
    question = passkeys.ask_to_prove(proofs.relying(), known)
    request.session[ASKED] = question.state
    return question.options


def _prove(request: HttpRequest, form: Form, actor: Actor, member_id: int | None, first: str) -> str | None:
    """The member who proved themselves by what was sent; else the form says what to do."""
    field, command = _command(request, member_id, first)
    try:
        done = act(command, actor, "web")
    except Problem as problem:
        form.errors[field] = problem.message
        return None
    if done.result is None:
        form.errors[field] = _wrong(field)
        return None
    return str(done.result)


def _command(request: HttpRequest, member_id: int | None, first: str) -> tuple[str, Command]:
    """(name of the field, what it asks for)."""
    given = {name: request.POST.get(name, "") for name in SECRETS}
    if member_id is None or given["answer"]:
        # Taken out of the session whatever comes of it: a question is answered once.
        state = str(request.session.pop(ASKED, "{}"))
        return "answer", commands.UsePasskey(state=state, answer=given["answer"], member_id=member_id, first=first)
    if given["password"]:
        return "password", commands.ConfirmPassword(password=given["password"][:LONGEST_PASSWORD])
    if given["recovery_code"]:
        code = given["recovery_code"][:LONGEST_CODE]
        return "recovery_code", commands.UseRecoveryCode(member_id=member_id, code=code, first=first)
    return "code", commands.UseOneTimeCode(member_id=member_id, code=given["code"][:LONGEST_CODE], first=first)


def _wrong(field: str) -> str:
    return {
        "code": _("This code does not open the door. Each works once: wait for the next one and type that."),
        "recovery_code": _("This recovery code does not work. Each works once; check for typing mistakes."),
        "password": _("This is not your password. Type it again."),
        "answer": _("This passkey is not known here, or was not confirmed. Try again, or sign in another way."),
    }[field]
