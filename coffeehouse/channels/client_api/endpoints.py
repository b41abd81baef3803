"""How a function becomes an endpoint: who may call it is said at the function, which path and method leads to it in
`urls`. A view built here does for all endpoints alike what each would otherwise forget: host, token, scope, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from coffeehouse.channels.client_api import allowance, answers
from coffeehouse.channels.client_api.authentication import Auth
from coffeehouse.channels.client_api.calls import Answer, Call, bad_request, query_pairs
from coffeehouse.domain.context import Actor
from coffeehouse.kernel.errors import NotFound, Problem

Core = Callable[[Call], Answer]
Refusal = Callable[[Problem], Answer]
log = structlog.get_logger(__name__)

NOT_ALLOWED = b'{"error":"This method is not allowed here"}'
_VARIABLE = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A function, who may call it, and how it words a refusal. What is hot is answered in the lane."""

    core: Core
    auth: Auth
    refuse: Refusal = answers.refusal
    is_hot: bool = False

    def answer(self, call: Call) -> Answer:
        """What the function says; for a reader with filters, every post in it with what they say of it."""
        said = self.core(call)
        return answers.filtered(call, said) if call.actor.has_filters else said


def user(*scopes: str) -> Callable[[Core], Endpoint]:
    """A token of an account, with one of the scopes."""
    return lambda core: Endpoint(core, Auth("user", scopes))


def app(*scopes: str) -> Callable[[Core], Endpoint]:
    """A token of an account or of an app itself."""
    return lambda core: Endpoint(core, Auth("app", scopes))


def anybody(*scopes: str, is_hot: bool = False) -> Callable[[Core], Endpoint]:
    """Anybody; who sends a token sees with its eyes, if it has one of the scopes."""
    return lambda core: Endpoint(core, Auth("anybody", scopes), is_hot=is_hot)


def unlocked(core: Core) -> Endpoint:
    """Anybody, and no token is looked at."""
    return Endpoint(core, Auth("open"))


def route(path: str, **methods: Endpoint) -> URLPattern:
    """The URL pattern of `path` (`<id>` for a variable piece, a slash at the end is accepted) for each HTTP method."""
    pattern = _VARIABLE.sub(r"(?P<\1>[^/]+)", re.escape(path).replace(r"\<", "<").replace(r"\>", ">"))
    return re_path(rf"^{pattern}/?$", build_view(methods), name=path)


def build_view(methods: dict[str, Endpoint]) -> Callable[..., HttpResponse]:
    """A Django view that gives each method to its endpoint."""

    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return answers.preflight()
        is_personal = "Authorization" in request.headers
        endpoint = methods.get("GET" if request.method == "HEAD" else request.method or "", refused)
        answer = _answer(endpoint, request, parts)
        if not (is_personal or endpoint.is_hot) and request.method in ("GET", "HEAD"):
            answer = answers.tagged(answer, request.headers.get("If-None-Match", ""))
        return answers.write_out(answer, is_personal=is_personal)

    refused = unlocked(lambda _call: Answer(NOT_ALLOWED, 405, (("Allow", ", ".join([*methods, "OPTIONS"])),)))
    checked: Any = view
    checked.csrf_exempt = True  # no cookie is ever looked at here
    checked.auth = {method: str(endpoint.auth) for method, endpoint in methods.items()}
    checked.methods = methods
    return view


def _answer(endpoint: Endpoint, request: HttpRequest, parts: dict[str, str]) -> Answer:
    try:
        check_host(request)
    except Problem as problem:
        return endpoint.refuse(problem)
    actor, refusal = _admit(endpoint, request)
    taken = allowance.take_once(request.META, actor)
    answer = _said(endpoint, request, parts, actor, refusal or taken.problem)
    return replace(answer, headers=(*answer.headers, *taken.headers))


def _admit(endpoint: Endpoint, request: HttpRequest) -> tuple[Actor, Problem | None]:
    """Who asks, or why they may not: then the address is all that is known of them."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return endpoint.auth.admit(request.headers.get("Authorization", ""), address), None
    except Problem as problem:
        return Actor(address=address), problem


def _said(
    endpoint: Endpoint, request: HttpRequest, parts: dict[str, str], actor: Actor, refusal: Problem | None
) -> Answer:
    try:
        if refusal is not None:
            raise refusal
        if any("\x00" in part for part in parts.values()):
            raise NotFound()  # no database keeps such text
        pairs = query_pairs(request.META.get("QUERY_STRING", ""))
        return endpoint.answer(Call(actor, request.path, pairs, parts, request))
    except Problem as problem:
        return endpoint.refuse(problem)
    except Exception:  # every other error is ours: it is noted, and the app gets JSON as always
        log.exception("An endpoint failed", path=request.path, method=request.method)
        return answers.failed()


def check_host(request: HttpRequest) -> None:
    """Raise a Problem (400) when the request is addressed to a host that is not ours."""
    try:
        request.get_host()
    except DisallowedHost as error:
        raise bad_request("This house does not answer under that host name.") from error
