"""A request as it came over the wire, for those who check signatures."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

from coffeehouse.protocols.signatures.request import Incoming

# What stands unescaped in a path (RFC 3986).
PLAIN = "/:@!$&'()*+,;=~-._"


def incoming_of(request: HttpRequest, body: bytes = b"") -> Incoming:
    """Method, target, headers and body as signatures cover them.

    The target is that of the request, also where the answer comes from another address of the house (negotiation).
    """
    query = str(request.META.get("QUERY_STRING", ""))
    path = quote(str(request.META.get("PATH_INFO", "/")), safe=PLAIN)
    return Incoming(
        method=str(request.method),
        target=f"{path}?{query}" if query else path,
        authority=str(request.META.get("HTTP_HOST", "")),
        scheme=settings.BASE_URL.partition("://")[0],
        headers=tuple((name.lower(), value) for name, value in request.headers.items()),
        body=body,
    )
