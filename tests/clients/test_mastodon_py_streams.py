"""Mastodon.py listens to a real house, with the address the instance names: every stream it knows, each event typed."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from mastodon import Mastodon, StreamListener, return_types

from tests.clients.typed import mistyped
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server


class Ear(StreamListener):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.is_open = threading.Event()

    def handle_heartbeat(self) -> None:
        self.is_open.set()

    def on_any_event(self, name: str, data: Any = None, for_stream: Any = None) -> None:
        self.heard.put((name, data))

    def next(self) -> tuple[str, Any]:
        """The next event, with nothing missing or mistyped."""
        name, data = self.heard.get(timeout=10)
        if name == "status.update":  # it knows this type under another spelling only
            cast: Any = return_types
            data = cast.try_cast_recurse(cast.Status, json.loads(json.dumps(data, default=str)))
        assert mistyped(data) == []
        return name, data


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Mastodon, Mastodon]]:
    """gwen, and huw who follows her."""
    house = RunningHouse(tmp_path_factory.mktemp("streams") / "house")
    house.start()
    clients = []
    for name in ("gwen", "huw"):
        house.add_member(name)
        clients.append(Mastodon(access_token=house.token(name), api_base_url=house.base_url, ratelimit_method="throw"))
    gwen, huw = clients
    huw.account_follow(gwen.me().id)
    yield gwen, huw
    house.stop()


def listening(open_stream: Callable[..., Any], **options: Any) -> tuple[Ear, Any]:
    """An ear on a stream that is open."""
    ear = Ear()
    handle = open_stream(listener=ear, run_async=True, **options)
    assert ear.is_open.wait(10)
    return ear, handle


def test_streaming_is_healthy(people: tuple[Mastodon, Mastodon]) -> None:
    """/api/v1/streaming/health at the address of streams."""
    assert people[0].stream_healthy()


def test_the_user_stream(people: tuple[Mastodon, Mastodon]) -> None:
    """update, notification, status.update, delete, filters_changed."""
    gwen, huw = people
    ear, handle = listening(huw.stream_user)
    post = gwen.status_post("Hello @huw, tea?")
    assert sorted(ear.next()[0] for _ in range(2)) == ["notification", "update"]
    gwen.status_update(post, "Hello @huw, coffee?")
    name, data = ear.next()
    assert (name, data.id) == ("status.update", post.id)
    gwen.status_delete(post)
    name, data = ear.next()
    assert (name, str(data)) == ("delete", str(post.id))
    huw.create_filter_v2("Tea", ["home"], "warn", keywords_attributes=[{"keyword": "tea", "whole_word": True}])
    assert ear.next() == ("filters_changed", None)
    handle.close()


@pytest.mark.parametrize("name", ["stream_public", "stream_local", "stream_hashtag", "stream_list"])
def test_other_streams(people: tuple[Mastodon, Mastodon], name: str) -> None:
    """Public, local, a hashtag, a list."""
    gwen, huw = people
    options: dict[str, Any] = {}
    if name == "stream_hashtag":
        options["tag"] = "tea"
    if name == "stream_list":
        options["id"] = huw.list_create(f"For {name}").id
        huw.list_accounts_add(options["id"], [gwen.me().id])
    ear, handle = listening(getattr(huw, name), **options)
    post = gwen.status_post(f"#tea for {name}")
    event, data = ear.next()
    assert (event, data.id) == ("update", post.id)
    handle.close()


def test_the_direct_stream(people: tuple[Mastodon, Mastodon]) -> None:
    """A direct post is news of a conversation."""
    gwen, huw = people
    ear, handle = listening(huw.stream_direct)
    post = gwen.status_post("@huw only you", visibility="direct")
    event, data = ear.next()
    assert (event, data.last_status.id) == ("conversation", post.id)
    handle.close()
