"""How a view answers: a page from a template, or a redirect within the house (Post/Redirect/Get)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils.translation import get_language

from coffeehouse.channels.web.addresses import inside, with_query
from coffeehouse.channels.web.frame import frame
from coffeehouse.kernel import clock

REMEMBERED = 256
"""Pages for visitors kept by each process; about thirty kilobytes each."""

_pages: dict[int, tuple[tuple[str, ...], bytes]] = {}


def render(request: HttpRequest, template: str, **context: Any) -> str:
    """The page's HTML."""
    engine = cast("Jinja2", engines["jinja2"])
    # Straight to Jinja: Django's wrapper would make a CSRF token for every page, also for those without a form.
    return engine.env.get_template(template).render({**context, "request": request})


def remembered(request: HttpRequest, facts: tuple[str, ...], make: Callable[[], HttpResponse]) -> HttpResponse:
    """For a visitor the page made before from exactly these facts, else the page `make` makes.

    `facts` is all that queries said, as text, so nothing stale is ever shown; what else a visitor's page depends on
    (address, language, day) is added here. A member's page has buttons of their own and is always made.
    """
    if frame(request).viewer is not None or "done" in request.GET:
        return make()
    day = clock.now_ms() // clock.DAY
    is_closed = frame(request).closed is not None
    key = hash((request.get_full_path(), get_language(), day, is_closed, facts))
    found = _pages.get(key)
    if found is None:
        response = make()
        if response.status_code == 200:
            if len(_pages) >= REMEMBERED:
                _pages.clear()
            _pages[key] = (facts, response.content)
        return response
    # A hash may collide: the facts themselves decide.
    return HttpResponse(found[1]) if found[0] == facts else make()


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
