"""The connections of a web process, as the kernel counts them: one over which nothing goes any more is ended.

The server's own threads wait for a visitor without end: for the rest of a body, for room in what is being sent. This
is what makes them stop waiting. Any connection counts, whatever is being waited for: when for `seconds` the other side
has taken nothing of ours, it has to have sent at least `least` bytes.
"""

from __future__ import annotations

import os
import resource
import socket
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

FILES = 16_384
# struct tcp_info of linux/tcp.h: tcpi_state; tcpi_bytes_acked and tcpi_bytes_received after 120 bytes of other things.
TCP_INFO = struct.Struct("B119xQQ")
LISTENS = 10


def allow_files(wanted: int = FILES) -> None:
    """Let this process have as many open files, so connections, as the system permits, up to `wanted`."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class Lines:
    """The connections that came in on `port` of this process (Linux)."""

    def __init__(self, port: int, *, seconds: float, least: int) -> None:
        self.port, self.seconds, self.least = port, seconds, least
        self._seen: dict[int, tuple[float, int, int]] = {}  # inode: since when, bytes taken and bytes sent by then

    def sweep(self) -> int:
        """End what has carried too little for too long; how many."""
        now, before, ended = time.monotonic(), self._seen, 0
        self._seen = {}
        for number in _sockets():
            with _our_own(number) as line:
                if line is None or not self._came_in(line):
                    continue
                state, taken, sent = TCP_INFO.unpack(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 136))
                if state == LISTENS:
                    continue
                inode = os.fstat(line.fileno()).st_ino
                since = before.get(inode, (now, taken, sent))
                if taken != since[1] or sent - since[2] >= self.least:
                    since = (now, taken, sent)
                elif now - since[0] >= self.seconds:
                    ended += _end(line)
                    continue
                self._seen[inode] = since
        return ended

    def forgive(self) -> None:
        """Begin anew for everybody: the house itself was what took so long."""
        self._seen = {}

    def end_all(self) -> int:
        """End every one of them; how many."""
        ended = 0
        for number in _sockets():
            with _our_own(number) as line:
                if line is not None and self._came_in(line):
                    ended += _end(line)
        return ended

    def _came_in(self, line: socket.socket) -> bool:
        try:
            line.getpeername()
            return bool(line.getsockname()[1] == self.port)
        except OSError:
            return False  # a listener, or nobody is there any more


def _sockets() -> list[int]:
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found.append(int(name))
        except OSError:
            continue  # closed since
    return found


@contextmanager
def _our_own(number: int) -> Iterator[socket.socket | None]:
    """The socket behind a number that others may close at any moment, held while it is looked at."""
    try:
        copy = os.dup(number)
    except OSError:
        yield None
        return
    try:
        line = socket.socket(fileno=copy)
    except OSError:  # meanwhile it has become a file's
        os.close(copy)
        yield None
        return
    with line:
        yield line if line.family in (socket.AF_INET, socket.AF_INET6) and line.type == socket.SOCK_STREAM else None


def _end(line: socket.socket) -> bool:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return False  # ended by itself
    return True
