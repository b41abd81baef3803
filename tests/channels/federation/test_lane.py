"""The lane and Django's view say the same of a handle: status, headers, bytes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application

from coffeehouse.channels.federation.lane import PATH, WebFingerLane
from coffeehouse.site.headers import on_every_answer, over_https
from tests.cast import add
from tests.channels.client_api.test_lane import Road, _keep_connection, ask, environ_of

pytestmark = pytest.mark.django_db
__all__ = ["_keep_connection"]
DJANGO = get_wsgi_application()
OURS = "resource=acct:ada@localhost:8000"


@pytest.mark.parametrize(
    ("query", "more", "passes"),
    [
        (OURS, {}, False),
        (OURS, {"wsgi.url_scheme": "https"}, False),
        ("resource=http%3A%2F%2Flocalhost%3A8000%2F%40ada", {"HTTP_ACCEPT": "*/*"}, False),
        (OURS, {"HTTP_COOKIE": "session=abc"}, True),
        (OURS, {"REQUEST_METHOD": "HEAD"}, True),
        (OURS, {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0"}, True),
        (f"{OURS}&rel=self", {}, True),
        ("resource=acct:nobody@localhost:8000", {}, True),
        ("resource=acct:ada@elsewhere.example", {}, True),
        (f"resource={'a' * 600}", {}, True),
        ("", {}, True),
    ],
)
def test_what_the_lane_says_is_what_the_view_says(query: str, more: dict[str, str], passes: bool) -> None:
    """Plain questions about accounts of ours are answered in front; each other one goes on to the view."""
    add("ada")
    road = Road()
    lane: Any = WebFingerLane(road, on_every_answer(), over_https())
    direct = ask(DJANGO, environ_of(PATH, query, **more))
    assert ask(lane, environ_of(PATH, query, **more)) == direct
    assert road.passed == passes
