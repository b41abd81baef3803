"""Routes and their declarations joined: the endpoints as the OpenAPI document lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coffeehouse.channels.client_api.apps_oauth import oauth_refusal
from coffeehouse.channels.client_api.contract import OPERATIONS
from coffeehouse.channels.client_api.endpoints import Endpoint as Served
from coffeehouse.channels.client_api.urls import urlpatterns
from coffeehouse.protocols.contract import Endpoint
from coffeehouse.protocols.mastodon import embedded, entities, shapes

SPLICED = (
    shapes.Account, shapes.Status, entities.Poll, embedded.PreviewCard, embedded.Quote, embedded.ShallowQuote,
)  # fmt: skip
_VARIABLE = re.compile(r"<(\w+)>")


def served() -> Iterator[tuple[str, str, Served]]:
    """(method, path, endpoint) of every route but the one that says there is none."""
    for pattern in urlpatterns:
        if pattern.name != "nowhere":
            for method, endpoint in getattr(pattern.callback, "methods", {}).items():
                yield method, str(pattern.name), endpoint


def endpoints() -> list[Endpoint]:
    """Every declared endpoint."""
    return [
        Endpoint(
            method=method,
            path="/" + _VARIABLE.sub(r"{\1}", path),
            operation=OPERATIONS[f"{method} {path}"],
            summary=" ".join((one.core.__doc__ or "").strip().split("\n\n")[0].split()),
            group=_group(path),
            who=one.auth.who,
            scopes=one.auth.scopes,
            is_oauth=one.refuse is oauth_refusal,
        )
        for method, path, one in served()
        if f"{method} {path}" in OPERATIONS
    ]


def _group(path: str) -> str:
    pieces = path.split("/")
    return "oauth" if pieces[0] == "oauth" else pieces[2] if len(pieces) > 2 else pieces[-1]
