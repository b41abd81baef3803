"""OUT: the house's only HTTP client. Link previews, verified links, web push and federation ask the world through here.

A request passes four gates, and every redirect passes them again: the URL is read strictly (`protocols.addresses`),
its name is resolved, what is not public is dropped, and the connection goes to exactly the address that was judged,
with the name kept for the Host header and TLS. Nothing of the environment is believed (no proxies, no cookies). The
whole request ends after TOTAL seconds, however slowly the other side drips.

httpcore2, the core of httpx2, is used without the rest: its network backend is a public seam, through which addresses
can be pinned and every read of a socket, headers included, kept to one deadline; httpx2 offers neither.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any

import httpcore2
import msgspec
from django.conf import settings

from coffeehouse import __version__
from coffeehouse.protocols.addresses import Address, BadAddress, Network, Target, follow, read_address, read_url
from coffeehouse.protocols.addresses import why_not_public as why_not
from coffeehouse.protocols.charsets import decode

CONNECT = 5.0
TOTAL = 30.0
REDIRECTS = 3
MOST_ADDRESSES = 4
CHUNK = 65_536
REDIRECTING = frozenset({301, 302, 303, 307, 308})
# Names being looked up at one time: a resolver that hangs holds no more threads than this.
LOOKUPS = threading.BoundedSemaphore(32)

Resolver = Callable[[str, int], Sequence[Address]]
Sign = Callable[[str], Mapping[str, str]]


class OutboundRefused(Exception):
    """The house does not make this request, now or later; the message says why."""


class OutboundFailed(Exception):
    """The other side did not answer as it should. status: what it answered, when it did."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Fetched(msgspec.Struct, frozen=True):
    """An answer. url: after redirects; content_type: as sent, such as `text/html; charset=utf-8`."""

    url: str
    status: int
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, by the encoding it names."""
        return decode(self.body, self.content_type)


def fetch_text(
    url: str, *, limit_bytes: int = 1_000_000, accept: Sequence[str] = ("text/html",), cut: bool = False
) -> Fetched:
    """GET `url`. With `cut`, a longer body is cut off at the limit, else it fails.

    Raises OutboundRefused, or OutboundFailed when the answer is not 2xx, not of an accepted type, or does not come.
    """
    return client().fetch(url, limit_bytes=limit_bytes, accept=accept, cut=cut)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """POST `body`; the status answered. A redirect is an answer like any other: it is not followed."""
    return client().post(url, body, headers)


def exchange(url: str, body: bytes, headers: Mapping[str, str], *, limit_bytes: int = 64_000) -> Fetched:
    """POST `body`; the answer, whatever its status. A redirect is not followed; a longer answer fails."""
    return client().exchange(url, body, headers, limit_bytes=limit_bytes)


def client(*, connect: float = CONNECT, total: float = TOTAL) -> Client:
    """The client as the settings want it. Raises OutboundRefused when the house may not ask the world at all."""
    if not settings.OUTBOUND:
        raise OutboundRefused("OUTBOUND is off: this house makes no requests")
    return Client(ports=settings.OUTBOUND_PORTS, allowed=settings.OUTBOUND_ALLOW, connect=connect, total=total)


def resolve(host: str, port: int) -> Sequence[Address]:
    """The addresses of `host`, in the order the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = (read_address(str(entry[4][0])) for entry in found)
    return list(dict.fromkeys(address for address in addresses if address is not None))


class Client:
    """Makes requests. allowed: networks that may be asked although they are not public, on any port (tests only)."""

    def __init__(
        self,
        *,
        ports: Iterable[int] = (80, 443),
        allowed: Iterable[Network] = (),
        resolver: Resolver = resolve,
        connect: float = CONNECT,
        total: float = TOTAL,
    ) -> None:
        self.ports = frozenset(ports)
        self.allowed = tuple(allowed)
        self.resolver = resolver
        self.connect = connect
        self.total = total

    def fetch(
        self,
        url: str,
        *,
        limit_bytes: int,
        accept: Sequence[str],
        cut: bool = False,
        sign: Sign | None = None,
    ) -> Fetched:
        """GET `url`, following redirects. See `fetch_text`.

        sign: gives the headers that prove who asks, for each address anew; then no redirect leads to another host.
        """
        deadline = time.monotonic() + self.total
        headers = {"Accept": ", ".join(accept), "Accept-Encoding": "gzip"}
        with _plain_reasons():
            target = read_url(url)
            for _hop in range(REDIRECTS + 1):
                whole = {**headers, **sign(target.url)} if sign else headers
                with self._ask("GET", target, b"", whole, deadline) as answer:
                    if answer.status not in REDIRECTING:
                        return _take(answer, target, limit_bytes, accept, cut)
                    following = follow(target, _header(answer, b"location"))
                if sign and following.origin != target.origin:
                    raise OutboundRefused("A signed question is not led on to another host")
                target = following
        raise OutboundFailed(f"The address leads on more than {REDIRECTS} times")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """POST `body`. See the function of this name."""
        with (
            _plain_reasons(),
            self._ask("POST", read_url(url), body, headers, time.monotonic() + self.total) as answer,
        ):
            return answer.status

    def exchange(self, url: str, body: bytes, headers: Mapping[str, str], *, limit_bytes: int) -> Fetched:
        """POST `body`. See the function of this name."""
        deadline = time.monotonic() + self.total
        with _plain_reasons():
            target = read_url(url)
            with self._ask("POST", target, body, headers, deadline) as answer:
                content_type = _header(answer, b"content-type")
                return Fetched(target.url, answer.status, content_type, _body(answer, target, limit_bytes, cut=False))

    def _ask(self, method: str, target: Target, body: bytes, headers: Mapping[str, str], deadline: float) -> _Open:
        if target.port not in self.ports and not self.allowed:
            raise OutboundRefused(f"Port {target.port} is not asked")
        whole = {
            "Host": target.authority,
            "User-Agent": f"Coffeehouse/{__version__} (+{settings.BASE_URL})",
            "Connection": "close",
            **headers,
        }
        if method == "POST":
            whole["Content-Length"] = str(len(body))
        request = httpcore2.Request(
            method,
            httpcore2.URL(
                scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
            ),
            headers=[(name.encode("ascii"), value.encode("ascii")) for name, value in whole.items()],
            content=body,
            # The backend keeps the deadline; `connect` only bounds the first step of it.
            extensions={"timeout": {"connect": self.connect, "read": self.total, "write": self.total}},
        )
        return _Open(request, _Pinned(self, deadline), _tls() if target.scheme == "https" else None)

    def addresses(self, host: str, port: int, seconds: float) -> list[Address]:
        """The addresses of `host` that may be asked on `port`. Raises OutboundRefused when there is none."""
        literal = read_address(host)
        found = [literal] if literal is not None else _within(seconds, self.resolver, host, port)
        reasons = {address: self._why_not(address, port) for address in found}
        good = [address for address, reason in reasons.items() if reason is None]
        if found and not good:
            reason = next(reason for reason in reasons.values() if reason is not None)
            raise OutboundRefused(f"{host} is not a public address ({reason})")
        return good[:MOST_ADDRESSES]

    def _why_not(self, address: Address, port: int) -> str | None:
        if any(address.version == network.version and address in network for network in self.allowed):
            return None
        return why_not(address) or (None if port in self.ports else f"port {port}")


class _Open:
    """A request under way, closed at the end of its `with`, whatever was read of the answer."""

    def __init__(self, request: httpcore2.Request, backend: _Pinned, context: ssl.SSLContext | None) -> None:
        self.request = request
        origin = request.url.origin
        self.connection = httpcore2.HTTPConnection(origin, ssl_context=context, network_backend=backend)

    def __enter__(self) -> httpcore2.Response:
        try:
            return self.connection.handle_request(self.request)
        except BaseException:
            self.connection.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.connection.close()


class _Pinned(httpcore2.NetworkBackend):
    """Connects to judged addresses only, and hands out streams that end at the deadline."""

    def __init__(self, client: Client, deadline: float) -> None:
        self.client = client
        self.deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, judge, connect: the addresses that pass share the time there is to connect."""
        until = min(self.deadline, time.monotonic() + self.client.connect)
        addresses = self.client.addresses(host, port, _left(until))
        for index, address in enumerate(addresses):
            share = _left(until) / (len(addresses) - index)
            try:
                # An address, never the name: what was judged is what is connected to.
                stream = httpcore2.SyncBackend().connect_tcp(str(address), port, share, socket_options=())
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
            return _Timed(stream, self.deadline)
        raise OutboundFailed(f"{host} cannot be reached")


class _Timed(httpcore2.NetworkStream):
    """A stream whose every wait ends at one deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is."""
        return self.stream.read(max_bytes, _left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it, a piece at a time: one that trickles out must not outlive the deadline either."""
        for start in range(0, len(buffer), CHUNK):
            self.stream.write(buffer[start : start + CHUNK], _left(self.deadline))

    def close(self) -> None:
        """Close."""
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go over to TLS with the name of the URL."""
        return _Timed(self.stream.start_tls(ssl_context, server_hostname, _left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the stream below knows."""
        return self.stream.get_extra_info(info)


class _plain_reasons:  # noqa: N801  # reads as a clause in `with`
    """Turns what goes wrong below into the two exceptions callers know."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (BadAddress, UnicodeEncodeError, httpcore2.LocalProtocolError)):
            raise OutboundRefused(str(error)) from error
        if isinstance(error, httpcore2.TimeoutException):
            raise OutboundFailed("The answer took too long") from error
        if isinstance(error, (httpcore2.NetworkError, httpcore2.ProtocolError, zlib.error)):
            raise OutboundFailed(f"The connection broke: {error}") from error


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise OutboundFailed("The answer took too long")
    return seconds


def _within(seconds: float, resolver: Resolver, host: str, port: int) -> Sequence[Address]:
    """Look a name up in a thread: the system's resolver knows no deadline."""
    until = time.monotonic() + seconds
    if not LOOKUPS.acquire(timeout=seconds):
        raise OutboundFailed("Too many names are being looked up")
    answers: SimpleQueue[Sequence[Address] | OSError | UnicodeError] = SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolver(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)
        finally:
            LOOKUPS.release()

    try:
        threading.Thread(target=look_up, name="outbound-lookup", daemon=True).start()
    except RuntimeError:
        LOOKUPS.release()
        raise OutboundFailed("There is no thread to look a name up in") from None
    try:
        found = answers.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        raise OutboundFailed(f"The name {host} was not found in time") from None
    if isinstance(found, (OSError, UnicodeError)):
        raise OutboundFailed(f"The name {host} was not found")
    return found


@cache
def _tls() -> ssl.SSLContext:
    return httpcore2.default_ssl_context()


def _header(answer: httpcore2.Response, name: bytes) -> str:
    value = next((value for key, value in answer.headers if key.lower() == name), b"")
    return value.decode("utf-8", "replace").strip()


def _take(answer: httpcore2.Response, target: Target, limit: int, accept: Sequence[str], cut: bool) -> Fetched:
    if not 200 <= answer.status < 300:
        raise OutboundFailed(f"{target.host} answered {answer.status}", answer.status)
    content_type = _header(answer, b"content-type")
    media_type = content_type.partition(";")[0].strip().lower()
    family = f"{media_type.partition('/')[0]}/*"
    if media_type not in accept and family not in accept and "*/*" not in accept:
        raise OutboundFailed(f"{target.host} answered with {media_type[:80] or 'no type'}", answer.status)
    return Fetched(target.url, answer.status, content_type, _body(answer, target, limit, cut=cut))


def _body(answer: httpcore2.Response, target: Target, limit: int, *, cut: bool) -> bytes:
    """At most `limit` bytes of the answer; with `cut` a longer one is cut off, else it fails."""
    body = bytearray()
    for piece in _unpacked(answer, limit + 1):
        body += piece
        if len(body) > limit:
            if not cut:
                raise OutboundFailed(f"{target.host} answered with more than {limit} bytes", answer.status)
            break
    return bytes(body[:limit])


def _unpacked(answer: httpcore2.Response, most: int) -> Iterator[bytes]:
    """The body's bytes; of a compressed one never more than `most` at a time, whatever it would unfold to."""
    coding = _header(answer, b"content-encoding").lower()
    if coding in ("", "identity"):
        yield from answer.iter_stream()
        return
    if coding not in ("gzip", "x-gzip"):
        raise OutboundFailed(f"The answer is packed as {coding[:20]!r}, which was not asked for", answer.status)
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    for packed in answer.iter_stream():
        yield unpacker.decompress(packed, most)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, most)
