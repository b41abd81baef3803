"""The lane of writes and Django's views say the same, and what is done there is done, refused and recorded once."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
import structlog

from coffeehouse.channels.client_api import writing_lane
from coffeehouse.channels.client_api.urls import urlpatterns
from coffeehouse.channels.client_api.writing_lane import ONE, PATHS, VERBS, WritingLane
from coffeehouse.database import sql
from coffeehouse.engine.tally import ROUTE
from coffeehouse.kernel.errors import Unavailable
from coffeehouse.site.headers import on_every_answer, over_https
from tests.cast import Cast
from tests.channels.client_api.test_lane import DJANGO, Heard, Road, _keep_connection, ask, environ_of, road

__all__ = ["_keep_connection", "road"]  # fixtures

SAY = "/api/v1/statuses"
# What differs between two posts that say the same.
OWN = re.compile(rb'"statuses_count":\d+|\d{17,}|\d{4}-\d\d-\d\dT[\d:.]+Z')


@pytest.fixture
def lane(road: Road) -> WritingLane:
    return WritingLane(road, on_every_answer(), over_https())


def sending(path: str, body: bytes = b"", kind: str = "application/json", **more: str) -> dict[str, Any]:
    """A POST of a body."""
    told = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), **more}
    return environ_of(path, **told) | {"wsgi.input": io.BytesIO(body)}


def says(**members: Any) -> bytes:
    """A body in JSON."""
    return msgspec.json.encode(members)


def bearer(token: str) -> dict[str, str]:
    """The header of a token."""
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def alike(heard: Heard) -> Heard:
    """An answer without what is a post's own."""
    status, headers, body = heard
    told = [(name, value) for name, value in headers if name != "Content-Length"]
    return status, told, OWN.sub(b"0", body)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (says(status="Bore da #tea @faye", visibility="unlisted", spoiler_text="Tea"), "application/json"),
        (says(status="Bore da", language="cy"), "Application/JSON; charset=utf-8"),
        (urlencode({"status": "Bore da & nos da", "sensitive": "true"}).encode(), "application/x-www-form-urlencoded"),
        (b"status=Bore+da&poll%5Boptions%5D%5B%5D=a&poll%5Boptions%5D%5B%5D=b&poll%5Bexpires_in%5D=3600", ""),
    ],
)
def test_a_post_is_what_the_view_would_have_made(
    cast: Cast, lane: WritingLane, road: Road, body: bytes, kind: str
) -> None:  # fmt: skip
    """Status, headers and entity; one row and one entry each; nothing passes by to Django."""
    token = bearer(cast.ada.token())
    direct, through = (alike(ask(way, sending(SAY, body, kind, **token))) for way in (DJANGO, lane))
    assert through == direct
    assert direct[0] == "200 OK"
    assert road.passed == 0
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 2
    assert sql.value("SELECT COUNT(*) FROM ledger_entry WHERE kind = 'post.published'") == 2


@pytest.mark.parametrize("verb", list(VERBS))
def test_what_is_pressed_under_a_post(cast: Cast, lane: WritingLane, road: Road, verb: str) -> None:
    """By two people, one by each way: the same answer, and it is done."""
    post_id = cast.ada.says("Bore da")
    tokens = [bearer(person.token()) for person in (cast.sam, cast.bevan)]
    if verb.startswith("un"):
        for token in tokens:
            done = ask(DJANGO, sending(f"{ONE}{post_id}/{verb[2:]}", b"", **token))
            assert done[0] == "200 OK"
    before = sql.value("SELECT COUNT(*) FROM ledger_entry")
    requests = [sending(f"{ONE}{post_id}/{verb}", b"", **token) for token in tokens]
    heard = [ask(DJANGO, requests[0]), ask(lane, requests[1])]
    assert [status for status, _, _ in heard] == ["200 OK"] * 2
    assert alike(heard[0])[1] == alike(heard[1])[1]
    first, second = (msgspec.json.decode(body) for _, _, body in heard)
    state = {"favourite": "favourited", "reblog": "reblogged", "bookmark": "bookmarked"}[verb.removeprefix("un")]
    assert first[state] is second[state] is (not verb.startswith("un"))
    assert first.keys() == second.keys()
    assert sql.value("SELECT COUNT(*) FROM ledger_entry") == before + 2
    assert road.passed == 0


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (says(status="a"), {}, "401"),
        (says(status="a"), {"HTTP_AUTHORIZATION": "Bearer wrong"}, "401"),
        (says(status="a"), {"HTTP_AUTHORIZATION": "narrow"}, "403"),
        (says(status=""), {"HTTP_AUTHORIZATION": "good"}, "422"),
        (b"", {"HTTP_AUTHORIZATION": "good"}, "422"),
        (says(status=["a"]), {"HTTP_AUTHORIZATION": "good"}, "422"),
        (says(status="a", in_reply_to_id="1"), {"HTTP_AUTHORIZATION": "good"}, "404"),
        (b'{"status":', {"HTTP_AUTHORIZATION": "good"}, "400"),
        (b"[1]", {"HTTP_AUTHORIZATION": "good"}, "400"),
        (b'{"status":"\xff"}', {"HTTP_AUTHORIZATION": "good"}, "400"),
        (says(status="a"), {"HTTP_AUTHORIZATION": "good", "QUERY_STRING": "a&" * 501}, "400"),
    ],
)
def test_a_refusal_is_the_views(
    cast: Cast, lane: WritingLane, road: Road, body: bytes, more: dict[str, str], status: str
) -> None:  # fmt: skip
    """U2, D2: word for word, and nothing is said."""
    tokens = {"good": bearer(cast.ada.token()), "narrow": bearer(cast.ada.token("read"))}
    more |= tokens.get(more.get("HTTP_AUTHORIZATION", ""), {})
    direct = ask(DJANGO, sending(SAY, body, **more))
    assert ask(lane, sending(SAY, body, **more)) == direct
    assert direct[0].startswith(status)
    assert road.passed == 0
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


@pytest.mark.parametrize("number", ["1", "9" * 19, "9" * 30, "0"])
def test_a_post_that_is_not_to_be_seen_is_not_there(cast: Cast, lane: WritingLane, number: str) -> None:
    """404, whatever the number; another's followers-only post as well."""
    token = bearer(cast.sam.token())
    hidden = cast.ada.says("Only followers", "followers")
    for path in (f"{ONE}{number}/favourite", f"{ONE}{hidden}/favourite"):
        direct = ask(DJANGO, sending(path, b"", **token))
        assert ask(lane, sending(path, b"", **token)) == direct
        assert direct[0] == "404 Not Found"


def test_what_policy_refuses_is_recorded_once(cast: Cast, lane: WritingLane, road: Road) -> None:
    """It is answered from here, with its rules, and not asked for again."""
    body, token = says(status=" ".join(f"@person{number}" for number in range(30))), bearer(cast.ada.token())
    direct, through = (ask(way, sending(SAY, body, **token)) for way in (DJANGO, lane))
    assert through == direct
    assert through[0] == "403 Forbidden"
    assert road.passed == 0
    assert sql.value("SELECT COUNT(*) FROM ledger_entry WHERE kind = 'act.refused'") == 2


def test_the_same_key_is_the_same_post(cast: Cast, lane: WritingLane) -> None:
    """Whichever way it comes the second time."""
    more = {**bearer(cast.ada.token()), "HTTP_IDEMPOTENCY_KEY": "one"}
    heard = [ask(way, sending(SAY, says(status="Once"), **more))[2] for way in (lane, DJANGO, lane)]
    assert len({msgspec.json.decode(body)["id"] for body in heard}) == 1
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 1


@pytest.mark.parametrize(
    ("path", "kind", "more"),
    [
        (SAY, "application/json", {"HTTP_COOKIE": "session=abc"}),
        (SAY, "application/json", {"HTTP_HOST": "evil.example"}),
        (SAY, "application/json", {"SCRIPT_NAME": "/elsewhere"}),
        (SAY, "application/json", {"HTTP_ACCEPT_LANGUAGE": "cy"}),
        (SAY, "application/json", {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (SAY, "application/json", {"REQUEST_METHOD": "PUT"}),
        (SAY, "application/json", {"QUERY_STRING": "a=1&" * 600}),
        (SAY, "text/plain", {}),
        (SAY, "multipart/form-data; boundary=x", {}),
        (f"{SAY}/", "application/json", {}),
        (f"{ONE}abc/favourite", "application/json", {}),
        (f"{ONE}1/pin", "application/json", {}),
        (f"{ONE}1/favourite/", "application/json", {}),
    ],
)
def test_what_is_unusual_passes_by(
    cast: Cast, lane: WritingLane, road: Road, path: str, kind: str, more: dict[str, str]
) -> None:  # fmt: skip
    """Django answers it, as it does without the lane."""
    body = says(status="Bore da")
    environ = sending(path, body, kind, **bearer(cast.ada.token()), **more)
    direct = ask(DJANGO, dict(environ) | {"wsgi.input": io.BytesIO(body)})
    assert alike(ask(lane, environ)) == alike(direct)
    assert road.passed == 1


def test_a_body_that_breaks_off_is_not_half_read(cast: Cast, lane: WritingLane) -> None:
    """What was sent is shorter than was said: nothing is published."""
    environ = sending(SAY, says(status="Bore da"), **bearer(cast.ada.token())) | {"CONTENT_LENGTH": "1000"}
    assert ask(lane, environ)[0] == "400 Bad Request"
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 0


def test_a_fault_after_it_began_is_not_tried_again(
    cast: Cast, lane: WritingLane, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """500, no detail; Django is not asked to do it a second time."""

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no such thing")

    monkeypatch.setattr("coffeehouse.channels.client_api.statuses.publish_command", broken)
    status, _, body = ask(lane, sending(SAY, says(status="Bore da"), **bearer(cast.ada.token())))
    assert (status, road.passed) == ("500 Internal Server Error", 0)
    assert b"no such thing" not in body


def test_a_house_that_cannot_record_says_so_in_its_log(
    cast: Cast, lane: WritingLane, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 for the app, an error for who looks after the house; tried once."""

    def full(*_: Any, **__: Any) -> Any:
        raise Unavailable("The house cannot record at this moment.")

    monkeypatch.setattr("coffeehouse.channels.client_api.calls.act", full)
    with structlog.testing.capture_logs() as said:
        status, _, _ = ask(lane, sending(SAY, says(status="Bore da"), **bearer(cast.ada.token())))
    assert (status, road.passed) == ("503 Service Unavailable", 0)
    assert [(line["log_level"], line["event"]) for line in said] == [("error", "503 Service Unavailable")]


def test_a_fault_before_anybody_was_let_in_is_left_to_django(
    cast: Cast, lane: WritingLane, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Nothing was read of the body by then: the view does it whole."""

    def broken(*_: Any) -> Any:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(writing_lane, "admit", broken)
    status, _, _ = ask(lane, sending(SAY, says(status="Bore da"), **bearer(cast.ada.token())))
    assert (status, road.passed) == ("200 OK", 1)
    assert sql.value("SELECT COUNT(*) FROM posts_post") == 1


def test_the_gate_hears_which_route_it_was(cast: Cast, lane: WritingLane) -> None:
    """By the name the view has: completeness counts both alike."""
    post_id = cast.ada.says("Bore da")
    for path in (SAY, f"{ONE}{post_id}/favourite"):
        told = []
        for way in (DJANGO, lane):
            environ = sending(path, says(status="Bore da"), **bearer(cast.ada.token()))
            ask(way, environ)
            told.append(environ[ROUTE])
        assert told[0] == told[1]


def test_over_https_it_says_so(cast: Cast, road: Road) -> None:
    """What Django adds there is added here."""
    lane = WritingLane(road, on_every_answer(), [("Strict-Transport-Security", "max-age=1")])
    environ = sending(SAY, says(status="Bore da"), **bearer(cast.ada.token())) | {"wsgi.url_scheme": "https"}
    assert ("Strict-Transport-Security", "max-age=1") in ask(lane, environ)[1]


def test_every_path_of_the_lane_is_a_route_to_the_same_endpoint() -> None:
    """The lane has no endpoint of its own."""
    routed: dict[str, Any] = {str(route.name): getattr(route.callback, "methods", {}) for route in urlpatterns}
    for path, endpoint in PATHS.items():
        assert routed[path[1:]]["POST"] is endpoint
    for verb, endpoint in VERBS.items():
        assert routed[f"{ONE[1:]}<id>/{verb}"]["POST"] is endpoint
