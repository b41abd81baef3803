"""The page on which a member lets an app in, or sends it away: `/oauth/authorize`.

A browser session is needed; who has none is sent to sign in first. Nothing is sent back to an app before a person has
pressed a button, so that the house cannot be used to bounce visitors elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from coffeehouse.channels.client_api.apps_oauth import OOB
from coffeehouse.channels.client_api.bodies import TRUE
from coffeehouse.channels.client_api.calls import CHANNEL
from coffeehouse.channels.client_api.endpoints import check_host
from coffeehouse.channels.client_api.scope_words import in_words
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import AuthorizeApplication
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Invalid, Problem
from coffeehouse.kernel.secrets import hash_secret, new_secret
from coffeehouse.protocols import oauth_scopes

MEMBERS = ("client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method")
LONGEST = 4_000
CHALLENGE = 43  # characters of a SHA-256 in base64url (RFC 7636 §4.2)


@dataclass(frozen=True)
class Asked:
    """What an app asks for, checked."""

    app: dict[str, Any]
    redirect_uri: str
    scopes: str
    state: str
    code_challenge: str
    members: tuple[tuple[str, str], ...]


def authorize(request: HttpRequest) -> HttpResponse:
    """Ask the member (GET), or do what they decided (POST)."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    language = _language(request)
    with translation.override(language or translation.get_language()):
        try:
            response = _answer(request)
        except Problem as problem:
            context = {"heading": _("This app's request cannot be answered"), "message": problem.message, "app": {}}
            response = render(request, "oauth/problem.html", context, status=problem.status)
    if language:
        response.headers["Content-Language"] = language
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            # The pages on the way (signing in) speak it as well; who has chosen a language keeps it.
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, language, httponly=True, samesite="Lax", secure=settings.IS_HTTPS
            )
    response.headers["Cache-Control"] = "private, no-store"
    # Apps in a page open this in a window of their own and wait for it: it must stay theirs.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


authorize.auth = {"GET": "session", "POST": "session"}  # type: ignore[attr-defined]  # what the meta test reads


def _answer(request: HttpRequest) -> HttpResponse:
    check_host(request)
    actor = _session_actor(request)
    if actor is None or _asks_to_sign_in(request):
        return _sign_in_first(request)
    asked = _check(request)
    return _decide(request, asked, actor) if request.method == "POST" else _ask(request, asked, actor)


def _language(request: HttpRequest) -> str:
    """The language the app asks for (`lang=cy`, `lang=en-GB`), if the pages have it; else nothing."""
    wanted = request.GET.get("lang", "").partition("-")[0].lower()
    return wanted if wanted in dict(settings.LANGUAGES) else ""


def _asks_to_sign_in(request: HttpRequest) -> bool:
    """Whether the app wants the person to sign in although they are (`force_login`, OpenID's `prompt`). Raises Invalid
    for an app that wants no page at all: here somebody always presses a button."""
    prompt = request.GET.get("prompt", "").split()
    if "none" in prompt:
        raise Invalid(_("The app wants to get in without asking you. Open it again and let it ask."))
    return request.method != "POST" and ("login" in prompt or request.GET.get("force_login", "").lower() in TRUE)


def _session_actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    actor = people.read_actor_of_member(int(request.user.pk), None, request.META.get("REMOTE_ADDR", ""))
    return actor if actor.member_id is not None else None


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back here. A form that was sent without a session starts again."""
    # Only what is asked for comes back: signing in once is enough for `force_login`.
    back = f"/oauth/authorize?{urlencode(_given(request))}"
    return HttpResponseRedirect(f"/sign-in?next={quote(back, safe='')}")


def _given(request: HttpRequest) -> list[tuple[str, str]]:
    source = request.POST if request.method == "POST" else request.GET
    return [(name, source[name]) for name in MEMBERS if source.get(name)]


def _check(request: HttpRequest) -> Asked:
    """Raises Invalid with what the person should know. `redirect_uri` must be one of the app's, letter by letter."""
    members = _given(request)
    given = dict(members)
    if any(len(value) > LONGEST or "\x00" in value for value in given.values()):
        raise Invalid(_("The app's request is too long."))
    app = people.application_by_client_id(given.get("client_id", ""))
    if app is None:
        raise Invalid(_("This house does not know the app. It must register first."))
    redirect_uri = given.get("redirect_uri", "")
    if redirect_uri not in app["redirect_uris"]:
        raise Invalid(_("The app wants to be answered at an address it has not registered."))
    if given.get("response_type", "code") != "code":
        raise Invalid(_("The app asks for a kind of answer that this house does not give. It must ask for a code."))
    asked = oauth_scopes.parse(given.get("scope", ""))
    if not oauth_scopes.is_subset(asked, oauth_scopes.parse(app["scopes"])):
        raise Invalid(_("The app asks for more than it has registered for."))
    return Asked(
        app=app,
        redirect_uri=redirect_uri,
        scopes=oauth_scopes.text(asked),
        state=given.get("state", ""),
        code_challenge=_challenge(given),
        members=tuple(members),
    )


def _challenge(given: dict[str, str]) -> str:
    """The PKCE challenge, method S256 only (RFC 7636; `plain` protects nothing)."""
    challenge, method = given.get("code_challenge", ""), given.get("code_challenge_method", "")
    if not challenge and not method:
        return ""
    if method != "S256" or len(challenge) != CHALLENGE:
        raise Invalid(_("The app secures its request in a way this house does not accept. It must use PKCE with S256."))
    return challenge


def _ask(request: HttpRequest, asked: Asked, actor: Actor) -> HttpResponse:
    assert actor.member_id is not None  # noqa: S101  # asked before
    if actor.member_state != "active":
        raise Invalid(_("Your account waits for approval. Apps can use it once somebody has let you in."))
    accounts = [
        {
            "id": str(seat.account_id), "acct": seat.acct, "display_name": seat.display_name, "kind": seat.kind,
            "powers": seat.powers.split(),
        }
        for seat in people.accounts_of_member(actor.member_id)
    ]  # fmt: skip
    context = {
        "app": {"name": asked.app["name"], "website": asked.app["website"]},
        "scopes": in_words(asked.scopes),
        "accounts": accounts,
        "hidden": list(asked.members),
    }
    response = render(request, "oauth/authorize.html", context)
    _let_form_lead_to(response, asked.redirect_uri)
    return response


def _let_form_lead_to(response: HttpResponse, redirect_uri: str) -> None:
    """Browsers check `form-action` on the redirect after the form as well: allow this one app's address, no other."""
    if redirect_uri == OOB:
        return
    parts = urlsplit(redirect_uri)
    is_web = parts.scheme in ("http", "https")
    source = f"{parts.scheme}://{parts.netloc}" if is_web else f"{parts.scheme}:"
    response._csp_update = {"form-action": [source]}  # type: ignore[attr-defined]  # django-csp reads it


def _decide(request: HttpRequest, asked: Asked, actor: Actor) -> HttpResponse:
    if request.POST.get("decision") != "allow":
        return _send_back(request, asked, {"error": "access_denied", "error_description": "The member said no."})
    chosen = request.POST.get("account_id", "")
    account_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else actor.account_id
    if account_id is None:
        raise Invalid(_("You have no account here that the app could use."))
    code = new_secret()
    command = AuthorizeApplication(
        application_id=asked.app["id"],
        account_id=account_id,
        redirect_uri=asked.redirect_uri,
        scopes=asked.scopes,
        code_challenge=asked.code_challenge,
        code_hash=hash_secret(code),
    )
    act(command, actor, CHANNEL)
    if asked.redirect_uri == OOB:
        return render(request, "oauth/code.html", {"app": {"name": asked.app["name"]}, "code": code})
    return _send_back(request, asked, {"code": code})


def _send_back(request: HttpRequest, asked: Asked, said: dict[str, str]) -> HttpResponse:
    """The browser goes back to the app with the answer and the app's own `state`."""
    if asked.redirect_uri == OOB:
        context = {"heading": _("The app was not let in"), "message": _("You can close this page.")}
        return render(request, "oauth/problem.html", context)
    query = {**said, "state": asked.state} if asked.state else said
    # Joined as text: an app's own scheme (`app://`) would not survive being taken apart and put together.
    mark = "&" if "?" in asked.redirect_uri else "?"
    # An app's own scheme is allowed, so this cannot be HttpResponseRedirect. 303: the form is not sent on (RFC 9700).
    response = HttpResponse(status=303)
    response.headers["Location"] = f"{asked.redirect_uri}{mark}{urlencode(query)}"
    return response
