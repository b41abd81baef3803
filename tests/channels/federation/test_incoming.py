"""What signatures cover is what came over the wire."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from coffeehouse.channels.federation.incoming import incoming_of


@pytest.mark.parametrize(
    "target",
    [
        "/users/ada", "/users/ada/outbox?page=true&max_id=7", "/@ada", "/@ada/7?x=%2F", "/users/a%20b", "/inbox?",
        "/users/%C3%A9?q=%C3%A9",
    ],
)  # fmt: skip
def test_the_target_is_what_was_asked(target: str) -> None:
    """Path and query as sent, also where the path was led on to another view."""
    request = RequestFactory().generic("GET", target, headers={"Host": "localhost:8000", "X-Twice": "a, b"})
    request.path_info = "/somewhere/else"
    incoming = incoming_of(request)
    assert incoming.target == target.removesuffix("?")
    assert (incoming.method, incoming.authority, incoming.scheme) == ("GET", "localhost:8000", "http")
    assert incoming.all("x-twice") == ("a, b",)
    assert incoming.all("host") == ("localhost:8000",)


def test_the_body_is_handed_on() -> None:
    """Digests are made of it."""
    request = RequestFactory().post("/inbox", b"{}", content_type="application/activity+json")
    assert incoming_of(request, request.body).body == b"{}"
