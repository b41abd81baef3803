"""WebFinger in front of Django: every server that meets a handle of ours asks it first.

Only a plain question that has an answer is answered here, in the words and with the headers of the view. Everything
else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import structlog
from django.db import connection

from coffeehouse.channels.federation.discovery import CORS, JRD, LONGEST_RESOURCE, webfinger

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]
PATH = "/.well-known/webfinger"
# What would make Django's answer another one, or another's business.
UNUSUAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "SCRIPT_NAME")
log = structlog.get_logger(__name__)


class WebFingerLane:
    """Wraps `application` (Django), behind the gate, which knows our hosts.

    `house_headers`: what Django and the site add to every answer; `secure_headers`: what they add over HTTPS.
    """

    def __init__(self, application: Application, house_headers: Headers, secure_headers: Headers) -> None:
        self.application = application
        self._secure = secure_headers
        self._headers = [("Content-Type", JRD), *CORS.items(), ("Cache-Control", "no-cache"), *house_headers]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = _answer(environ) if environ["PATH_INFO"] == PATH else None
        if found is None:
            return self.application(environ, start_response)
        is_secure = environ["wsgi.url_scheme"] == "https"
        start_response("200 OK", [*self._headers, *self._secure] if is_secure else self._headers)
        return [found]


def _answer(environ: Environ) -> bytes | None:
    if environ["REQUEST_METHOD"] != "GET" or any(environ.get(name) for name in UNUSUAL):
        return None
    asked = parse_qsl(environ.get("QUERY_STRING", "")[:LONGEST_RESOURCE])
    if len(asked) != 1 or asked[0][0] != "resource" or len(asked[0][1]) >= LONGEST_RESOURCE:
        return None
    try:
        return webfinger(asked[0][1])
    except Exception:
        if connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()
        log.exception("The lane could not answer", path=PATH)
        return None
