"""The door: sign in and out, ask to join, the first administrator's one-time link, act as another account."""

from __future__ import annotations

import hashlib

from django.contrib import auth
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from coffeehouse.channels.web import answers, sessions
from coffeehouse.channels.web.access import public, signed_in
from coffeehouse.channels.web.acting import ACCOUNT_KEY, actor_of, viewer_of, visitor
from coffeehouse.channels.web.addresses import inside
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.security import lead_to_directories
from coffeehouse.domain.people import commands
from coffeehouse.domain.people.queries import directories
from coffeehouse.domain.people.queries.joining import is_invitation_open
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound, Problem

LONGEST_PASSWORD = 1_000
LONGEST_TOKEN = 100


@sensitive_post_parameters("password")
@public("GET", "POST")
def show_sign_in(request: HttpRequest) -> HttpResponse:
    """The form; then back to where the visitor wanted to go."""
    onward = inside(request.POST.get("next", "") or request.GET.get("next", ""), "/home")
    response = _sign_in_page(request, onward)
    if onward.startswith("/oauth/authorize"):
        # An app in the browser opened this as a pop-up and waits for its word: the two windows stay acquainted.
        response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def _sign_in_page(request: HttpRequest, onward: str) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, Form(), onward)
    form = Form.typed(request.POST)
    email = form.require("email", _("Enter your email address."))
    password = request.POST.get("password", "")
    if not password:
        form.errors["password"] = _("Enter your password.")
    if not form.errors:
        response, form.errors["email"] = _sign_in(request, email, password, onward)
        if response is not None:
            return response
    return _form_page(request, form, onward)


def _form_page(request: HttpRequest, form: Form, onward: str) -> HttpResponse:
    response = answers.page(
        request,
        "pages/sign_in.html",
        status=422 if form.errors else 200,
        form=form,
        next=onward,
        directories=directories.ways(),
    )
    lead_to_directories(response)
    return response


def _sign_in(request: HttpRequest, email: str, password: str, onward: str) -> tuple[HttpResponse | None, str]:
    """(where to go, "") for who is in, or on the way to the second step; else what is wrong. The words never tell
    whether the address is known (attack U6).
    """
    try:
        done = act(commands.SignIn(email=email[:254], password=password[:LONGEST_PASSWORD]), visitor(request), "web")
    except Problem as problem:
        return None, problem.message
    if done.result is None:
        return None, _("We do not know this email address and password together. Check both and try again.")
    if isinstance(done.result, dict):
        return sessions.begin_half(request, int(done.result["second_step_of"]), "password", onward), ""
    sessions.sign_in(request, int(done.result))
    return answers.to(onward), ""


@public("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if actor_of(request).member_id is not None:
        act(commands.SignOut(), actor_of(request), "web")
    auth.logout(request)
    return answers.to("/", done="signed-out")


@sensitive_post_parameters("password")
@public("GET", "POST")
def show_register(request: HttpRequest) -> HttpResponse:
    """Ask to join. A person decides."""
    if request.method == "POST":
        return _register(request, "")
    return _register_page(request, Form(), "")


@sensitive_post_parameters("password")
@public("GET", "POST")
def show_join(request: HttpRequest) -> HttpResponse:
    """A one-time link (`?invitation=`): the first administrator's, made at the first run. Looking uses nothing up."""
    token = request.POST.get("invitation", "") or request.GET.get("invitation", "")
    if not token or len(token) > LONGEST_TOKEN:
        raise NotFound
    if request.method == "POST":
        return _register(request, token)
    if not is_invitation_open(_hash_of(token)):
        return _used_link_page(request)
    return _register_page(request, Form(), token)


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _used_link_page(request: HttpRequest) -> HttpResponse:
    """One answer for links that were used, have run out or were made up: which of them is nobody's to learn."""
    return answers.page(
        request,
        "pages/message.html",
        status=404,
        heading=_("This link has been used or has run out"),
        paragraphs=[
            _("It works once. If it was you who used it, sign in with the address and password you chose then."),
            _("If not, ask whoever sent it for a new one."),
        ],
        links=[{"href": "/sign-in", "text": _("Sign in")}, {"href": "/register", "text": _("Ask to join")}],
    )


def _register_page(request: HttpRequest, form: Form, token: str) -> HttpResponse:
    explanation = (
        _("You were sent this link by the house itself. It works once.")
        if token
        else _("Tell us who you are. A person reads your request, usually within a day.")
    )
    return answers.page(
        request,
        "pages/register.html",
        status=422 if form.errors else 200,
        form=form,
        heading=_("Welcome to your new house") if token else _("Ask to join"),
        explanation=explanation,
        action="/join" if token else "/register",
        invitation=token,
        asks_reason=not token,
    )


def _register(request: HttpRequest, token: str) -> HttpResponse:
    form = Form.typed(request.POST)
    username = form.require("username", _("Choose a username."))
    email = form.require("email", _("Enter your email address."))
    if email and not _looks_like_email(email):
        form.errors["email"] = _("Enter an email address in the form name@example.org.")
    reason = "" if token else form.require("reason", _("Tell us in a sentence why you would like to join."))
    password = request.POST.get("password", "")
    check_new_password(form, "password", password, username)
    if form.errors:
        return _register_page(request, form, token)
    command = commands.RegisterMember(
        username=username.removeprefix("@"),
        email=email,
        password_hash=make_password(password),
        reason=reason[:2_000],
        language=translation.get_language() or "en",
        invitation_hash=_hash_of(token) if token else "",
    )
    try:
        done = act(command, visitor(request), "web")
    except Problem as problem:
        return _register_page(request, form.fails(problem), token)
    if done.is_held or done.result.get("state") != "active":
        return answers.to("/registered")
    _sign_in(request, email, password, "/home")
    return answers.to("/home", done="signed-in")


def _looks_like_email(written: str) -> bool:
    name, at, host = written.rpartition("@")
    return bool(name and at and "." in host.strip(".")) and " " not in written and len(written) <= 254


def check_new_password(form: Form, name: str, password: str, username: str = "") -> None:
    """Note what is wrong with a new password."""
    if len(password) > LONGEST_PASSWORD:
        form.errors[name] = _("This password is too long. Choose a shorter one.")
        return
    if username and username.lower() == password.lower():
        form.errors[name] = _("Your password must not be your username. Choose another.")
        return
    try:
        validate_password(password)
    except ValidationError as problem:
        form.errors[name] = " ".join(problem.messages)


@public("GET")
def show_registered(request: HttpRequest) -> HttpResponse:
    """What happens after asking to join."""
    return answers.page(
        request,
        "pages/message.html",
        heading=_("Thank you. Your request is with us."),
        paragraphs=[
            _("A person reads it, usually within a day. You get an email when it is decided."),
            _("You can already sign in and read. You can post as soon as you are let in."),
        ],
        links=[{"href": "/public", "text": _("Read what is public")}, {"href": "/policy", "text": _("House rules")}],
    )


@signed_in("POST")
def act_as(request: HttpRequest) -> HttpResponse:
    """Go on as another account of one's own: a persona, or a voice one has a seat at."""
    viewer = viewer_of(request)
    chosen = request.POST.get("account_id", "")
    held = {str(seat.account_id): seat.account_id for seat in viewer.accounts} if viewer else {}
    if chosen not in held:
        raise NotFound
    request.session[ACCOUNT_KEY] = held[chosen]
    return answers.to("/home")
