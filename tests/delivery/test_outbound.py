"""The house's only HTTP client: whom it asks, how long it waits, how much it takes."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from coffeehouse import outbound
from coffeehouse.outbound import Client, Fetched, OutboundFailed, OutboundRefused
from coffeehouse.protocols.addresses import Address
from tests.delivery.web_server import Answer, Asked, serving
from tests.moments import within

LOOPBACK = (ipaddress.ip_network("127.0.0.1/32"),)
HTML = "text/html; charset=utf-8"


def page(_: Asked) -> Answer:
    return Answer(200, b"<p>Hello</p>", Content_Type=HTML)


def names(**hosts: Sequence[str]) -> Callable[[str, int], Sequence[Address]]:
    return lambda host, _port: [ipaddress.ip_address(text) for text in hosts[host.removesuffix(".example")]]


def fetch(client: Client, url: str, limit: int = 1_000_000, cut: bool = False) -> Fetched:
    return client.fetch(url, limit_bytes=limit, accept=("text/html",), cut=cut)


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address a socket was asked to connect to."""
    seen: list[object] = []
    connect = socket.socket.connect

    def counted(self: socket.socket, address: object) -> None:
        seen.append(address)
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", counted)
    return seen


# Whom it asks


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 0.0.0.0 169.254.169.254 10.1.2.3 100.64.0.1 192.0.0.8 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255"
    " [::1] [::] [::ffff:127.0.0.1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::1] [2002:7f00:1::] [2001::1] [fe80::1]"
    " [fc00::1] [3fff::1] 2130706433 0177.1 0x7f.1 127.1 １２７.０.０.１ localhost".split(),
)
def test_machines_of_ours_are_never_asked(host: str, connects: list[object]) -> None:
    """S1, S2, S3: no connection is made to an address that is not public, however it is written."""
    with pytest.raises(OutboundRefused):
        fetch(Client(), f"http://{host}/")
    with pytest.raises(OutboundRefused):
        Client().post(f"http://{host}/", b"x", {})
    assert connects == []


def test_only_the_judged_address_is_connected_to() -> None:
    """S4: a name that answers differently when asked again is asked once, and its private addresses are dropped."""
    answers = [["127.0.0.1", "127.0.0.2", "10.0.0.1", "::1"], ["127.0.0.2"]]
    looked_up = []

    def rebinding(host: str, _port: int) -> Sequence[Address]:
        looked_up.append(host)
        return [ipaddress.ip_address(text) for text in answers[len(looked_up) - 1]]

    with serving(page) as good:
        # Whatever listens on this machine's other addresses shares the port: it must not be reached.
        fetched = fetch(Client(allowed=LOOPBACK, resolver=rebinding), f"http://pages.example:{good.port}/a?b=c")
        assert fetched.text == "<p>Hello</p>"
        assert [(asked.path, asked.headers["host"]) for asked in good.asked] == [
            ("/a?b=c", f"pages.example:{good.port}")
        ]
    assert looked_up == ["pages.example"]


def test_a_name_with_private_addresses_only_is_refused(connects: list[object]) -> None:
    """S4: every address a name has is judged."""
    client = Client(resolver=names(inside=["10.0.0.1", "fd00::1"]))
    with pytest.raises(OutboundRefused, match="not a public address"):
        fetch(client, "http://inside.example/")
    assert connects == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_judged(status: int, connects: list[object]) -> None:
    """S5: a redirect from a public page to a private address is not followed."""
    with serving(page, "127.0.0.2") as inside:
        target = f"http://127.0.0.2:{inside.port}/"
        with serving(lambda _: Answer(status, Location=target)) as front:
            client = Client(allowed=LOOPBACK)
            with pytest.raises(OutboundRefused):
                fetch(client, f"http://127.0.0.1:{front.port}/")
            # What is sent is not sent on: the redirect is the answer.
            assert client.post(f"http://127.0.0.1:{front.port}/", b"x", {}) == status
        assert inside.asked == []
    assert {address[0] for address in connects if isinstance(address, tuple)} == {"127.0.0.1"}


def test_redirects_end() -> None:
    """S6: three redirects are followed, a fourth is not, nor is a page that leads to itself."""

    def lead_on(asked: Asked) -> Answer:
        left = int(asked.path.strip("/") or "9")
        return page(asked) if left == 0 else Answer(302, Location=f"/{left - 1}" if left < 9 else "/")

    with serving(lead_on) as web:
        client = Client(allowed=LOOPBACK)
        fetched = fetch(client, f"http://127.0.0.1:{web.port}/3")
        assert (fetched.url, len(web.asked)) == (f"http://127.0.0.1:{web.port}/0", 4)
        web.asked.clear()
        for start in ("/4", "/"):
            with pytest.raises(OutboundFailed, match="more than 3 times"):
                fetch(client, f"http://127.0.0.1:{web.port}{start}")
        assert len(web.asked) == 8


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "data:text/html,x", "", "http://["])
def test_redirects_lead_to_web_pages_only(location: str) -> None:
    """S6: a redirect to a file, another scheme or nowhere is refused; to the same place again it ends."""
    with (
        serving(lambda _: Answer(302, Location=location)) as web,
        pytest.raises((OutboundRefused, OutboundFailed)),
    ):
        fetch(Client(allowed=LOOPBACK), f"http://127.0.0.1:{web.port}/")


@pytest.mark.parametrize(
    "url", ["http://u@127.0.0.1/", "http://a#@127.0.0.1/", "http://127.0.0.1\\@x/", "http://[::1]%25eth0/"]
)
def test_odd_urls_are_refused(url: str, connects: list[object]) -> None:
    """S7: nothing that two readers would read differently is asked."""
    with pytest.raises(OutboundRefused):
        fetch(Client(allowed=LOOPBACK), url)
    assert connects == []


@pytest.mark.parametrize("port", [22, 25, 6379, 5432, 8080, 0])
def test_only_ports_of_the_web_are_asked(port: int, connects: list[object]) -> None:
    """S8: other services are not talked to, whatever a path holds."""
    client = Client(resolver=names(public=["8.8.8.8"]), allowed=LOOPBACK)
    with pytest.raises(OutboundRefused):
        fetch(client, f"http://public.example:{port}/")
    with pytest.raises(OutboundRefused):
        fetch(Client(), f"http://8.8.8.8:{port}/")
    assert connects == []


def test_line_breaks_reach_nobody() -> None:
    """S8: a line break in a path or header is refused; an encoded one arrives encoded."""
    with serving(page) as web:
        client, url = Client(allowed=LOOPBACK), f"http://127.0.0.1:{web.port}"
        with pytest.raises(OutboundRefused):
            fetch(client, f"{url}/\r\nFLUSHALL")
        with pytest.raises(OutboundRefused):
            client.post(url, b"", {"Topic": "a\r\nX: y"})
        assert web.asked == []
        fetch(client, f"{url}/%0d%0aFLUSHALL")
        assert [asked.path for asked in web.asked] == ["/%0d%0aFLUSHALL"]


def test_a_house_can_be_told_to_ask_nobody(settings: Any, connects: list[object]) -> None:
    """OUTBOUND=off: no request leaves."""
    settings.OUTBOUND = False
    with pytest.raises(OutboundRefused, match="OUTBOUND is off"):
        outbound.fetch_text("http://8.8.8.8/")
    with pytest.raises(OutboundRefused, match="OUTBOUND is off"):
        outbound.post("http://8.8.8.8/", b"", {})
    assert connects == []


def test_settings_reach_the_client(settings: Any) -> None:
    """OUTBOUND_ALLOW lets one machine try things out; without it the same request is refused."""
    with serving(page) as web:
        url = f"http://127.0.0.1:{web.port}/"
        with pytest.raises(OutboundRefused):
            outbound.fetch_text(url)
        settings.OUTBOUND_ALLOW = LOOPBACK
        assert outbound.fetch_text(url).status == 200
        assert outbound.post(url, b"hello", {"Content-Type": "text/plain"}) == 200
        assert [asked.body for asked in web.asked] == [b"", b"hello"]


def test_the_environment_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy named in the environment is not used: it would choose the address."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(page) as web:
        assert fetch(Client(allowed=LOOPBACK), f"http://127.0.0.1:{web.port}/").status == 200
        assert "cookie" not in web.asked[0].headers


# How long it waits


@contextmanager
def _dripping(first: bytes, drop: bytes, pause: float) -> Iterator[int]:
    """A server that sends `first` and then a drop now and again, without end."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        peer, _ = listener.accept()
        with peer:
            peer.recv(65_536)
            try:
                peer.sendall(first)
                while not stop.wait(pause):
                    peer.sendall(drop)
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        thread.join(5)
        listener.close()


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3600\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b""),
    ],
    ids=["body", "chunks", "headers", "silence"],
)
def test_a_dripping_server_is_cut_off(first: bytes, drop: bytes, tmp_path: Path) -> None:
    """D5: a byte now and then does not hold a worker past the time there is for the whole request."""
    with _dripping(first, drop, 0.05) as port:
        started = time.monotonic()
        with pytest.raises(OutboundFailed, match="too long"):
            fetch(Client(allowed=LOOPBACK, total=0.6), f"http://127.0.0.1:{port}/")
        assert 0.5 < time.monotonic() - started < 15
    assert (outbound.CONNECT, outbound.TOTAL) == (5.0, 30.0)


def test_a_hanging_resolver_is_not_waited_for() -> None:
    """D5: looking up a name counts as part of the time to connect."""
    release = threading.Event()

    def hang(_host: str, _port: int) -> Sequence[Address]:
        release.wait(10)
        return []

    started = time.monotonic()
    with pytest.raises(OutboundFailed, match="not found in time"):
        fetch(Client(resolver=hang, connect=0.3), "http://slow.example/")
    release.set()
    assert time.monotonic() - started < 8


def test_a_lookup_that_cannot_begin_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no thread left has lost none of the places for lookups afterwards."""
    monkeypatch.setattr(outbound, "LOOKUPS", threading.BoundedSemaphore(1))
    client = Client(resolver=names(slow=["8.8.8.8"]))

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", refuse)
        with pytest.raises(OutboundFailed, match="no thread"):
            client.addresses("slow.example", 80, 0.3)
    assert client.addresses("slow.example", 80, 5) == [ipaddress.ip_address("8.8.8.8")]


def test_an_address_that_does_not_answer_makes_way_for_the_next() -> None:
    """A name with several addresses is reached by the one that works."""
    with serving(page) as web:
        client = Client(allowed=[ipaddress.ip_network("127.0.0.0/8")], resolver=names(two=["127.0.0.9", "127.0.0.1"]))
        assert fetch(client, f"http://two.example:{web.port}/").status == 200


def test_a_machine_that_is_not_there_is_a_failure() -> None:
    """Unreachable machines and unknown names fail; they may be tried again later."""
    with serving(page) as web:
        port = web.port
    with pytest.raises(OutboundFailed, match="cannot be reached"):
        fetch(Client(allowed=LOOPBACK), f"http://127.0.0.1:{port}/")

    def unknown(_host: str, _port: int) -> Sequence[Address]:
        raise socket.gaierror("no such name")

    with pytest.raises(OutboundFailed, match="was not found"):
        fetch(Client(resolver=unknown), "http://unknown.example/")


# How much it takes


def test_a_long_body_is_refused_or_cut() -> None:
    """What is longer than the limit fails, or is cut off where the caller says so."""
    with serving(lambda _: Answer(200, b"a" * 100_000, Content_Type=HTML)) as web:
        url = f"http://127.0.0.1:{web.port}/"
        with pytest.raises(OutboundFailed, match="more than 5000 bytes"):
            fetch(Client(allowed=LOOPBACK), url, limit=5_000)
        assert fetch(Client(allowed=LOOPBACK), url, limit=5_000, cut=True).body == b"a" * 5_000
        assert len(fetch(Client(allowed=LOOPBACK), url, limit=100_000).body) == 100_000


def test_a_packed_body_is_measured_unpacked() -> None:
    """A body of kilobytes that would unfold to gigabytes is unfolded no further than the limit."""
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    with serving(lambda _: Answer(200, bomb, Content_Type=HTML, Content_Encoding="gzip")) as web:
        url = f"http://127.0.0.1:{web.port}/"
        with within(1):
            with pytest.raises(OutboundFailed, match="more than 1000000 bytes"):
                fetch(Client(allowed=LOOPBACK), url)
            assert len(fetch(Client(allowed=LOOPBACK), url, cut=True).body) == 1_000_000
    with serving(lambda _: Answer(200, gzip.compress(b"Bore da"), Content_Type=HTML, Content_Encoding="gzip")) as web:
        assert fetch(Client(allowed=LOOPBACK), f"http://127.0.0.1:{web.port}/").text == "Bore da"
        assert web.asked[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"x", Content_Type="application/octet-stream"),
        Answer(200, b"x"),
        Answer(200, b"x", Content_Type=HTML, Content_Encoding="br"),
        Answer(200, b"not gzip", Content_Type=HTML, Content_Encoding="gzip"),
    ],
    ids=["type", "no-type", "coding", "broken"],
)
def test_only_what_was_asked_for_is_taken(answer: Answer) -> None:
    """Another content type, another packing or a broken body is a failure."""
    with serving(lambda _: answer) as web, pytest.raises(OutboundFailed):
        fetch(Client(allowed=LOOPBACK), f"http://127.0.0.1:{web.port}/")


def test_an_error_page_says_its_status() -> None:
    """An answer that is not 2xx is a failure that knows its status."""
    with serving(lambda _: Answer(410, b"gone", Content_Type=HTML)) as web:
        with pytest.raises(OutboundFailed) as failed:
            fetch(Client(allowed=LOOPBACK), f"http://127.0.0.1:{web.port}/")
        assert failed.value.status == 410
        assert Client(allowed=LOOPBACK).post(f"http://127.0.0.1:{web.port}/", b"", {}) == 410


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Dŵr".encode(), "text/html", "Dŵr"),
        ("Dŵr".encode(), "text/html; charset=UTF-8", "Dŵr"),
        ("café".encode("latin-1"), "text/html; charset=iso-8859-1", "café"),
        ("“café”".encode("cp1252"), 'text/html; charset="latin1"', "“café”"),
        ('<meta charset="shift_jis">日本'.encode("shift_jis"), "text/html", '<meta charset="shift_jis">日本'),
        (b"\xef\xbb\xbfabc", "text/html; charset=latin1", "abc"),
        ("ab".encode("utf-16"), "text/html", "ab"),
        (b"abc", "text/html; charset=punycode", "abc"),
        (b"abc", "text/html; charset=rot13", "abc"),
        (b"\xff\xfe\xfd", "text/html; charset=utf-8", "\ufffd"),
    ],
)
def test_text_is_read_by_the_encoding_it_names(body: bytes, content_type: str, text: str) -> None:
    """The byte order mark wins over the header, the header over the page; codecs that are no encodings are not used."""
    assert Fetched("http://x.example/", 200, content_type, body).text == text
