"""Video and sound through a real app's library and a real worker; slow viewers keep nobody waiting."""

from __future__ import annotations

import http.client
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from mastodon import Mastodon

from tests import recorded
from tests.running_house import RunningHouse

pytestmark = [pytest.mark.server, pytest.mark.ffmpeg]


@pytest.fixture(scope="module")
def ffion(running_house: RunningHouse) -> Mastodon:
    """An app of somebody's."""
    running_house.add_member("ffion")
    return Mastodon(access_token=running_house.token("ffion"), api_base_url=running_house.base_url)


def fetched(address: str, **headers: str) -> tuple[int, bytes]:
    """Status and body of an address, for anybody."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=30)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Host": "localhost", **headers})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def where_sent(address: str) -> str:
    """Where the whole of a large file is to be had."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=30)
    try:
        connection.request("GET", parts.path, headers={"Host": "localhost"})
        response = connection.getresponse()
        assert response.status == http.client.FOUND
        return str(response.headers["Location"])
    finally:
        connection.close()


@pytest.mark.parametrize(("extension", "kind"), [("mp4", "video"), ("mp3", "audio"), ("gif", "gifv")])
def test_an_app_posts_a_recording(ffion: Mastodon, tmp_path: Path, extension: str, kind: str) -> None:
    """The library waits as it does with Mastodon, posts, and anybody may play what is public; deleted it is gone."""
    data = {"mp4": recorded.video, "mp3": recorded.sound, "gif": recorded.moving_gif}[extension]()
    path = tmp_path / f"a.{extension}"
    path.write_bytes(data)
    media = ffion.media_post(str(path), description="A test card", synchronous=True)
    assert media.type == kind
    assert media.meta.original.duration > 0.5
    post = ffion.status_post("See and hear", media_ids=[media], visibility="public")
    (shown,) = post.media_attachments
    status, body = fetched(shown.url)
    assert (status, body[4:8] == b"ftyp") == (200, kind != "audio")
    assert fetched(shown.url, Range="bytes=4-7") == (206, body[4:8])
    ffion.status_delete(post, delete_media=True)
    assert fetched(shown.url)[0] == 404


def test_a_private_recording_is_lent(ffion: Mastodon, tmp_path: Path) -> None:
    """M8: the address in the post plays; without what is lent it is not there."""
    path = tmp_path / "a.mp3"
    path.write_bytes(recorded.sound())
    media = ffion.media_post(str(path), synchronous=True)
    (shown,) = ffion.status_post("Only for us", media_ids=[media], visibility="private").media_attachments
    assert fetched(shown.url)[0] == 200
    assert fetched(shown.url.partition("?")[0])[0] == 404


def test_viewers_who_stop_reading_keep_nobody_waiting(
    ffion: Mastodon, running_house: RunningHouse, tmp_path: Path
) -> None:
    """Connections that ask for a film and never read it; everybody else is answered as before."""
    path = tmp_path / "a.mp3"
    path.write_bytes(recorded.sound())
    media = ffion.media_post(str(path), synchronous=True)
    (shown,) = ffion.status_post("Silence", media_ids=[media], visibility="public").media_attachments
    # Far more than any socket buffers.
    with (running_house.data / urlsplit(shown.url).path[1:]).open("r+b") as file:
        file.truncate(64 << 20)
    where = where_sent(shown.url)
    viewers = []
    for address in [shown.url] * 6 + [where] * 12:
        parts = urlsplit(address)
        asked = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        viewer = socket.create_connection(("127.0.0.1", parts.port or 80), timeout=10)
        viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        viewer.sendall(asked)
        viewers.append(viewer)
    time.sleep(1)
    status, _ = fetched(shown.url, Range="bytes=0-")
    assert status == 206
    try:
        for _ in range(12):
            begun = time.monotonic()
            assert running_house.answers()
            assert time.monotonic() - begun < 10
        # And one who reads gets all of it.
        assert len(fetched(where)[1]) == 64 << 20
        assert fetched(where[:-3])[0] == 404
    finally:
        for viewer in viewers:
            viewer.close()
