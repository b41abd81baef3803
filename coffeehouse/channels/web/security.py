"""Settings, Security: one's passkeys and authenticator apps, recovery codes, and the directory one comes through.

Whatever is changed here, the member must have proved a moment ago who they are (`sessions.ask_to_confirm`).
"""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from coffeehouse.channels.web import answers, sessions
from coffeehouse.channels.web.access import signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.context import Command
from coffeehouse.domain.people import authenticator_commands as commands
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.directory_commands import UnlinkDirectoryIdentity
from coffeehouse.domain.people.queries import authenticators as proofs
from coffeehouse.domain.people.queries import directories as known
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound, Problem
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.protocols import one_time_codes, passkeys

HERE = "/settings/security"
WAITING_SECRET = "app_secret"  # noqa: S105  # a name
ASKED = "passkey_asked"
LONGEST_CODE = 20
QR_SCALE = 5


@signed_in("GET")
def show_security(request: HttpRequest) -> HttpResponse:
    """What one signs in with."""
    return _page(request, Form())


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    actor = actor_of(request)
    member_id = actor.member_id or 0
    response = answers.page(
        request,
        "settings/security.html",
        status=422 if form.errors else 200,
        heading=_("Security"),
        tab="security",
        form=form,
        authenticators=proofs.authenticators_of(member_id),
        codes_left=proofs.recovery_codes_left(member_id),
        owes=proofs.owes_second_step(actor),
        directories=known.directories_for(member_id),
        has_password=proofs.has_password(member_id),
    )
    lead_to_directories(response)
    return response


def lead_to_directories(response: HttpResponse) -> None:
    """Browsers check `form-action` on the redirect after a form as well: allow where the directories are."""
    origins = known.origins()
    if origins:
        response._csp_update = {"form-action": origins}  # type: ignore[attr-defined]  # django-csp reads it


@sensitive_post_parameters("code")
@signed_in("GET", "POST")
def show_add_app(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app: scan, then type the code it shows."""
    asked = sessions.ask_to_confirm(request)
    if asked is not None:
        return asked
    member_id = actor_of(request).member_id or 0
    secret = _waiting_secret(request, member_id)
    form = Form({"name": _("My phone")})
    if request.method == "POST":
        form = Form({"name": request.POST.get("name", "")[:100]})
        command = commands.EnrolAuthenticator(
            kind="totp", name=str(form.values["name"]), secret=secret, code=request.POST.get("code", "")[:LONGEST_CODE]
        )
        if _does(request, form, command):
            request.session.pop(WAITING_SECRET, None)
            return _after_enrolling(request)
    address = one_time_codes.address(secret, _own_name(request), settings.BODY_NAME)
    return answers.page(
        request,
        "settings/add_app.html",
        status=422 if form.errors else 200,
        heading=_("Add an authenticator app"),
        tab="security",
        form=form,
        picture=segno.make(address, micro=False).svg_data_uri(scale=QR_SCALE, border=4, light="white"),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        address=address,
    )


def _waiting_secret(request: HttpRequest, member_id: int) -> str:
    """The secret that waits for its first code, the same while the page is opened again; sealed in the session."""
    kept = request.session.get(WAITING_SECRET)
    secret = proofs.unseal_for(member_id, kept) if isinstance(kept, str) else None
    if secret is None:
        secret = one_time_codes.new_secret()
        request.session[WAITING_SECRET] = proofs.seal_for(member_id, secret)
    return secret


def _own_name(request: HttpRequest) -> str:
    member = people.member_by_id(actor_of(request).member_id or 0)
    return "" if member is None else str(member.email)


@sensitive_post_parameters("answer")
@signed_in("GET", "POST")
def show_add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. Needs script in the browser; an authenticator app does not."""
    asked = sessions.ask_to_confirm(request)
    if asked is not None:
        return asked
    member_id = actor_of(request).member_id or 0
    form = Form({"name": _("This device")})
    if request.method == "POST":
        form = Form({"name": request.POST.get("name", "")[:100]})
        state = str(request.session.pop(ASKED, "{}"))
        command = commands.EnrolAuthenticator(
            kind="passkey", name=str(form.values["name"]), state=state, answer=request.POST.get("answer", "")
        )
        if _does(request, form, command):
            return _after_enrolling(request)
    question = passkeys.ask_to_create(proofs.relying(), member_id, _own_name(request), proofs.passkeys_of(member_id))
    request.session[ASKED] = question.state
    return answers.page(
        request,
        "settings/add_passkey.html",
        status=422 if form.errors else 200,
        heading=_("Add a passkey"),
        tab="security",
        form=form,
        question=question.options,
    )


def _does(request: HttpRequest, form: Form, command: Command) -> bool:
    """Do it and stay signed in here; else the form says what is wrong."""
    try:
        act(command, actor_of(request), "web")
    except Problem as problem:
        form.fails(problem)
        return False
    sessions.stay(request)
    return True


def _after_enrolling(request: HttpRequest) -> HttpResponse:
    """Who has no recovery codes yet gets them now: later is too late."""
    if proofs.recovery_codes_left(actor_of(request).member_id or 0):
        return answers.to(HERE, done="authenticator")
    return answers.to(f"{HERE}/codes")


@signed_in("GET", "POST")
def show_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes (POST). They are shown once, on the page that answers, and kept only as hashes."""
    asked = sessions.ask_to_confirm(request)
    if asked is not None:
        return asked
    form, codes = Form(), list[str]()
    if request.method == "POST":
        fresh = one_time_codes.new_recovery_codes()
        hashes = tuple(hash_secret(one_time_codes.plain_recovery_code(code)) for code in fresh)
        try:
            act(commands.MakeRecoveryCodes(code_hashes=hashes), actor_of(request), "web")
            codes = fresh
        except Problem as problem:
            form.fails(problem)
    return answers.page(
        request,
        "settings/codes.html",
        status=422 if form.errors else 200,
        heading=_("Recovery codes"),
        tab="security",
        form=form,
        codes=codes,
        codes_left=proofs.recovery_codes_left(actor_of(request).member_id or 0),
    )


@signed_in("POST")
def remove_authenticator(request: HttpRequest) -> HttpResponse:
    """Take one away."""
    return _remove(request, "authenticator_id", lambda number: commands.RemoveAuthenticator(authenticator_id=number))


@signed_in("POST")
def unlink_directory(request: HttpRequest) -> HttpResponse:
    """Come through this directory no more."""
    return _remove(request, "identity_id", lambda number: UnlinkDirectoryIdentity(identity_id=number))


def _remove(request: HttpRequest, name: str, command: Any) -> HttpResponse:
    asked = sessions.ask_to_confirm(request)
    if asked is not None:
        return asked
    number = request.POST.get(name, "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound
    form = Form()
    if not _does(request, form, command(int(number))):
        return _page(request, form)
    return answers.to(HERE, done="saved")
