"""The inbox in front of Django: deliveries are what other servers ask most.

Only an ordinary POST to an inbox is answered here, by the function the view calls, with its words and headers. A
fault goes on to Django with its body unread, as far as Django can tell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import structlog
from django.db import connection

from coffeehouse.channels.federation.inbox import PLAIN, WORDS, answer_to
from coffeehouse.channels.federation.incoming import incoming_from
from coffeehouse.engine.tally import ROUTE
from coffeehouse.protocols.activitypub.strict_json import MAX_BYTES

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]
INBOX = re.compile(r"/(?:users/(?P<name>[A-Za-z0-9_]{1,64})/)?inbox")
# What would make it another's business.
UNUSUAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "SCRIPT_NAME", "QUERY_STRING", "HTTP_TRANSFER_ENCODING")
log = structlog.get_logger(__name__)


class InboxLane:
    """Wraps `application` (Django), behind the gate, which knows our hosts and how long a body may be.

    `house_headers`: what Django and the site add to every answer; `secure_headers`: what they add over HTTPS.
    """

    def __init__(self, application: Application, house_headers: Headers, secure_headers: Headers) -> None:
        self.application = application
        self._headers, self._secure = house_headers, secure_headers

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = INBOX.fullmatch(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        length = environ.get("CONTENT_LENGTH") or ""
        if found is None or not length.isdigit() or any(environ.get(name) for name in UNUSUAL):
            return self.application(environ, start_response)
        if int(length) > MAX_BYTES:
            # A form may be long at the gate; nobody delivers one.
            return self.application(environ, start_response)
        body = environ["wsgi.input"].read(int(length))
        name = found["name"] or ""
        try:
            answer = answer_to(incoming_from(environ, body), name)
        except Exception:
            # As after each of Django's requests: a connection that broke must not stay. Django then tries once more.
            if connection.errors_occurred:
                connection.close_if_unusable_or_obsolete()
            log.exception("The lane could not answer", path=environ["PATH_INFO"])
            return self.application(environ | {"wsgi.input": io.BytesIO(body)}, start_response)
        environ[ROUTE] = "actor-inbox" if name else "inbox"
        words = f"{WORDS[answer.status]}\n" if WORDS[answer.status] else ""
        headers = [("Content-Type", PLAIN), ("Cache-Control", "no-store")]
        if answer.retry_after:
            headers.append(("Retry-After", str(answer.retry_after)))
        is_secure = environ["wsgi.url_scheme"] == "https"
        start_response(
            f"{answer.status} {HTTPStatus(answer.status).phrase}",
            [*headers, *self._headers, *(self._secure if is_secure else ())],
        )
        return [words.encode()]
