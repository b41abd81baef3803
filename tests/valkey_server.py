"""A Valkey (or Redis) server of the tests' own: on a free port, in memory, gone afterwards."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres_cluster import free_port

PROGRAMS = ("valkey-server", "redis-server")


def binary() -> str | None:
    """The path of a server, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Server:
    """start, stop; `url` for VALKEY_URL."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"valkey://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it and wait until it listens."""
        program = binary()
        assert program is not None
        self._process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < deadline, "the server does not listen"
                time.sleep(0.05)

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None


@contextmanager
def server() -> Iterator[Server]:
    """A server that runs as long as the block."""
    made = Server()
    made.start()
    try:
        yield made
    finally:
        made.stop()
