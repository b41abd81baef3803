"""The WebSocket: several streams over one connection, as apps use it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from tests.channels.streaming.streams import app, call, follow, say
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def tokens(house: RunningHouse) -> dict[str, str]:
    """A token each; faye follows ada."""
    made = {name: house.token(name) for name in ("ada", "faye")}
    follow(house, made["faye"], "ada")
    return made


@pytest.mark.parametrize("place", ["query", "subprotocol", "header"])
def test_the_token_comes_in_any_of_three_places(house: RunningHouse, tokens: dict[str, str], place: str) -> None:
    """In the address, as the subprotocol (echoed, as browsers insist), or as a header."""
    token = tokens["faye"]
    query = "?stream=user"
    options: dict[str, Any] = {}
    if place == "query":
        query += f"&access_token={token}"
    elif place == "subprotocol":
        options = {"subprotocols": [token]}
    else:
        options = {"additional_headers": {"Authorization": f"Bearer {token}"}}
    with app(house, query, **options) as faye:
        assert faye.socket.subprotocol == (token if place == "subprotocol" else None)
        post_id = say(house, tokens["ada"], f"by {place}")
        stream, event, payload = faye.event()
        assert (stream, event, payload["id"]) == (["user"], "update", post_id)


def test_no_token_stands_in_the_log(house: RunningHouse, tokens: dict[str, str]) -> None:
    """Whatever happens with a token in the address: neither success nor refusal nor a fault writes it down."""
    wrong = "wrong-but-secret-all-the-same"
    with app(house, f"?stream=user&access_token={tokens['faye']}"):
        pass
    with pytest.raises(InvalidStatus), app(house, f"?stream=user&access_token={wrong}"):
        pass
    log = house.log.read_text("utf-8", "replace")
    assert tokens["faye"] not in log
    assert wrong not in log


def test_streams_are_taken_up_and_given_up(house: RunningHouse, tokens: dict[str, str]) -> None:
    """Several on one connection, each named in its messages; after unsubscribing it is silent."""
    with app(house, subprotocols=[tokens["faye"]]) as faye:
        faye.ask("subscribe", "public:local")
        faye.ask("subscribe", "hashtag", tag="Tea")
        faye.ask("subscribe", "user")
        faye.settled()
        post_id = say(house, tokens["ada"], "a cup of #tea")
        heard = [faye.event() for _ in range(3)]
        assert {payload["id"] for _, _, payload in heard} == {post_id}
        assert sorted(stream for stream, _, _ in heard) == [["hashtag", "Tea"], ["public:local"], ["user"]]
        faye.ask("unsubscribe", "public:local")
        faye.ask("unsubscribe", "hashtag", tag="Tea")
        faye.settled()
        say(house, tokens["ada"], "another #tea")
        say(house, tokens["ada"], "the last one")
        assert [faye.event()[0] for _ in range(2)] == [["user"], ["user"]]


def test_every_event_of_a_post(house: RunningHouse, tokens: dict[str, str]) -> None:
    """update, status.update, delete, and a notification, each once and in order."""
    with app(house, "?stream=user", subprotocols=[tokens["faye"]]) as faye:
        post_id = say(house, tokens["ada"], "hello @faye")
        first = [faye.event() for _ in range(2)]
        assert sorted(event for _, event, _ in first) == ["notification", "update"]
        call(house, "PUT", f"/api/v1/statuses/{post_id}", tokens["ada"], status="goodbye @faye")
        _, event, payload = faye.event()
        assert (event, "goodbye" in payload["content"]) == ("status.update", True)
        call(house, "DELETE", f"/api/v1/statuses/{post_id}", tokens["ada"])
        assert faye.hear() == {"stream": ["user"], "event": "delete", "payload": post_id}


@pytest.mark.parametrize(
    ("stream", "parts", "error"),
    [
        ("nonsense", {}, {"error": "Unknown stream type", "status": 400}),
        ("hashtag", {}, {"error": "Missing tag name parameter", "status": 400}),
        ("list", {}, {"error": "Missing list name parameter", "status": 400}),
        ("list", {"list": "x" * 30}, {"error": "Missing list name parameter", "status": 400}),
        ("list", {"list": "1"}, {"error": "Not authorized to stream this list", "status": 404}),
    ],
)
def test_wrong_wishes_are_answered(
    house: RunningHouse, tokens: dict[str, str], stream: str, parts: Any, error: Any
) -> None:
    """With error and status, and the connection stays."""
    with app(house, subprotocols=[tokens["faye"]]) as faye:
        faye.ask("subscribe", stream, **parts)
        assert faye.hear() == error
        faye.settled()


def test_p1_the_list_of_another_is_not_there(house: RunningHouse, tokens: dict[str, str]) -> None:
    """P1: a list of Faye's is no stream for Ada, and there is no telling whether it exists."""
    list_id = call(house, "POST", "/api/v1/lists", tokens["faye"], title="Friends")["id"]
    with app(house, subprotocols=[tokens["ada"]]) as ada:
        for asked in (list_id, "1"):
            ada.ask("subscribe", "list", list=asked)
            assert ada.hear() == {"error": "Not authorized to stream this list", "status": 404}


@pytest.mark.parametrize("text", ["", "{", "[]", '"subscribe"', '{"type": 7}', "{" * 2000, '{"type": "dance"}'])
def test_what_is_no_message_is_not_answered(house: RunningHouse, tokens: dict[str, str], text: str) -> None:
    """And does no harm (as in Mastodon)."""
    with app(house, subprotocols=[tokens["faye"]]) as faye:
        faye.socket.send(text)
        faye.settled()


@pytest.mark.parametrize(("message", "code"), [(b"\x00\x01", 1003), ("x" * 5000, 1009)])
def test_binary_and_huge_messages_end_the_connection(
    house: RunningHouse, tokens: dict[str, str], message: str | bytes, code: int
) -> None:
    """1003 and 1009: nobody subscribes with these."""
    with app(house, subprotocols=[tokens["faye"]]) as faye:
        faye.socket.send(message)
        assert faye.end() == code


def test_a_flood_of_messages_ends_the_connection(house: RunningHouse, tokens: dict[str, str]) -> None:
    """1008 after some hundred in a minute."""
    with app(house, subprotocols=[tokens["faye"]]) as faye:
        for number in range(301):
            faye.socket.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": str(number)}))
        assert faye.end(20) == 1008


def test_one_connection_has_so_many_streams(house: RunningHouse, tokens: dict[str, str]) -> None:
    """The hundred-and-first is refused with 429; the others stay."""
    with app(house, subprotocols=[tokens["faye"]]) as faye:
        for number in range(101):
            faye.ask("subscribe", "hashtag", tag=f"tag{number}")
        assert faye.hear()["status"] == 429
        say(house, tokens["ada"], "#tag7")
        assert faye.event()[0] == ["hashtag", "tag7"]


@pytest.mark.parametrize(
    ("scopes", "stream", "status"),
    [
        ("write", "user", 403),
        ("profile", "user", 403),
        ("read:accounts", "public", 403),
        ("read:statuses", "user:notification", 403),
        ("read:notifications", "user", 403),
    ],
)
def test_u2_a_stream_needs_its_scope(house: RunningHouse, scopes: str, stream: str, status: int) -> None:
    """U2: 403 before the connection is made, and as an error to a message."""
    token = house.token("faye", scopes)
    with pytest.raises(InvalidStatus) as refused, app(house, f"?stream={stream}", subprotocols=[token]):
        pass
    assert refused.value.response.status_code == status
    assert json.loads(refused.value.response.body or b"") == {"error": "Access token does not have the required scopes"}
    with app(house, subprotocols=[token]) as faye:
        faye.ask("subscribe", stream)
        assert faye.hear()["status"] == status


def test_without_a_token_only_what_visitors_see(house: RunningHouse, tokens: dict[str, str]) -> None:
    """Public streams, as the public timeline; whatever is personal is 401, and so is a wrong token."""
    with app(house, "?stream=public") as anybody:
        anybody.ask("subscribe", "user")
        assert anybody.hear() == {"error": "Missing access token", "status": 401}
        post_id = say(house, tokens["ada"], "for all")
        stream, event, payload = anybody.event()
        assert (stream, event, payload["id"], "favourited" in payload) == (["public"], "update", post_id, False)
    for query, error in (("?stream=user", "Missing access token"), ("?access_token=x", "Invalid access token")):
        with pytest.raises(InvalidStatus) as refused, app(house, query):
            pass
        assert refused.value.response.status_code == 401
        assert json.loads(refused.value.response.body or b"") == {"error": error}
