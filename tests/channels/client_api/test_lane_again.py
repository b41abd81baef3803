"""What the lane gives again: only to whom it was made for, only within the second, only while nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from coffeehouse.channels.client_api.lane import Lane
from coffeehouse.database import recent, sql
from coffeehouse.database.transaction import write
from coffeehouse.domain.people.commands import BlockAccount
from coffeehouse.domain.posts.commands import FavouritePost, PollDraft, PublishPost
from coffeehouse.domain.posts.inbox_commands import CreateFilter, KeywordChange
from coffeehouse.kernel import clock
from coffeehouse.site.headers import on_every_answer, over_https
from tests.cast import Cast
from tests.channels.client_api.test_lane import Heard, Road, ask, environ_of
from tests.committed import elsewhere, empty_ledger

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/api/v1/timelines/home"
Lately = Callable[..., Heard]


@pytest.fixture(autouse=True)
def _nothing_stays(transactional_db: None) -> Iterator[None]:
    yield
    empty_ledger()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were run, but for those of the admission and of the version."""
    seen: list[str] = []
    run = sql._run

    def noted(statement: str, params: Any) -> Any:
        if "people_token" not in statement and "data_version" not in statement:
            seen.append(statement)
        return run(statement, params)

    monkeypatch.setattr(sql, "_run", noted)
    return seen


@pytest.fixture
def hears() -> Lately:
    """What one web process answers: (path, query, token)."""
    lane = Lane(Road(), on_every_answer(), over_https())

    def hear(path: str, query: str = "", token: str | None = None, address: str = "127.0.0.1") -> Heard:
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
        return ask(lane, environ_of(path, query, **bearer, REMOTE_ADDR=address))

    return hear


@pytest.fixture
def standing() -> Iterator[int]:
    """The clock stands, so that no second ends within a test."""
    now = clock.now_ms()
    with clock.at(now):
        yield now


@pytest.mark.skipif(sql.is_postgres(), reason="PostgreSQL has no number for its state: nothing is kept there")
def test_the_same_question_is_answered_without_reading(
    cast: Cast, hears: Lately, made: list[str], standing: int
) -> None:
    """Byte for byte the same, headers too, and no statement but who asks."""
    cast.ada.says("Bore da")
    token = cast.faye.token()
    first = hears(HOME, "", token)
    assert b"Bore da" in first[2]
    made.clear()
    assert hears(HOME, "", token) == first
    assert made == []


def test_every_request_is_counted(cast: Cast, standing: int) -> None:
    """An answer that was there already is a request all the same."""
    lane, left, token = Lane(Road(), on_every_answer(), over_https()), [], cast.faye.token()

    def start_response(_: str, headers: list[tuple[str, str]]) -> None:
        left.append(int(dict(headers)["X-RateLimit-Remaining"]))

    for _ in range(3):
        list(lane(environ_of(HOME, HTTP_AUTHORIZATION=f"Bearer {token}"), start_response))
    assert left == [left[0], left[0] - 1, left[0] - 2]


def test_what_this_process_writes_is_seen_at_once(cast: Cast, hears: Lately, standing: int) -> None:
    post = cast.ada.says("Bore da")
    token = cast.faye.token()
    for _ in range(2):
        assert b'"favourites_count":0' in hears(f"/api/v1/statuses/{post}", "", token)[2]
    cast.faye.does(FavouritePost(post_id=post))
    assert b'"favourites_count":1' in hears(f"/api/v1/statuses/{post}", "", token)[2]


def test_what_another_process_writes_is_seen_at_once(cast: Cast, hears: Lately, standing: int) -> None:
    token = cast.faye.token()
    assert hears(HOME, "", token)[2] == b"[]"
    for number in range(5):
        elsewhere(partial(cast.ada.says, f"Number {number}"))
        for _ in range(2):
            assert f"Number {number}".encode() in hears(HOME, "", token)[2]


def test_who_is_blocked_reads_nothing_that_was_kept(cast: Cast, hears: Lately, standing: int) -> None:
    """P1: the block holds from the next question on, whoever wrote it."""
    post = cast.ada.says("Bore da")
    token = cast.sam.token()
    for _ in range(2):
        assert hears(f"/api/v1/statuses/{post}", "", token)[0] == "200 OK"
    elsewhere(lambda: cast.ada.does(BlockAccount(target_id=cast.sam.account_id)))
    assert hears(f"/api/v1/statuses/{post}", "", token)[0] == "404 Not Found"


def test_a_revoked_token_gets_nothing_that_was_kept(cast: Cast, hears: Lately, standing: int) -> None:
    """U4: who asks is admitted anew each time."""
    token = cast.faye.token()
    for _ in range(2):
        assert hears(HOME, "", token)[0] == "200 OK"
    elsewhere(lambda: sql.execute("UPDATE people_token SET revoked_at = 1"))
    assert hears(HOME, "", token)[0] == "401 Unauthorized"


def test_a_new_filter_holds_at_once(cast: Cast, hears: Lately, standing: int) -> None:
    """P8: of what was kept, too."""
    cast.ada.says("Rain again")
    token = cast.faye.token()
    for _ in range(2):
        assert b'"filtered":[]' in hears(HOME, "", token)[2]
    new = CreateFilter(title="weather", context=("home",), action="warn", keywords=(KeywordChange(keyword="rain"),))
    elsewhere(partial(cast.faye.does, new))
    assert b'"title":"weather"' in hears(HOME, "", token)[2]


def test_everybody_gets_their_own(cast: Cast, hears: Lately, standing: int) -> None:
    """P1: by token, by path, by query; of an app with fewer scopes, that it has too few."""
    own = cast.ada.says("For those who follow", visibility="followers")
    cast.ada.says("For all")
    path = f"/api/v1/accounts/{cast.ada.id}/statuses"
    faye, sam, narrow = cast.faye.token(), cast.sam.token(), cast.faye.token("write")
    for _ in range(2):
        assert b"For those who follow" in hears(path, "", faye)[2]
        assert b"For those who follow" not in hears(path, "", sam)[2]
        assert b"For those who follow" not in hears(path)[2]
        assert hears(path, "", narrow)[0] == "403 Forbidden"
        assert hears(path, "limit=1", faye)[2] != hears(path, "", faye)[2]
        assert hears(f"/api/v1/statuses/{own}", "", sam)[0] == "404 Not Found"


@pytest.mark.skipif(sql.is_postgres(), reason="PostgreSQL has no number for its state: nothing is kept there")
def test_visitors_share_what_anybody_may_read(cast: Cast, hears: Lately, made: list[str], standing: int) -> None:
    cast.ada.says("Bore da")
    first = hears("/api/v1/timelines/public", address="192.0.2.1")
    made.clear()
    assert hears("/api/v1/timelines/public", address="198.51.100.7") == first
    assert made == []


def test_what_the_clock_changes_is_read_anew_after_a_second(cast: Cast, hears: Lately, standing: int) -> None:
    """A poll that has closed says so a second later at the latest; a clock that was put back keeps nothing."""
    poll = PollDraft(options=("Tea", "Coffee"), expires_in=300)
    post = int(cast.ada.does(PublishPost(text="Which?", visibility="public", poll=poll)).result["id"])
    path, end = f"/api/v1/statuses/{post}", standing + 300 * clock.SECOND
    with clock.at(end - 1):
        for _ in range(2):
            assert b'"expired":false' in hears(path)[2]
    with clock.at(end - 1 + recent.LASTS):
        assert b'"expired":true' in hears(path)[2]
    with clock.at(standing):
        assert b'"expired":false' in hears(path)[2]


def test_nothing_is_kept_of_what_is_taken_back(cast: Cast, hears: Lately, standing: int) -> None:
    """Neither within a transaction nor of one that failed: after it, the house says what it said before."""
    token = cast.faye.token()
    post = cast.ada.says("Bore da")
    path = f"/api/v1/statuses/{post}"
    before = hears(path, "", token)

    def taken_back() -> None:
        with write():
            sql.execute("UPDATE posts_postcounts SET favourites_count = 9 WHERE post_id = %s", (post,))
            assert sql.version() is None
            for _ in range(2):
                assert b'"favourites_count":9' in hears(path, "", token)[2]
            raise RuntimeError("taken back")

    with pytest.raises(RuntimeError, match="taken back"):
        taken_back()
    assert hears(path, "", token) == before
