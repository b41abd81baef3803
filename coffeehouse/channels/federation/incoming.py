"""A request as it came over the wire, for those who check signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

from coffeehouse.protocols.addresses import network_of
from coffeehouse.protocols.signatures.request import Incoming

# What stands unescaped in a path (RFC 3986).
PLAIN = "/:@!$&'()*+,;=~-._"


def incoming_of(request: HttpRequest, body: bytes = b"") -> Incoming:
    """Method, target, headers and body as signatures cover them.

    The target is that of the request, also where the answer comes from another address of the house (negotiation).
    """
    return incoming_from(request.META, body)


def incoming_from(environ: Mapping[str, Any], body: bytes) -> Incoming:
    """The same of a request that Django has not seen; its path is plain."""
    query = str(environ.get("QUERY_STRING", ""))
    path = quote(str(environ.get("PATH_INFO", "/")), safe=PLAIN)
    headers = [(name[5:], value) for name, value in environ.items() if name.startswith("HTTP_")]
    headers += [(name, environ[name]) for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)]
    return Incoming(
        method=str(environ["REQUEST_METHOD"]),
        target=f"{path}?{query}" if query else path,
        authority=str(environ.get("HTTP_HOST", "")),
        scheme=settings.BASE_URL.partition("://")[0],
        headers=tuple((name.replace("_", "-").lower(), str(value)) for name, value in headers),
        body=body,
        peer=network_of(str(environ.get("REMOTE_ADDR", ""))),
    )
