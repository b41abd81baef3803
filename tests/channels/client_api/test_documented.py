"""Every operation that Mastodon documents is served, or absent for a reason that the reference page tells."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.channels.client_api.reference import ABSENT, page
from coffeehouse.channels.streaming.names import KNOWN
from tests.channels.client_api.api import Api
from tests.protocols.schema import documented

# Given by the streaming process at its own address; here they lead there.
STREAMS = {f"GET /api/v1/streaming/{name.replace(':', '/')}" for name in KNOWN} | {"GET /api/v1/streaming/health"}


def shape(path: str) -> str:
    """A path without the names of its variable pieces."""
    return re.sub(r"[{<]\w+[}>]", "{}", path)


def names(patterns: Any) -> set[str]:
    """The names of all routes of the house."""
    found: set[str] = set()
    for one in patterns:
        found |= names(one.url_patterns) if isinstance(one, URLResolver) else {str(one.name)}
        assert isinstance(one, (URLPattern, URLResolver))
    return found


def test_every_documented_operation_is_served_or_absent_for_a_reason() -> None:
    """All 210 of them; a new version of the document brings new ones to decide about."""
    mine = {shape(f"{method} /{path}") for method, path, _ in served()} | STREAMS
    others = {"GET /health": "health", "GET /oauth/authorize": "oauth/authorize",
              "GET /.well-known/oauth-authorization-server": "oauth-metadata"}  # fmt: skip
    mine |= {operation for operation, name in others.items() if name in names(get_resolver().url_patterns)}
    operations = documented()
    assert len(operations) >= 210
    undecided = [one for one in operations if shape(one) not in mine and not is_absent(one)]
    assert undecided == []
    both = [one for one in operations if shape(one) in mine and is_absent(one)]
    assert both == [], "served, though the page says it is not there"


def is_absent(operation: str) -> bool:
    path = shape(operation.partition(" ")[2])
    return any(f"{path}/".startswith(f"/{shape(one).rstrip('/')}/") for one in ABSENT)


@pytest.mark.parametrize("path", ABSENT)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_what_is_absent_is_404_for_every_method(ada: Api, path: str, method: str) -> None:
    """Neither an empty list nor a fault; and the page says why."""
    address = "/" + path.replace("<id>", "1")
    for one in (address, f"{address.rstrip('/')}/1", f"{address.rstrip('/')}/1/items"):
        reply = ada.send(method, one)
        assert (reply.status, reply.error) == (404, "Record not found"), one
    assert f"`/{path}` | {ABSENT[path]}" in page()
