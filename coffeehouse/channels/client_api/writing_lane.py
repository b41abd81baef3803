"""The lane of hot writes: posts and what is pressed under them, done in front of Django, in the same process.

An ordinary request (a known path, a short body as JSON or form, no cookie, one of our hosts) goes to the very function
its Django view calls. What that says is sent from here, refusals too: it has been done or refused, and recorded, and
must not be asked for twice. Django is left what was not begun: unusual requests, and faults before anybody was let in.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.utils import translation

from coffeehouse.channels.client_api import bodies, statuses
from coffeehouse.channels.client_api.calls import Answer
from coffeehouse.channels.client_api.endpoints import Endpoint, admit, answer_to
from coffeehouse.channels.client_api.ordinary import Application, Environ, Headers, Heads, StartResponse
from coffeehouse.engine.tally import ROUTE

log = structlog.get_logger(__name__)

PATHS: dict[str, Endpoint] = {"/api/v1/statuses": statuses.create_status}
ONE = "/api/v1/statuses/"
VERBS: dict[str, Endpoint] = {
    "favourite": statuses.favourite,
    "unfavourite": statuses.unfavourite,
    "reblog": statuses.reblog,
    "unreblog": statuses.unreblog,
    "bookmark": statuses.bookmark,
    "unbookmark": statuses.unbookmark,
}
KINDS = ("application/json", bodies.FORM, "")


def find(path: str) -> tuple[Endpoint, dict[str, str], str] | None:
    """The endpoint of a path, its variable piece and the name of the route; None for what is not hot."""
    endpoint = PATHS.get(path)
    if endpoint is not None:
        return endpoint, {}, path[1:]
    number, _, verb = path.removeprefix(ONE).partition("/")
    endpoint = VERBS.get(verb) if path.startswith(ONE) and number.isascii() and number.isdigit() else None
    return None if endpoint is None else (endpoint, {"id": number}, f"{ONE[1:]}<id>/{verb}")


class WritingLane:
    """Wraps `application` (Django), behind the gate, which knows how long a body may be. Headers: see `Heads`."""

    def __init__(self, application: Application, house_headers: Headers, secure_headers: Headers) -> None:
        self.application = application
        self._heads = Heads(house_headers, secure_headers)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._answer(environ) if environ["REQUEST_METHOD"] == "POST" else None
        if answer is None:
            return self.application(environ, start_response)
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # As Django says of every such answer: the log of a house that cannot record must show it.
            log.error(status, path=environ["PATH_INFO"])
        start_response(status, self._heads.of_answer(environ, answer.headers))
        return [answer.body]

    def _answer(self, environ: Environ) -> Answer | None:
        """The answer, or None for what was not begun."""
        found = find(environ["PATH_INFO"])
        if found is None or not (self._heads.is_ordinary(environ) and _is_plain(environ)):
            return None
        endpoint, parts, route = found
        try:
            # As before each of Django's requests: a connection that broke must not stay, an idle one is looked at.
            _let_go()
            held: Any = connection
            held.health_check_done = False
            translation.activate(environ.get("HTTP_ACCEPT_LANGUAGE", settings.LANGUAGE_CODE)[:2])
            admitted = admit(endpoint, environ)
        except Exception:
            _let_go()
            log.exception("The lane could not answer", path=environ["PATH_INFO"])
            return None
        environ[ROUTE] = route
        try:
            return answer_to(endpoint, admitted, environ, parts)
        finally:
            _let_go()


def _let_go() -> None:
    if connection.errors_occurred:
        connection.close_if_unusable_or_obsolete()


def _is_plain(environ: Environ) -> bool:
    """Whether the body is short words of a kind that is read here, and the answer is to be in English."""
    return (
        environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() in KINDS
        and (environ.get("CONTENT_LENGTH") or "0").isdigit()
        and "HTTP_TRANSFER_ENCODING" not in environ
        and environ.get("HTTP_ACCEPT_LANGUAGE", "en").startswith("en")
    )
