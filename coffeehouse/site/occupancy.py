"""One open house per data folder, and per port. Asked by `coffeehouse up` before anything is started."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import time
from pathlib import Path

# A house that was killed leaves children that end within moments.
PATIENCE = 5.0


class Occupied(Exception):
    """Somebody else has the folder or the port; the message says what to do."""


def take_folder(data: Path) -> int:
    """Hold the data folder until this process and its children are gone; the descriptor to keep open."""
    descriptor = os.open(data / "house.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                owner = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
                raise Occupied(
                    f"The house in {data} is open already (process {owner}). Stop that one, "
                    "or set COFFEEHOUSE_DATA to another folder."
                ) from None
            time.sleep(0.05)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def insist_on_port(host: str, port: int, name: str) -> None:
    """Raise Occupied when somebody answers on host:port. Our processes share a port, so binding it would not tell."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket(family, kind, protocol) as probe:
            # Connections that are only waiting to be forgotten are no reason to refuse; a listener is.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                    raise Occupied(_why(error, host, port, name)) from None
            else:
                return
        time.sleep(0.05)


def _why(error: OSError, host: str, port: int, name: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop the other program, or set {name} to another port: {name}=9000"
    if error.errno == errno.EACCES:
        return f"This user may not use port {port}. Set {name} to a port above 1023 and put a proxy in front."
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Check HOST and {name}."
