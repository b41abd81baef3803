"""Pages for what went wrong, in plain words with a way on. Also Django's handlers for 400, 403, 404, 500 and CSRF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import is_valid_path
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from coffeehouse.channels.web.answers import page
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import LimitReached, Problem


def heading(status: int) -> str:
    """What kind of problem it is, in three or four words."""
    headings = {
        400: _("This request could not be read"),
        403: _("You may not do this"),
        404: _("Page not found"),
        405: _("This is not a page to open"),
        409: _("Somebody was faster"),
        413: _("This is too large"),
        422: _("Something needs changing"),
        429: _("A little too fast"),
        503: _("The house cannot record at the moment"),
    }
    return headings.get(status, _("Something went wrong"))


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page for a Problem that no form could show beside its field."""
    if problem.status == 404:
        return show_not_found(request)
    reasons = problem.verdict.told if isinstance(problem, Refused) else ()
    paragraphs = [] if reasons else [problem.message]
    response = _page(request, problem.status, paragraphs, reasons=reasons)
    if isinstance(problem, LimitReached):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _page(request: HttpRequest, status: int, paragraphs: list[str], **more: Any) -> HttpResponse:
    if request.path.startswith("/api/"):
        # A program asked: an address no other channel knows is still answered in its language.
        return JsonResponse({"error": heading(status)}, status=status)
    return page(
        request,
        "errors/problem.html",
        status=status,
        heading=heading(status),
        paragraphs=paragraphs,
        code=status,
        **more,
    )


def show_bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: broken forms and addresses."""
    return _page(request, 400, [_("Something in the address or the form was broken. Go back and try again.")])


def show_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(
        request, 403, [_("This is not for you to do. If you think it should be, ask the people who run this house.")]
    )


def show_csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from a page of this house, or from one left open for too long."""
    return _page(
        request,
        403,
        [_("This form was open for too long, or did not come from this website. Nothing was done."),
         _("Go back, load the page again and send the form once more. Cookies must be allowed for this website.")],
    )  # fmt: skip


def show_not_allowed(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    """405: an address of a form opened as a page, or the other way round. Says in `Allow` what it takes."""
    words = _(
        "This address takes what a form sends, or only shows a page. Go back, and use the links and buttons there."
    )
    response = _page(request, 405, [words])
    response.headers["Allow"] = ", ".join(allowed)
    return response


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing, or it is not for this viewer. The two look the same."""
    return _page(
        request,
        404,
        [_("There is nothing at this address, or it is not for you to see."),
         _("Check the address for typing mistakes, or search.")],
    )  # fmt: skip


def show_nowhere(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page has this address. Who typed a page's address with a slash at its end is sent to the page."""
    shorter = request.path.rstrip("/")
    # What begins with two slashes would be another host.
    may_go = request.method in ("GET", "HEAD") and shorter != request.path and not shorter.startswith("//")
    if not may_go or not shorter or not is_valid_path(shorter):
        return show_not_found(request, exception)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(escape_uri_path(shorter) + (f"?{query}" if query else ""))


def show_server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. Uses no database and no session, since either may be what failed."""
    held: Any = request
    held._viewer = None
    return _page(
        request,
        500,
        [
            _("This is our fault, not yours. It has been noted."),
            _("Try again in a minute. What you typed may be lost."),
        ],
    )
