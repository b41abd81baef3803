"""How a view answers: a page from a template, or a redirect within the house (Post/Redirect/Get)."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.template.backends.jinja2 import Jinja2

from coffeehouse.channels.web.addresses import inside, with_query


def render(request: HttpRequest, template: str, **context: Any) -> str:
    """The page's HTML."""
    engine = cast("Jinja2", engines["jinja2"])
    # Straight to Jinja: Django's wrapper would make a CSRF token for every page, also for those without a form.
    return engine.env.get_template(template).render({**context, "request": request})


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """An HTML answer."""
    return HttpResponse(render(request, template, **context), status=status)


def onward(request: HttpRequest, fallback: str, *, done: str = "", anchor: str = "") -> HttpResponse:
    """303 to the form's `next` if that is inside the house, else to `fallback`; `done` is a word of `notices`."""
    return to(inside(request.POST.get("next", ""), fallback), done=done, anchor=anchor)


def to(address: str, *, done: str = "", anchor: str = "", **more: str) -> HttpResponse:
    """303 to an address of the house."""
    target = with_query(address, done=done, **more)
    response = HttpResponseRedirect(f"{target}#{anchor}" if anchor else target)
    response.status_code = 303
    return response
