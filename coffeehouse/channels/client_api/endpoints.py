"""How a function becomes an endpoint: who may call it is said at the function, which path and method leads to it in
`urls`. A view built here does for all endpoints alike what each would otherwise forget: host, token, scope, errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from coffeehouse.channels.client_api import answers
from coffeehouse.channels.client_api.authentication import Auth
from coffeehouse.channels.client_api.calls import Answer, Call, bad_request, query_pairs
from coffeehouse.kernel.errors import Problem

Core = Callable[[Call], Answer]
Refusal = Callable[[Problem], Answer]
log = structlog.get_logger(__name__)

_VARIABLE = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A function, who may call it, and how it words a refusal."""

    core: Core
    auth: Auth
    refuse: Refusal = answers.refusal


def user(*scopes: str) -> Callable[[Core], Endpoint]:
    """A token of an account, with one of the scopes."""
    return lambda core: Endpoint(core, Auth("user", scopes))


def app(*scopes: str) -> Callable[[Core], Endpoint]:
    """A token of an account or of an app itself."""
    return lambda core: Endpoint(core, Auth("app", scopes))


def anybody(*scopes: str) -> Callable[[Core], Endpoint]:
    """Anybody; who sends a token sees with its eyes, if it has one of the scopes."""
    return lambda core: Endpoint(core, Auth("anybody", scopes))


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
        endpoint = methods.get("GET" if request.method == "HEAD" else request.method or "")
        if endpoint is None:
            refusal = Answer(b'{"error":"This method is not allowed here"}', 405, (("Allow", ", ".join(methods)),))
            return answers.write_out(refusal, is_personal=is_personal)
        return answers.write_out(_answer(endpoint, request, parts), is_personal=is_personal)

    checked: Any = view
    checked.csrf_exempt = True  # no cookie is ever looked at here
    checked.auth = {method: str(endpoint.auth) for method, endpoint in methods.items()}
    checked.methods = methods
    return view


def _answer(endpoint: Endpoint, request: HttpRequest, parts: dict[str, str]) -> Answer:
    try:
        check_host(request)
        actor = endpoint.auth.admit(request.headers.get("Authorization", ""), request.META.get("REMOTE_ADDR", ""))
        pairs = query_pairs(request.META.get("QUERY_STRING", ""))
        return endpoint.core(Call(actor, request.path, pairs, parts, request))
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
