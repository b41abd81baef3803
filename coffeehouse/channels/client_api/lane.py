"""The lane: hot reads answered in front of Django, in the same process and on the same connection.

A request that is in every way ordinary (method GET, a known path, a bearer token or none, no cookie, one of our hosts)
goes to the very function its Django view calls, or gets what that function said within this second, if nothing has
changed. Only a success is sent from here. Everything else, each refusal and each fault among it, goes on to Django: so
the lane can say nothing that the view would not say.
"""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from django.db import connection

from coffeehouse.channels.client_api import accounts, notifications, search, statuses, timelines
from coffeehouse.channels.client_api.allowance import TAKEN, take
from coffeehouse.channels.client_api.calls import Answer, Call, query_pairs
from coffeehouse.channels.client_api.endpoints import Endpoint
from coffeehouse.channels.client_api.ordinary import Application, Environ, Headers, Heads, StartResponse
from coffeehouse.database.recent import Recent
from coffeehouse.kernel.errors import Problem

log = structlog.get_logger(__name__)

# Whole paths, then those with one variable piece: (pieces before it, pieces after it) → endpoint and its name.
PATHS: dict[str, Endpoint] = {
    "/api/v1/timelines/home": timelines.read_home,
    "/api/v1/timelines/public": timelines.read_public,
    "/api/v1/notifications": notifications.read_notifications,
    "/api/v1/accounts/verify_credentials": accounts.verify_credentials,
    "/api/v2/search": search.search,
}
VARIABLE: dict[tuple[str, str], tuple[str, Endpoint]] = {
    ("/api/v1/statuses/", ""): ("id", statuses.read_status),
    ("/api/v1/statuses/", "/context"): ("id", statuses.read_context),
    ("/api/v1/accounts/", "/statuses"): ("id", timelines.read_account_statuses),
    ("/api/v1/timelines/tag/", ""): ("hashtag", timelines.read_tag),
}
PREFIXES = tuple(dict.fromkeys(before for before, _ in VARIABLE))


def find(path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """The endpoint of a path and its variable piece, or None."""
    endpoint = PATHS.get(path)
    if endpoint is not None:
        return endpoint, {}
    for before in PREFIXES:
        if path.startswith(before):
            piece, slash, after = path[len(before) :].partition("/")
            found = VARIABLE.get((before, slash + after))
            # Django decodes what is not ASCII; ids are numbers, else they may be another route's word.
            is_plain = piece.isdigit() or (found is not None and found[0] == "hashtag" and piece.isprintable())
            if found is None or not (piece.isascii() and is_plain):
                return None
            return found[1], {found[0]: piece}
    return None


class Lane:
    """Wraps `application` (Django). Headers: see `Heads`."""

    def __init__(self, application: Application, house_headers: Headers, secure_headers: Headers) -> None:
        self.application = application
        self._heads = Heads(house_headers, secure_headers)
        self._recent: Recent[Answer] = Recent()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._answer(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if answer is None:
            return self.application(environ, start_response)
        start_response("200 OK", self._heads.of_answer(environ, (*answer.headers, *environ[TAKEN].headers)))
        return [answer.body]

    def _answer(self, environ: Environ) -> Answer | None:
        """The answer, or None for whatever is Django's to answer."""
        found = find(environ["PATH_INFO"])
        if found is None or not self._heads.is_ordinary(environ):
            return None
        endpoint, parts = found
        try:
            actor = endpoint.auth.admit(environ.get("HTTP_AUTHORIZATION", ""), environ.get("REMOTE_ADDR", ""))
            taken = environ[TAKEN] = take(actor)
            if taken.problem is not None:
                return None
            path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
            # Among those without a token it does not matter who asks.
            asked = (None if actor.token_id is None else actor, path, query)
            answer = self._recent.find(asked)
            if answer is None:
                answer = endpoint.answer(Call(actor, path, query_pairs(query), parts))
                self._recent.keep(asked, answer, len(answer.body))
            return answer
        except Problem:
            return None
        except Exception:
            # As after each of Django's requests: a connection that broke must not stay. Django then tries once more.
            if connection.errors_occurred:
                connection.close_if_unusable_or_obsolete()
            log.exception("The lane could not answer", path=environ["PATH_INFO"])
            return None
