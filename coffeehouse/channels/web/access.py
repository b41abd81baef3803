"""Who may open a page, said at the page. Every view of the channel carries one of these marks (`view.auth`).

The mark also does what every page needs alike: it allows only the methods the view knows, turns a Problem into a page
that says what to do next, and keeps what was made for one person out of every cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from coffeehouse.channels.web import problems
from coffeehouse.channels.web.acting import actor_of, has_lost_voice
from coffeehouse.domain.people.queries.authenticators import owes_second_step
from coffeehouse.kernel.errors import Forbidden, NotFound, Problem, Unauthenticated

View = Callable[..., HttpResponseBase]
PRIVATE = "private, no-store"


class SecondStepOwed(Forbidden):
    """A page of staff's, for somebody who must set up a second step first (setting STAFF_SECOND_FACTOR)."""


def public(*methods: str) -> Callable[[View], View]:
    """Anybody may open this."""
    return _mark("public", methods, lambda _request: None)


def signed_in(*methods: str) -> Callable[[View], View]:
    """Members only; others are asked to sign in and come back here."""
    return _mark("signed_in", methods, _require_member)


def role(*roles: str, methods: tuple[str, ...]) -> Callable[[View], View]:
    """Members with one of these roles. For everybody else the page does not exist."""

    def require(request: HttpRequest) -> None:
        _require_member(request)
        if actor_of(request).role not in roles:
            raise NotFound
        if owes_second_step(actor_of(request)):
            raise SecondStepOwed("Your part in this house needs a second step at sign-in. Set one up first.")

    return _mark("role:" + ",".join(roles), methods, require)


def _require_member(request: HttpRequest) -> None:
    if actor_of(request).member_id is None:
        raise Unauthenticated("Sign in first.")
    if request.method == "POST" and has_lost_voice(request):
        raise Forbidden(
            _(
                "This form was filled in for a voice you no longer speak for. Nothing was sent. Go back, keep your"
                " words, and choose who you speak as."
            )
        )


def _mark(auth: str, methods: tuple[str, ...], check: Callable[[HttpRequest], None]) -> Callable[[View], View]:
    allowed = tuple(method for known in methods for method in (("GET", "HEAD") if known == "GET" else (known,)))

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed:
                return problems.show_not_allowed(request, allowed)
            try:
                check(request)
                response: HttpResponseBase = view(request, *args, **kwargs)
            except SecondStepOwed:
                response = HttpResponseRedirect("/settings/security")
            except Unauthenticated:
                response = HttpResponseRedirect(sign_in_address(request))
            except Problem as problem:
                response = problems.answer(request, problem)
            if auth != "public":
                response.headers["Cache-Control"] = PRIVATE
            return response

        guarded.auth = auth  # type: ignore[attr-defined]  # what the meta test reads
        guarded.methods = allowed  # type: ignore[attr-defined]
        return guarded

    return decorate


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, with the way back: only a page that can be opened again, never the address of a form."""
    if request.method not in ("GET", "HEAD"):
        return "/sign-in"
    return f"/sign-in?next={quote(request.get_full_path(), safe='')}"


def require_account(request: HttpRequest) -> int:
    """The account the member acts as. Raises Forbidden for a member that has none."""
    account_id = actor_of(request).account_id
    if account_id is None:
        raise Forbidden("You have no account here to act as. Ask the people who run this house.")
    return account_id
