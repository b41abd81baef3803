"""Where a form may send the reader next: only somewhere in this house.

Stands before every redirect. An address from a form or a link is never trusted.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.http import url_has_allowed_host_and_scheme


def inside(address: str, fallback: str) -> str:
    """The address when it is a path of this house (one slash, no host, no control characters), else the fallback."""
    if (
        not address.startswith("/")
        or address.startswith(("//", "/\\"))
        or "\\" in address
        or "//" in address.split("?")[0]
    ):
        return fallback
    if any(ord(letter) < 0x21 or ord(letter) == 0x7F for letter in address) or len(address) > 2_000:
        return fallback
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else fallback


def with_query(address: str, **more: str) -> str:
    """The path with members added to or replaced in its query; an empty value takes one away."""
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **more}
    kept = {name: value for name, value in query.items() if value != ""}
    return urlunsplit(("", "", parts.path, urlencode(kept), parts.fragment))
