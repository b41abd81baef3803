"""How the news of a commit travels: by a local socket, by NOTIFY, by Valkey; and what happens when it does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from coffeehouse.database import sql, waking
from coffeehouse.database.transaction import write
from tests import needs, valkey_server
from tests.channels.streaming.streams import App, app, say
from tests.running_house import RunningHouse

SOON = 2.0


def heard_after(wakeups: waking.Wakeups) -> bool:
    """Whether somebody who waits hears a commit of another thread; within the time, and only after it."""
    while wakeups.wait(0.2):
        continue

    def commit() -> None:
        time.sleep(0.2)
        with write():
            sql.execute("UPDATE ledger_head SET size = size")
        connection.close()

    writer = threading.Thread(target=commit)
    began = time.monotonic()
    writer.start()
    heard = wakeups.wait(10)
    assert 0.15 < time.monotonic() - began < 10
    writer.join()
    return heard


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_who_listens() -> None:
    """The way this house's database has by itself: a datagram beside SQLite, NOTIFY of PostgreSQL."""
    wakeups = waking.listen()
    expected = waking.PostgresWakeups if connection.vendor == "postgresql" else waking.SocketWakeups
    assert isinstance(wakeups, expected)
    try:
        assert heard_after(wakeups)
        assert not wakeups.wait(0.1)
    finally:
        wakeups.close()


def fail_within() -> None:
    """A write transaction that does not come to its end."""
    with write():
        sql.execute("UPDATE ledger_head SET size = size")
        raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_wakes_nobody() -> None:
    """Nothing happened, so there is nothing to look at."""
    wakeups = waking.listen()
    while wakeups.wait(0.2):
        continue
    try:
        with pytest.raises(RuntimeError):
            fail_within()
        assert not wakeups.wait(0.3)
    finally:
        wakeups.close()


def test_waking_nobody_costs_nothing_and_fails_never() -> None:
    """No listener, or one whose queue is full: the writer goes on."""
    waking.wake("/nowhere/house.sqlite3")
    wakeups = waking.SocketWakeups("/somewhere/house.sqlite3")
    assert not wakeups.wait(0.0)
    for _ in range(5_000):
        waking.wake("/somewhere/house.sqlite3")
    assert wakeups.wait(0.0) or not waking.HAS_ABSTRACT
    wakeups.close()


# -- Valkey -----------------------------------------------------------------------------------------------------------

with_valkey = pytest.mark.skipif(valkey_server.binary() is None, reason=needs.absent().get("valkey", ""))


@pytest.fixture
def valkey() -> Iterator[valkey_server.Server]:
    with valkey_server.server() as made:
        yield made


@with_valkey
@pytest.mark.server
def test_valkey_carries_the_news_and_its_absence_delays_it(
    own_house: RunningHouse, valkey: valkey_server.Server
) -> None:
    """With a server; while it is away (posts are as quick as ever, events come by the look once a second); after."""
    own_house.environment["VALKEY_URL"] = valkey.url
    own_house.start()
    own_house.add_member("ada")
    token = own_house.token("ada")
    with app(own_house, "?stream=user", subprotocols=[token]) as ada:
        assert hears(own_house, ada, token) < SOON
        valkey.stop()
        assert hears(own_house, ada, token) < 4
        assert hears(own_house, ada, token) < 4
        valkey.start()
        time.sleep(waking.AFTER_TROUBLE + 1)
        assert hears(own_house, ada, token) < SOON


def hears(house: RunningHouse, listener: App, token: str) -> float:
    """Seconds from asking to post until the post is heard."""
    began = time.monotonic()
    post_id = say(house, token, "news")
    assert listener.event(10)[2]["id"] == post_id
    return time.monotonic() - began


@with_valkey
@pytest.mark.django_db(transaction=True)
def test_a_commit_is_told_over_valkey(valkey: valkey_server.Server, settings: object) -> None:
    """The writer publishes after the commit, from a thread of its own."""
    settings.VALKEY_URL = valkey.url  # type: ignore[attr-defined]
    wakeups = waking.listen()
    assert isinstance(wakeups, waking.ValkeyWakeups)
    try:
        assert heard_after(wakeups)
    finally:
        wakeups.close()
