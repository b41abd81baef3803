"""Requests are counted by token, without one by address; every answer says how many are left; too many are 429."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from coffeehouse.channels.client_api import allowance
from coffeehouse.channels.client_api.allowance import SLOTS, WAYS, Table
from coffeehouse.channels.client_api.lane import Lane
from coffeehouse.domain.context import Actor
from coffeehouse.kernel import clock
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_lane import Road, _keep_connection, environ_of, lane, road

__all__ = ["Road", "_keep_connection", "lane", "road"]  # fixtures
NOON = 1_795_694_400_000


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "_table", Table())


@pytest.mark.parametrize("path", ["/api/v1/timelines/home", "/api/v2/instance", "/api/v1/nowhere", "/oauth/token"])
def test_every_answer_says_what_is_left(cast: Cast, path: str, settings: Any) -> None:
    """One less each time, for refusals too; the time of the next window is readable by every client."""
    settings.API_REQUESTS = 50
    with clock.at(NOON + 1_000):
        api = Api(cast.ada.token())
        replies = [api.get(path) for _ in range(3)]
    assert [reply.headers["X-RateLimit-Remaining"] for reply in replies] == ["49", "48", "47"]
    assert {reply.headers["X-RateLimit-Limit"] for reply in replies} == {"50"}
    reset = datetime.fromisoformat(replies[0].headers["X-RateLimit-Reset"])
    assert reset.timestamp() * 1_000 == NOON + allowance.WINDOW
    assert "X-RateLimit-Remaining" in replies[0].headers["Access-Control-Expose-Headers"]


def test_too_many_are_429_until_the_next_window(cast: Cast, settings: Any) -> None:
    """The 11th of ten waits; another token does not, nor the same one afterwards; nothing is done meanwhile."""
    settings.API_REQUESTS = 10
    ada, bevan = Api(cast.ada.token()), Api(cast.bevan.token())
    with clock.at(NOON + 10_000):
        assert {ada.get("/api/v1/timelines/home").status for _ in range(10)} == {200}
        reply = ada.post("/api/v1/statuses", {"status": "One too many"})
        assert (reply.status, reply.headers["Retry-After"]) == (429, "290")
        assert reply.headers["X-RateLimit-Remaining"] == "0"
        assert "Wait" in reply.error
        assert bevan.get("/api/v1/timelines/home").status == 200
    with clock.at(NOON + allowance.WINDOW):
        assert ada.get("/api/v1/timelines/home").ids == []


def test_without_a_token_the_address_counts(db: None, settings: Any) -> None:
    """A wrong token is no token; a /64 of IPv6 is one address."""
    settings.API_REQUESTS = 10
    assert Api().get("/api/v2/instance").headers["X-RateLimit-Remaining"] == "9"
    wrong = Api("wrong").get("/api/v1/timelines/home")
    assert (wrong.status, wrong.headers["X-RateLimit-Remaining"]) == (401, "8")
    left = [
        dict(allowance.take(Actor(address=address)).headers)["X-RateLimit-Remaining"]
        for address in ("2001:db8::1", "2001:db8:0:0:ffff::2", "2001:db8:0:1::1")
    ]
    assert left == ["9", "8", "9"]


def test_switched_off_nothing_is_refused_but_all_is_told(cast: Cast, settings: Any) -> None:
    """RATE_LIMITS=off, for benchmarks and tests of others."""
    settings.API_REQUESTS, settings.RATE_LIMITS = 10, False
    ada = Api(cast.ada.token())
    replies = [ada.get("/api/v1/timelines/home") for _ in range(12)]
    assert {reply.status for reply in replies} == {200}
    assert replies[-1].headers["X-RateLimit-Remaining"] == "0"


@pytest.mark.parametrize("path", ["/api/v1/timelines/public", "/api/v1/statuses/1"])
def test_the_lane_counts_once(cast: Cast, settings: Any, path: str, lane: Lane) -> None:
    """Answered there or left to Django: one request less."""
    settings.API_REQUESTS = 10
    heard: list[str] = []

    def start_response(_status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        heard.append(dict(headers)["X-RateLimit-Remaining"])

    for _ in range(2):
        list(lane(environ_of(path), start_response))
    assert heard == ["9", "8"]


def test_d14_strangers_in_great_numbers_do_not_fill_the_house() -> None:
    """D14: a million addresses take no more memory than a thousand; each counts from one."""
    table = Table(slots=1 << 8)
    assert {table.count(key, 1) for key in range(100_000)} == {1}
    assert len(table._memory) == ((1 << 8) + WAYS) * 16
    assert [table.count(7, 2) for _ in range(3)] == [1, 2, 3]
    assert table.count(7, 3) == 1
    assert SLOTS * 16 == 1 << 20
