"""The lane and Django's views say the same: bytes, status and headers, for every hot read and every refusal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application

from coffeehouse.channels.client_api import lane as lane_module
from coffeehouse.channels.client_api.lane import PATHS, VARIABLE, Lane
from coffeehouse.channels.client_api.urls import urlpatterns
from coffeehouse.database import sql
from coffeehouse.domain.posts.commands import FavouritePost
from coffeehouse.site.headers import on_every_answer, over_https
from tests.cast import Cast

Heard = tuple[str, list[tuple[str, str]], bytes]
DJANGO = get_wsgi_application()


def environ_of(path: str, query: str = "", **more: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }


def ask(application: Any, environ: dict[str, Any]) -> Heard:
    """Status, headers and body; of what is left to the token no more than that it is told (test_allowance)."""
    heard: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        moving = ("X-RateLimit-Remaining", "X-RateLimit-Reset")  # the second moves on every five minutes
        told = [(name, "some" if name in moving else value) for name, value in headers]
        heard.extend((status, sorted(told)))

    body = b"".join(application(environ, start_response))
    return heard[0], heard[1], body


class Road:
    """Stands where Django stands, and counts who comes by."""

    def __init__(self) -> None:
        self.passed = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.passed += 1
        return DJANGO(environ, start_response)


@pytest.fixture
def road() -> Road:
    return Road()


@pytest.fixture
def lane(road: Road) -> Lane:
    return Lane(road, on_every_answer(), over_https())


@pytest.fixture(autouse=True)
def _keep_connection() -> Iterator[None]:
    """Django closes the test's connection at the end of a request; here it is the test's transaction."""
    from django.core import signals
    from django.db import close_old_connections

    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def reads(cast: Cast) -> list[tuple[str, str]]:
    """(path, query) of every kind of hot read, with something to show on each."""
    first = cast.ada.says("One #tea with @faye")
    for number in range(3):
        cast.ada.says(f"More {number} #tea")
    cast.faye.says("An answer", in_reply_to_id=first)
    cast.faye.does(FavouritePost(post_id=first))
    return [
        ("/api/v1/timelines/home", "limit=2"),
        ("/api/v1/timelines/home", ""),
        ("/api/v1/timelines/public", "local=true&limit=2"),
        ("/api/v1/timelines/public", "only_media=true"),
        ("/api/v1/timelines/tag/tea", "limit=1"),
        ("/api/v1/timelines/tag/nothing", ""),
        (f"/api/v1/accounts/{cast.ada.id}/statuses", "exclude_replies=1&limit=2"),
        (f"/api/v1/accounts/{cast.ada.id}/statuses", "pinned=true"),
        (f"/api/v1/statuses/{first}", ""),
        (f"/api/v1/statuses/{first}/context", ""),
        ("/api/v1/notifications", "exclude_types%5B%5D=follow&limit=1"),
        ("/api/v1/accounts/verify_credentials", ""),
        ("/api/v2/search", "q=tea&limit=2"),
    ]


def test_every_hot_read_is_byte_for_byte_the_view(cast: Cast, lane: Lane, road: Road) -> None:
    """Same status, same headers, same bytes, and the lane really answered."""
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {cast.ada.token()}"}
    for path, query in reads(cast):
        direct = ask(DJANGO, environ_of(path, query, **bearer))
        through = ask(lane, environ_of(path, query, **bearer))
        assert through == direct, path
        assert direct[0] == "200 OK", direct
    assert road.passed == 0


def test_the_public_reads_need_no_token(cast: Cast, lane: Lane, road: Road) -> None:
    """Without a token the lane answers what anybody may read, as the view does."""
    for path, query in reads(cast):
        direct = ask(DJANGO, environ_of(path, query))
        assert ask(lane, environ_of(path, query)) == direct, path
        is_public = not path.endswith(("home", "notifications", "verify_credentials"))
        assert direct[0] == ("200 OK" if is_public else "401 Unauthorized"), path


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "401"),
        ({"HTTP_AUTHORIZATION": "Bearer wrong"}, "401"),
        ({"HTTP_AUTHORIZATION": "Basic YTpi"}, "401"),
        ({"HTTP_AUTHORIZATION": "narrow"}, "403"),
        ({"HTTP_AUTHORIZATION": "good", "HTTP_HOST": "evil.example"}, "400"),
        ({"HTTP_AUTHORIZATION": "good", "HTTP_HOST": "localhost.evil.example:8000"}, "400"),
        ({"HTTP_AUTHORIZATION": "good", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0"}, "405"),
        ({"HTTP_AUTHORIZATION": "good", "REQUEST_METHOD": "OPTIONS"}, "204"),
    ],
)
def test_a_refusal_is_the_views(cast: Cast, lane: Lane, more: dict[str, str], status: str) -> None:
    """U2: no token, a wrong one, a narrow one, a strange host, another method: what Django says, word for word."""
    tokens = {"good": f"Bearer {cast.ada.token()}", "narrow": f"Bearer {cast.ada.token('write:media')}"}
    more = {name: tokens.get(value, value) for name, value in more.items()}
    direct = ask(DJANGO, environ_of("/api/v1/timelines/home", **more))
    assert ask(lane, environ_of("/api/v1/timelines/home", **more)) == direct
    assert direct[0].startswith(status)


@pytest.mark.parametrize(
    ("path", "query", "more"),
    [
        ("/api/v1/statuses/1", "", {}),
        ("/api/v1/statuses/abc", "", {}),
        ("/api/v1/statuses/99999999999999999999", "", {}),
        ("/api/v1/accounts/1/statuses", "", {}),
        ("/api/v1/timelines/home/", "", {}),
        ("/api/v1/timelines/home", "a=1&" * 600, {}),
        ("/api/v1/timelines/home", "limit=-5&max_id=abc&min_id=99999999999999999999999", {}),
        ("/api/v1/timelines/home", "max_id[]=1", {}),
        ("/api/v1/timelines/tag/t%C3%A9", "", {}),
        ("/api/v1/timelines/home", "", {"HTTP_COOKIE": "session=abc"}),
        ("/api/v1/accounts/relationships", "", {}),
    ],
)
def test_what_is_unusual_is_answered_alike(cast: Cast, lane: Lane, path: str, query: str, more: dict[str, str]) -> None:
    """D11: odd paths and queries get the same answer on both ways."""
    more = {"HTTP_AUTHORIZATION": f"Bearer {cast.ada.token()}", **more}
    assert ask(lane, environ_of(path, query, **more)) == ask(DJANGO, environ_of(path, query, **more))


def test_a_revoked_token_is_dead_in_the_lane_at_once(cast: Cast, lane: Lane) -> None:
    """U4: nothing in the lane remembers a token."""
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {cast.ada.token()}"}
    assert ask(lane, environ_of("/api/v1/timelines/home", **bearer))[0] == "200 OK"
    sql.execute("UPDATE people_token SET revoked_at = 1")
    assert ask(lane, environ_of("/api/v1/timelines/home", **bearer))[0] == "401 Unauthorized"


def test_a_fault_in_the_lane_is_left_to_django(
    cast: Cast, lane: Lane, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks here, the view still gets to answer, and no detail goes out."""

    def broken(*_: Any) -> Any:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(lane_module, "Call", broken)
    heard = ask(lane, environ_of("/api/v1/timelines/public"))
    assert (heard[0], road.passed) == ("200 OK", 1)


def test_every_path_of_the_lane_is_a_route_to_the_same_endpoint() -> None:
    """The lane has no endpoint of its own."""
    routed: dict[str, Any] = {str(route.name): getattr(route.callback, "methods", {}) for route in urlpatterns}
    assert len(PATHS) + len(VARIABLE) == 9
    for path, endpoint in PATHS.items():
        assert routed[path.removeprefix("/")]["GET"] is endpoint
    for (before, after), (piece, endpoint) in VARIABLE.items():
        assert routed[f"{before.removeprefix('/')}<{piece}>{after}"]["GET"] is endpoint
    hot = {*PATHS.values(), *(endpoint for _, endpoint in VARIABLE.values())}
    for methods in routed.values():
        for endpoint in methods.values():
            # What anybody may read in the lane has no ETag: making it would cost as much as the answer.
            assert endpoint.is_hot == (endpoint in hot and endpoint.auth.who == "anybody")
