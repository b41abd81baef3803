"""Large files, whole: this process keeps slow connections open without holding anybody else up.

The web channel decides who may have a file and gives a ticket for some minutes; here only the ticket is looked at.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from coffeehouse.channels.streaming.names import Refused
from coffeehouse.domain import files
from coffeehouse.domain.posts import lending

PREFIX = "/api/v1/streaming/files/"
PIECE = 262_144


async def send_file(scope: Any, send: Any) -> None:
    """The file the path names, for whoever has its ticket. Raises Refused."""
    key = scope["path"].removeprefix(PREFIX)
    ticket = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
    path = files.path_of(key)
    content_type = files.CONTENT_TYPES.get(path.suffix)
    # The ticket is for this very text, so nothing outside the folder can be asked for.
    if content_type is None or not lending.is_ticket(key, ticket) or not path.is_file():
        raise Refused(404, "Not found")
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(path.stat().st_size).encode()),
        (b"cache-control", b"private, max-age=86400"),
        (b"content-security-policy", b"default-src 'none'; sandbox"),
        (b"x-content-type-options", b"nosniff"),
        (b"access-control-allow-origin", b"*"),
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"referrer-policy", b"no-referrer"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
