"""What is kept of an unchanged database: until the first write of anybody, a second at most, within its bound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from coffeehouse.database import recent, sql
from coffeehouse.database.transaction import write
from coffeehouse.kernel import clock
from tests.committed import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
ON_SQLITE = pytest.mark.skipif(sql.is_postgres(), reason="PostgreSQL has no number for its state: nothing is kept")


@pytest.fixture(autouse=True)
def standing() -> Iterator[int]:
    """The clock stands, so that no second ends within a test; the connection is open."""
    now = clock.now_ms()
    sql.value("SELECT 1")
    with clock.at(now):
        yield now


def change() -> None:
    """Write what no test reads."""
    with write():
        sql.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('k', '', '2030-01-01')"
        )
        sql.execute("DELETE FROM django_session")


@pytest.fixture
def kept() -> recent.Recent[str]:
    """A memory in which "question" has its answer."""
    fresh: recent.Recent[str] = recent.Recent()
    assert fresh.find("question") is None
    fresh.keep("question", "answer", 6)
    return fresh


@ON_SQLITE
def test_an_answer_is_found_while_nothing_changes(kept: recent.Recent[str]) -> None:
    assert (kept.find("question"), kept.find("another")) == ("answer", None)


@ON_SQLITE
def test_a_write_of_ones_own_ends_it(kept: recent.Recent[str]) -> None:
    change()
    assert kept.find("question") is None


@ON_SQLITE
def test_a_write_of_another_ends_it(kept: recent.Recent[str]) -> None:
    elsewhere(change)
    assert kept.find("question") is None


@ON_SQLITE
def test_what_was_read_before_a_write_is_not_kept_as_if_after() -> None:
    """Somebody writes between the reading and the keeping."""
    late: recent.Recent[str] = recent.Recent()
    assert late.find("question") is None
    elsewhere(change)
    late.keep("question", "old", 3)
    assert late.find("question") is None


@ON_SQLITE
@pytest.mark.parametrize(("later", "found"), [(0, "answer"), (999, "answer"), (1_000, None), (-1, None)])
def test_it_ends_with_the_second(kept: recent.Recent[str], standing: int, later: int, found: str | None) -> None:
    """And when the clock is put back."""
    with clock.at(standing + later):
        assert kept.find("question") == found


@ON_SQLITE
def test_within_a_transaction_nothing_is_found_or_kept(kept: recent.Recent[str]) -> None:
    with write():
        assert sql.version() is None
        assert kept.find("question") is None
        kept.keep("question", "of what may be taken back", 25)
    assert kept.find("question") is None


@ON_SQLITE
def test_another_connection_has_another_version() -> None:
    """Each counts from the beginning: equal numbers of two connections say nothing."""
    before = sql.version()
    assert before == sql.version()
    connection.close()
    assert sql.version() is None
    sql.value("SELECT 1")
    assert sql.version() not in (before, None)


@pytest.mark.skipif(not sql.is_postgres(), reason="of PostgreSQL")
def test_on_postgresql_nothing_is_kept(kept: recent.Recent[str]) -> None:
    assert sql.version() is None
    assert kept.find("question") is None


@ON_SQLITE
def test_it_never_holds_more_than_its_bound() -> None:
    """D2: whoever asks for a thousand pages makes it forget, not grow; what is larger than all of it is not kept."""
    held: recent.Recent[int] = recent.Recent()
    for number in range(100):
        assert held.find(number) is None
        held.keep(number, number, recent.MOST_BYTES // 10)
        assert held.find(number) == number
        assert held.size <= recent.MOST_BYTES
    held.keep("large", 0, recent.MOST_BYTES)
    assert held.find("large") is None


@ON_SQLITE
def test_small_answers_count_for_what_is_kept_about_them() -> None:
    """D2: a question of two thousand characters whose answer is empty."""
    held: recent.Recent[int] = recent.Recent()
    most = recent.MOST_BYTES // 4_096
    for number in range(2 * most):
        held.find(number)
        held.keep(number, number, 2)
    assert sum(held.find(number) is not None for number in range(2 * most)) <= most
