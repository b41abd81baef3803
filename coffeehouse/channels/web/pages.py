"""Pages that say what this place is: about, house rules, privacy, accessibility; and the choice of language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.addresses import inside
from coffeehouse.engine.judging import pack_in_force
from coffeehouse.kernel.errors import NotFound
from coffeehouse.policy.explain import describe

YEAR = 365 * 24 * 3600


def _same_for_all(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page that depends on nothing but the settings."""
    return answers.remembered(
        request, (), lambda: answers.page(request, template, contact=settings.CONTACT_EMAIL, **context)
    )


@public("GET")
def show_about(request: HttpRequest) -> HttpResponse:
    """Who runs this, who speaks, what is recorded, how to use an app."""
    return _same_for_all(request, "pages/about.html", domain=settings.DOMAIN)


@public("GET")
def show_policy(request: HttpRequest) -> HttpResponse:
    """The house rules: manners, what policy does, and every rule in force."""
    pack = pack_in_force()
    return _same_for_all(
        request, "pages/policy.html", rules=describe(pack), pack=pack.about, policy_version=pack.version
    )


@public("GET")
def show_privacy(request: HttpRequest) -> HttpResponse:
    """What the house knows about people."""
    return _same_for_all(request, "pages/privacy.html")


@public("GET")
def show_accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return _same_for_all(request, "pages/accessibility.html")


@public("GET")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language in this browser and go back. A cookie of the reader's own: nothing of the house changes."""
    code = request.GET.get("to", "")
    if code not in dict(settings.LANGUAGES):
        raise NotFound
    response = answers.to(inside(request.GET.get("next", ""), "/"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response
