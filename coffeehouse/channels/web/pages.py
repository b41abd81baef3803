"""Pages that say what this place is: about, house rules, privacy, accessibility; and the choice of language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.addresses import inside
from coffeehouse.domain.people.queries import house
from coffeehouse.domain.people.queries.house import HouseText
from coffeehouse.engine.judging import pack_in_force
from coffeehouse.kernel.errors import NotFound
from coffeehouse.policy.explain import describe

YEAR = 365 * 24 * 3600


def _same_for_all(
    request: HttpRequest, template: str, written: HouseText | None = None, **context: Any
) -> HttpResponse:
    """A page that depends on nothing but the settings and a text that the body has written."""
    return answers.remembered(
        request,
        (written.html if written else "", str(context.get("has_terms"))),
        lambda: answers.page(request, template, contact=settings.CONTACT_EMAIL, written=written, **context),
    )


@public("GET")
def show_about(request: HttpRequest) -> HttpResponse:
    """Who runs this, who speaks, what is recorded, how to use an app."""
    written = house.read_house_text("about", get_language() or "")
    has_terms = house.read_house_text("terms", get_language() or "") is not None
    return _same_for_all(request, "pages/about.html", written, domain=settings.DOMAIN, has_terms=has_terms)


@public("GET")
def show_policy(request: HttpRequest) -> HttpResponse:
    """The house rules: manners, what policy does, and every rule in force."""
    pack = pack_in_force()
    language = get_language() or ""
    own = [rule.in_language(language) for rule in house.read_rules()]
    return answers.remembered(
        request,
        tuple(f"{rule['text']}\n{rule['hint']}" for rule in own),
        lambda: answers.page(
            request, "pages/policy.html", rules=describe(pack), policy_version=pack.version, own_rules=own
        ),
    )


@public("GET")
def show_privacy(request: HttpRequest) -> HttpResponse:
    """What the house knows about people."""
    written = house.read_house_text("privacy", get_language() or "")
    return _same_for_all(request, "pages/privacy.html", written)


@public("GET")
def show_terms(request: HttpRequest, day: str = "") -> HttpResponse:
    """The terms of use in force, or the version that holds from a day. A house without terms has no such page."""
    language = get_language() or ""
    found = house.text_from("terms", language, day) if day else house.read_house_text("terms", language)
    if found is None:
        raise NotFound
    return answers.page(request, "pages/terms.html", heading=_("Terms of use"), text=found)


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
