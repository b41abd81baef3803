"""The server of streams inside its forked process: uvicorn, one loop, connections that last.

It answers pings, sends a refusal with its body, and stops taking more for a connection whose other side does not read.
A connection is never given unlimited time or memory: heads must come within seconds, what was sent must be taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from coffeehouse.channels.streaming.application import Streaming

HEAD_SECONDS = 10.0
LARGEST_HEAD = 32 * 1024
LARGEST_MESSAGE = 4 * 1024
# The kernel's share of what waits for a slow listener, bytes; ours is bounded by the listener's queue.
SEND_BUFFER = 64 * 1024
# What was sent and not taken for so long ends the connection (Linux), as does a peer that is gone without a word.
UNTAKEN_MS = 60_000
PING_SECONDS = 25.0
FILES = 65_536
BAD_HANDSHAKE = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class PatientProtocol(H11Protocol):
    """HTTP/1.1 whose head must come in time: a connection that only drips holds nothing for long (slow clients)."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        transport: Any = self.transport
        has_begun: Any = self.cycle
        # After an upgrade the connection is another protocol's.
        if has_begun is None and transport.get_protocol() is self:
            transport.abort()

    def handle_websocket_upgrade(self, event: Any) -> None:
        super().handle_websocket_upgrade(event)
        transport: Any = self.transport
        if not getattr(transport.get_protocol(), "handshake_initiated", True):
            # Too many headers, or one too long: the WebSocket's own parser has given up without a word.
            transport.write(BAD_HANDSHAKE)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()
        super().connection_lost(exc)


class StreamServer(uvicorn.Server):
    """Ends on SIGTERM; open streams are closed first, so that nothing waits for them."""

    def __init__(self, config: uvicorn.Config, streams: Streaming) -> None:
        super().__init__(config)
        self.streams = streams

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self.streams.start()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.streams.stop()
        await asyncio.sleep(0.05)  # the goodbyes
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM is heeded since before the loop began (`serve`); uvicorn would kill itself with it afterwards."""
        yield


def listening(host: str, port: int) -> socket.socket:
    """The socket; what is set here holds for each connection it accepts."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNTAKEN_MS)
    made.bind(address)
    made.setblocking(False)
    return made


def serve(application: Any, streams: Streaming, host: str, port: int) -> None:
    """Answer on host:port until SIGTERM."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    config = uvicorn.Config(
        application,
        loop="asyncio",
        http=PatientProtocol,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,  # its window costs each connection more memory than its messages
        lifespan="off",
        log_config=None,
        access_log=False,  # a token may stand in the address
        proxy_headers=False,
        server_header=False,
        backlog=1024,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    # It would write addresses, and with them tokens; what fails is logged by the application.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    server = StreamServer(config, streams)

    def heed(*_: Any) -> None:
        server.should_exit = True

    signal.signal(signal.SIGTERM, heed)
    server.run(sockets=[listening(host, port)])
