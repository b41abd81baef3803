"""Pages of people and posts for visitors: the same page for all who ask alike, and never one that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections

from coffeehouse.channels.web.visitors import LONGEST, VisitorsLane
from coffeehouse.database import sql
from coffeehouse.domain.posts.commands import DeletePost, EditPost
from coffeehouse.kernel import clock
from tests.cast import Cast
from tests.channels.client_api.test_lane import Heard, Road, ask, environ_of
from tests.committed import elsewhere, empty_ledger

pytestmark = pytest.mark.django_db(transaction=True)
ON_SQLITE = pytest.mark.skipif(sql.is_postgres(), reason="PostgreSQL has no number for its state: nothing is kept")


@pytest.fixture(autouse=True)
def _one_second(transactional_db: None) -> Iterator[None]:
    """The clock stands, the connection stays open, and nothing is left afterwards."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with clock.at(clock.now_ms()):
        yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    empty_ledger()


@pytest.fixture
def road() -> Road:
    return Road()


@pytest.fixture
def lane(road: Road) -> VisitorsLane:
    return VisitorsLane(road)


def page(lane: Any, path: str, query: str = "", **more: str) -> Heard:
    return ask(lane, environ_of(path, query, HTTP_ACCEPT="text/html", **more))


@ON_SQLITE
def test_the_second_visitor_gets_the_page_of_the_first(cast: Cast, lane: VisitorsLane, road: Road) -> None:
    """Byte for byte what Django says, headers too; Django is asked once for each page."""
    post = cast.ada.says("The river is rising")
    for path in (f"/@ada/{post}", "/@ada"):
        first = page(lane, path)
        assert first[0] == "200 OK"
        assert b"The river is rising" in first[2]
        assert first == page(lane, path, REMOTE_ADDR="198.51.100.7") == page(road, path)
    assert road.passed == 4  # two of them by this test itself


def test_every_language_and_kind_of_document_has_its_own(cast: Cast, lane: VisitorsLane) -> None:
    post = cast.ada.says("Bore da")
    for _ in range(2):
        assert b'<html lang="en"' in page(lane, f"/@ada/{post}")[2]
        assert b'<html lang="cy"' in page(lane, f"/@ada/{post}", HTTP_ACCEPT_LANGUAGE="cy")[2]
        document = ask(lane, environ_of(f"/@ada/{post}", HTTP_ACCEPT="application/activity+json"))
        assert (document[0], document[2][:1]) == ("401 Unauthorized", b"{")  # a document is given to who signs
        assert page(lane, "/@ada", "page=2") != page(lane, "/@ada")


@ON_SQLITE
def test_secure_and_plain_are_kept_apart(cast: Cast, lane: VisitorsLane, road: Road) -> None:
    """Only a page that came by HTTPS tells the browser to stay there."""
    for scheme in ("http", "https", "http", "https"):
        assert page(lane, "/@ada", **{"wsgi.url_scheme": scheme})[0] == "200 OK"
    assert road.passed == 2


def test_a_change_is_seen_at_once(cast: Cast, lane: VisitorsLane) -> None:
    """An edit of this process, one of another, and the deletion: a corrected warning must not be shown again."""
    post = cast.ada.says("Stay in your homes")
    path = f"/@ada/{post}"
    for _ in range(2):
        assert b"Stay in your homes" in page(lane, path)[2]
    cast.ada.does(EditPost(post_id=post, text="Leave your homes"))
    for _ in range(2):
        assert b"Leave your homes" in page(lane, path)[2]
    elsewhere(partial(cast.ada.does, EditPost(post_id=post, text="Go to the school")))
    for _ in range(2):
        assert b"Go to the school" in page(lane, path)[2]
    elsewhere(partial(cast.ada.does, DeletePost(post_id=post)))
    assert b"Go to the school" not in page(lane, path)[2]


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_SIGNATURE": 'keyId="https://other.example/actor#main-key"'},
        {"HTTP_SIGNATURE_INPUT": "sig=()"},
        {"HTTP_IF_NONE_MATCH": '"abc"'},
        {"HTTP_ACCEPT_LANGUAGE": "cy," * LONGEST},
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_who_may_be_told_something_else_is_asked_by_django(
    cast: Cast, lane: VisitorsLane, road: Road, more: dict[str, str]
) -> None:
    """P1: nobody's own page is kept, and nobody gets a kept one who may get their own."""
    cast.ada.says("Bore da")
    page(lane, "/@ada")
    passed = road.passed
    assert page(lane, "/@ada", **more) == page(road, "/@ada", **more)
    page(lane, "/@ada", **more)
    assert road.passed == passed + 3


def test_refusals_are_not_kept(cast: Cast, lane: VisitorsLane, road: Road) -> None:
    """P1: what is for followers is not there, each time anew; nor is what never was."""
    post = cast.ada.says("For those who follow", visibility="followers")
    for path in (f"/@ada/{post}", "/@nobody"):
        for _ in range(2):
            assert page(lane, path)[0] == "404 Not Found"
    assert road.passed == 4


def test_other_pages_pass_by(cast: Cast, lane: VisitorsLane, road: Road) -> None:
    """A form has a key of its own for each visitor."""
    for _ in range(2):
        assert page(lane, "/sign-in")[0] == "200 OK"
    assert road.passed == 2


@ON_SQLITE
@pytest.mark.parametrize(
    ("headers", "times"),
    [
        ([("Vary", "Accept-Language"), ("Cache-Control", "no-cache")], 1),
        ([("Vary", "Accept-Language"), ("Cache-Control", "private, no-store")], 2),
        ([("Vary", "Accept-Language"), ("Cache-Control", "no-cache"), ("Set-Cookie", "a=b")], 2),
        ([("Vary", "Accept-Language, Cookie"), ("Cache-Control", "no-cache")], 2),
        ([("Vary", "Accept-Language")], 2),
        ([("Cache-Control", "no-cache")], 2),
    ],
)
def test_what_is_somebodys_own_is_not_kept(headers: list[tuple[str, str]], times: int) -> None:
    """Only what Django marks as nobody's own: else the second question goes to it again."""
    sql.value("SELECT 1")  # without an open connection nothing would be kept anyway
    asked = []

    class Answer(list[bytes]):
        streaming = False

        def close(self) -> None:
            asked.append("closed")

    def application(_: Any, start_response: Any) -> Answer:
        asked.append("asked")
        start_response("200 OK", headers)
        return Answer([b"own"])

    lane = VisitorsLane(application)
    for _ in range(2):
        page(lane, "/@ada")
    assert asked.count("asked") == times


def test_a_fault_of_the_database_is_djangos_to_tell(
    cast: Cast, lane: VisitorsLane, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise DatabaseError("no such file")

    monkeypatch.setattr(sql, "version", broken)
    assert page(lane, "/@ada")[0] == "200 OK"
    assert road.passed == 1
