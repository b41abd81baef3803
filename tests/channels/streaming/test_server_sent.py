"""Server-sent events and the plain requests of the streaming port."""

from __future__ import annotations

import http.client
import json

import pytest

from tests.channels.streaming.streams import app, ask, call, follow, port_of, raw, say, sent
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def tokens(house: RunningHouse) -> dict[str, str]:
    made = {name: house.token(name) for name in ("ada", "faye")}
    follow(house, made["faye"], "ada")
    return made


@pytest.mark.parametrize(
    "path",
    ["user", "public", "public/local", "public?local=true", "hashtag?tag=tea", "hashtag/local?tag=TEA", "list?list={}"],
)
def test_an_update_on_every_path(house: RunningHouse, tokens: dict[str, str], path: str) -> None:
    """Head, welcome, event, data, blank line; nothing may keep it back on the way."""
    list_id = call(house, "POST", "/api/v1/lists", tokens["faye"], title="Friends")["id"]
    ada = call(house, "GET", "/api/v1/accounts/lookup?acct=ada", tokens["faye"])["id"]
    call(house, "POST", f"/api/v1/lists/{list_id}/accounts", tokens["faye"], account_ids=[ada])
    with sent(house, f"/api/v1/streaming/{path.format(list_id)}", tokens["faye"]) as stream:
        assert stream.answer.status == 200
        assert stream.answer.headers["Content-Type"] == "text/event-stream"
        assert stream.answer.headers["Access-Control-Allow-Origin"] == "*"
        assert stream.answer.headers["X-Accel-Buffering"] == "no"
        assert stream.lines(1) == [":)"]
        post_id = say(house, tokens["ada"], "a cup of #tea")
        event, data, blank = stream.lines(3)
        assert (event, blank) == ("event: update", "")
        assert json.loads(data.removeprefix("data: "))["id"] == post_id


def test_notifications_and_direct(house: RunningHouse, tokens: dict[str, str]) -> None:
    """user/notification hears of being named; direct of the conversation; media of nothing without a picture."""
    with (
        sent(house, "/api/v1/streaming/user/notification", tokens["faye"]) as news,
        sent(house, "/api/v1/streaming/direct", tokens["faye"]) as direct,
        sent(house, "/api/v1/streaming/public/media") as media,
        sent(house, "/api/v1/streaming/public?only_media=true") as only_media,
    ):
        for stream in (news, direct, media, only_media):
            assert stream.lines(1) == [":)"]
        say(house, tokens["ada"], "@faye only you", "direct")
        assert news.lines(3)[0] == "event: notification"
        assert direct.lines(3)[0] == "event: conversation"
        say(house, tokens["ada"], "without a picture")
        for stream in (media, only_media):
            assert stream.lines(1) == [":thump"]


def test_an_idle_stream_is_heard_to_live(house: RunningHouse, tokens: dict[str, str]) -> None:
    """`:thump` every fifteen seconds."""
    with sent(house, "/api/v1/streaming/user", tokens["faye"], seconds=18) as stream:
        assert stream.lines(2) == [":)", ":thump"]


def test_health_and_preflight(house: RunningHouse) -> None:
    """OK for probes; a browser on any site may ask."""
    assert ask(house, "/api/v1/streaming/health")[::2] == (200, "OK")
    status, headers, _ = ask(house, "/api/v1/streaming/user", method="OPTIONS")
    assert (status, headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Authorization" in headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/v1/streaming/nonsense", 404, "Not found"),
        ("/api/v1/timelines/home", 404, "Not found"),
        ("/api/v1/streaming", 400, "Unknown stream type"),
        ("/api/v1/streaming/hashtag", 400, "Missing tag name parameter"),
        ("/api/v1/streaming/user", 401, "Missing access token"),
        ("/api/v1/streaming/user?access_token=wrong", 401, "Invalid access token"),
        ("/api/v1/streaming/list?list=1", 401, "Missing access token"),
    ],
)
def test_refusals_are_json(house: RunningHouse, path: str, status: int, error: str) -> None:
    """In the words of Mastodon's streaming server."""
    answered, headers, body = ask(house, path)
    assert (answered, json.loads(body)) == (status, {"error": error})
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_u2_scopes_of_server_sent_events(house: RunningHouse) -> None:
    """U2: a token that may only write hears nothing: 403."""
    token = house.token("faye", "write")
    assert ask(house, "/api/v1/streaming/user", token)[0] == 403
    assert ask(house, "/api/v1/streaming/public", token)[0] == 403


def test_other_hosts_are_not_answered(house: RunningHouse) -> None:
    """A page that makes its own name lead to this machine does not become the house (DNS rebinding)."""
    status, _, _ = ask(house, "/api/v1/streaming/public", Host="evil.example")
    assert status == 400


def test_d9_thousands_of_headers(house: RunningHouse) -> None:
    """D9: 5,000 equal headers are refused, at once or slowly, for events and for a WebSocket; the house goes on."""
    many = b"".join(b"X-A: b\r\n" for _ in range(5_000))
    head = b"GET /api/v1/streaming/public HTTP/1.1\r\nHost: localhost\r\n"
    upgrade = (
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    )
    for more in (b"", upgrade):
        status = raw(house, head + more + many + b"\r\n").split(b" ", 2)[1]
        assert status in (b"400", b"431")
    fewer = b"".join(b"X-A: b\r\n" for _ in range(150))
    for more in (b"", upgrade):
        assert raw(house, head + more + fewer + b"\r\n").split(b" ", 2)[1] in (b"400", b"431")
    assert ask(house, "/api/v1/streaming/health")[0] == 200


def test_the_web_says_where_streams_are(house: RunningHouse, tokens: dict[str, str]) -> None:
    """The instance names the address; asked at the web's own, a redirect leads there with the whole query."""
    instance = call(house, "GET", "/api/v2/instance", tokens["ada"])
    assert instance["configuration"]["urls"]["streaming"] == f"ws://localhost:{port_of(house)}"
    connection = http.client.HTTPConnection("localhost", house.port, timeout=10)
    connection.request("GET", "/api/v1/streaming/hashtag/local?tag=t%C3%AAte")
    answer = connection.getresponse()
    assert answer.status == 307
    assert answer.headers["Location"] == (
        f"http://localhost:{port_of(house)}/api/v1/streaming/hashtag/local?tag=t%C3%AAte"
    )
    connection.close()


def test_streams_end_when_the_house_closes(house: RunningHouse, tokens: dict[str, str]) -> None:
    """Open streams do not hold the closing up; apps are told to come back (1012)."""
    with (
        app(house, "?stream=user", subprotocols=[tokens["faye"]]) as faye,
        sent(house, "/api/v1/streaming/user", tokens["faye"]) as stream,
    ):
        stream.lines(1)
        assert house.stop() == 0
        assert faye.end() == 1012
        assert stream.answer.read() == b""
    house.start()
