"""The lane and Django's view say the same of a delivery: status, headers, bytes; and do the same."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from coffeehouse.channels.federation import inbox_lane
from coffeehouse.channels.federation.inbox_lane import InboxLane
from coffeehouse.database import sql
from coffeehouse.engine import tally
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures import cavage
from coffeehouse.site.headers import on_every_answer, over_https
from tests.cast import add
from tests.channels.client_api.test_lane import Road, _keep_connection, ask, environ_of
from tests.federation.delivering import ACTIVITY, Sender, private, sender

pytestmark = pytest.mark.django_db
__all__ = ["_keep_connection"]
DJANGO = get_wsgi_application()
# The view's answers go through middleware that varies pages; a delivery has no page.
OF_PAGES = ("Content-Security-Policy", "Content-Language", "Vary")


def delivery(dee: Sender, body: bytes, path: str = "/inbox", **more: str) -> dict[str, Any]:
    """What the server hands to WSGI."""
    made = cavage.headers_for("POST", f"{settings.BASE_URL}{path}", body, dee.key_id, private(0), clock.now_ms())
    headers = {f"HTTP_{name.replace('-', '_').upper()}": value for name, value in made.items()}
    environ = environ_of(path, REQUEST_METHOD="POST", CONTENT_LENGTH=str(len(body)), CONTENT_TYPE=ACTIVITY, **headers)
    return environ | {"wsgi.input": io.BytesIO(body)} | more


def plain(heard: Any) -> Any:
    """The answer without what only pages need."""
    status, headers, body = heard
    return status, [(name, value) for name, value in headers if name not in OF_PAGES], body


@pytest.mark.parametrize(
    ("path", "more", "passes"),
    [
        ("/inbox", {}, False), ("/users/ada/inbox", {}, False), ("/users/nobody/inbox", {}, False),
        ("/inbox", {"wsgi.url_scheme": "https"}, False), ("/inbox", {"HTTP_SIGNATURE": ""}, False),
        ("/inbox", {"CONTENT_TYPE": "text/plain"}, False), ("/inbox", {"HTTP_DIGEST": "SHA-256=x"}, False),
        ("/inbox", {"HTTP_COOKIE": "a=b"}, True), ("/inbox", {"QUERY_STRING": "a=b"}, True),
        ("/actor/inbox", {}, True), ("/inbox", {"REQUEST_METHOD": "GET"}, True),
        # As long as a form may be: not read here (attack D1).
        ("/inbox", {"CONTENT_LENGTH": "50000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}, True),
    ],
)  # fmt: skip
def test_what_the_lane_says_is_what_the_view_says(path: str, more: dict[str, str], passes: bool) -> None:
    """Ordinary deliveries are answered in front; each other one goes on to the view."""
    add("ada")
    dee, road = sender(), Road()
    lane = InboxLane(road, on_every_answer(), over_https())
    body = json.dumps(dee.activity("Like", f"{settings.BASE_URL}/users/ada/statuses/1")).encode()
    heard = ask(lane, delivery(dee, body, path, **more))
    assert plain(heard) == plain(ask(DJANGO, delivery(dee, body, path, **more)))
    assert road.passed == passes


def test_what_is_delivered_by_the_lane_is_done() -> None:
    """And the gate hears which address it was."""
    ada, dee = add("ada"), sender()
    environ = delivery(dee, json.dumps(dee.activity("Follow", f"{settings.BASE_URL}/users/ada")).encode())
    assert ask(InboxLane(Road(), [], []), environ)[0] == "202 Accepted"
    assert sql.rows("SELECT account_id, target_id FROM people_follow") == [(dee.id, ada.account_id)]
    assert environ[tally.ROUTE] == "inbox"


def test_a_fault_of_the_lane_is_left_to_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the body as it came."""
    ada, dee, road = add("ada"), sender(), Road()
    monkeypatch.setattr(inbox_lane, "answer_to", lambda *_: 1 / 0)
    environ = delivery(dee, json.dumps(dee.activity("Follow", f"{settings.BASE_URL}/users/ada")).encode())
    assert ask(InboxLane(road, [], []), environ)[0] == "202 Accepted"
    assert road.passed == 1
    assert sql.rows("SELECT target_id FROM people_follow") == [(ada.account_id,)]
