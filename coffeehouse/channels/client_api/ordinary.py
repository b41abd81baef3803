"""What both lanes of this channel ask of a request before they take it, and the headers of what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from coffeehouse.channels.client_api.answers import COMMON, IMPERSONAL, PERSONAL

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

MAX_QUERY = 2_000
MAX_HOSTS = 100


class Heads:
    """Heads of requests and answers. `house_headers`: what Django and the site add to every answer; `secure_headers`:
    what they add over HTTPS."""

    def __init__(self, house_headers: Headers, secure_headers: Headers) -> None:
        self._hosts: set[str] = set()
        plain = [*COMMON, *house_headers]
        merged = [(name, value) for name, value in plain if name != "Vary"]
        merged.append(("Vary", ", ".join(value for name, value in plain if name == "Vary")))
        self._personal = [*merged, PERSONAL]
        self._impersonal = [*merged, IMPERSONAL]
        self._secure = secure_headers

    def of_answer(self, environ: Environ, more: Iterable[tuple[str, str]]) -> Headers:
        """The headers of an answer. more: its own."""
        headers = [*(self._personal if "HTTP_AUTHORIZATION" in environ else self._impersonal), *more]
        return [*headers, *self._secure] if environ["wsgi.url_scheme"] == "https" else headers

    def is_ordinary(self, environ: Environ) -> bool:
        """Whether there is nothing about the request that is Django's business: a cookie, a strange host."""
        return (
            "HTTP_COOKIE" not in environ
            and len(environ.get("QUERY_STRING", "")) <= MAX_QUERY
            and not environ.get("SCRIPT_NAME")
            and self._is_our_host(environ)
        )

    def _is_our_host(self, environ: Environ) -> bool:
        host = environ.get("HTTP_HOST", "")
        if host in self._hosts:
            return True
        domain, _ = split_domain_port(host)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return False
        if len(self._hosts) < MAX_HOSTS:
            self._hosts.add(host)
        return True
