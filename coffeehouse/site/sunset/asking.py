"""Asks the house for one of its own pages, as a visitor who is not signed in: in this process, without a network."""

from __future__ import annotations

import io
import sys
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings


class Answer(NamedTuple):
    """What the house answered. media_type: without its parameters."""

    status: int
    media_type: str
    body: bytes


def ask(address: str) -> Answer:
    """GET a path with its query, through everything a visitor's request goes through."""
    from coffeehouse.site.wsgi import application

    base = urlsplit(settings.BASE_URL)
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),  # WSGI's way to carry bytes (PEP 3333)
        "QUERY_STRING": query,
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": base.netloc,
        "HTTP_ACCEPT_LANGUAGE": settings.LANGUAGE_CODE,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
    }
    began: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        began["status"] = int(status[:3])
        began["type"] = next((value for name, value in headers if name.lower() == "content-type"), "")

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return Answer(began["status"], began["type"].partition(";")[0].strip().lower(), body)
