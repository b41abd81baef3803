"""How a function becomes an endpoint: who may call it is said at the function, which path and method leads to it in
`urls`. A view built here does for all endpoints alike what each would otherwise forget: host, token, scope, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

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
Environ = dict[str, Any]
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
    return answer_to(endpoint, admit(endpoint, request.META), request.META, parts, request)


class Admitted(NamedTuple):
    """Who asks, or why they may not: then the address is all that is known of them. Their request is counted."""

    actor: Actor
    refusal: Problem | None
    taken: allowance.Taken


def admit(endpoint: Endpoint, environ: Environ) -> Admitted:
    """Whether the request may go on. Nothing is done yet."""
    address, refusal = environ.get("REMOTE_ADDR", ""), None
    try:
        actor = endpoint.auth.admit(environ.get("HTTP_AUTHORIZATION", ""), address)
    except Problem as problem:
        actor, refusal = Actor(address=address), problem
    taken = allowance.take_once(environ, actor)
    return Admitted(actor, refusal or taken.problem, taken)


def answer_to(
    endpoint: Endpoint, admitted: Admitted, environ: Environ, parts: dict[str, str], request: HttpRequest | None = None
) -> Answer:
    """What the endpoint says, or how it refuses; faults of ours are noted. Never raises."""
    answer = _said(endpoint, admitted, environ, parts, request)
    return replace(answer, headers=(*answer.headers, *admitted.taken.headers))


def _said(
    endpoint: Endpoint, admitted: Admitted, environ: Environ, parts: dict[str, str], request: HttpRequest | None
) -> Answer:
    path = environ["PATH_INFO"] if request is None else request.path
    try:
        if admitted.refusal is not None:
            raise admitted.refusal
        if any("\x00" in part for part in parts.values()):
            raise NotFound()  # no database keeps such text
        pairs = query_pairs(environ.get("QUERY_STRING", ""))
        return endpoint.answer(Call(admitted.actor, path, pairs, parts, environ, request))
    except Problem as problem:
        return endpoint.refuse(problem)
    except Exception:  # every other error is ours: it is noted, and the app gets JSON as always
        log.exception("An endpoint failed", path=path, method=environ["REQUEST_METHOD"])
        return answers.failed()


def check_host(request: HttpRequest) -> None:
    """Raise a Problem (400) when the request is addressed to a host that is not ours."""
    try:
        request.get_host()
    except DisallowedHost as error:
        raise bad_request("This house does not answer under that host name.") from error
