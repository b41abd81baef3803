"""Tells other processes that something was committed, so that they need not ask all day.

    transaction.write → wake ⟶ Wakeups.wait → the reader looks at the tables

A wake-up says nothing but "look": what happened is read from the tables. So one that is lost delays a little (readers
look once a second anyway) and loses nothing. It goes by the shortest way there is: a datagram between processes of one
machine on SQLite, NOTIFY on PostgreSQL, and pub/sub where VALKEY_URL names a Valkey server.
"""

from __future__ import annotations

import hashlib
import os
import select
import socket
import sys
import threading
import time
from functools import lru_cache
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, connections

log = structlog.get_logger("coffeehouse.waking")

# PostgreSQL keeps such names apart by database; a Valkey server has one space for all.
NAME = "coffeehouse"
# Sent with the lock of a write transaction; PostgreSQL delivers it with the commit, or not at all.
POSTGRES_NOTIFY = f"pg_notify('{NAME}', '')"
AFTER_TROUBLE = 5.0
UNHEARD = 0.2


class Wakeups(Protocol):
    """What a reader waits on."""

    def wait(self, seconds: float) -> bool:
        """Return True as soon as something was committed (or may have been), False when the time is over."""
        ...

    def close(self) -> None:
        """Listen no longer."""
        ...


def wake(database: str) -> None:
    """Tell whoever listens that something was committed to the database file. Never fails, never waits."""
    if settings.VALKEY_URL:
        _announcer.announce()
        return
    if database:
        _send(database)


def listen() -> Wakeups:
    """The way wake-ups come in this house."""
    if settings.VALKEY_URL:
        return ValkeyWakeups(settings.VALKEY_URL)
    if connection.vendor == "postgresql":
        return PostgresWakeups()
    return SocketWakeups(str(connection.settings_dict["NAME"]))


# -- one machine: a datagram ----------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _address(database: str) -> bytes:
    """Linux's abstract sockets have no length limit that a deep data folder could exceed, and leave no file behind."""
    return b"\0" + f"{NAME}-{os.getuid()}-{hashlib.sha256(database.encode()).hexdigest()[:32]}".encode()


HAS_ABSTRACT = sys.platform == "linux"
_sender: socket.socket | None = None


def _send(database: str) -> None:
    global _sender
    if not HAS_ABSTRACT:
        return
    if _sender is None:
        _sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    try:
        _sender.sendto(b"", _address(database))
    except OSError:
        # Nobody listens, or so much waits to be heard that one more says nothing new.
        return


class SocketWakeups:
    """Datagrams of the writers of one database file. One listener; where it cannot listen, it says "look" often."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._socket: socket.socket | None = None

    def _open(self) -> socket.socket | None:
        if self._socket is None and HAS_ABSTRACT:
            fresh = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            try:
                fresh.bind(_address(self._database))
            except OSError:
                fresh.close()
                return None
            self._socket = fresh
        return self._socket

    def wait(self, seconds: float) -> bool:
        heard = self._open()
        if heard is None:
            time.sleep(min(seconds, UNHEARD))
            return True
        if not select.select([heard], [], [], seconds)[0]:
            return False
        try:
            while True:
                heard.recv(1)
        except BlockingIOError:
            return True

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


# -- PostgreSQL: LISTEN -----------------------------------------------------------------------------------------------


class PostgresWakeups:
    """NOTIFY of every write transaction, on a connection of its own."""

    def __init__(self) -> None:
        self._connection: Any = None

    def _open(self) -> Any:
        if self._connection is None:
            fresh = connections["default"].copy()
            fresh.connect()
            fresh.connection.execute(f"LISTEN {NAME}")
            self._connection = fresh
        return self._connection.connection

    def wait(self, seconds: float) -> bool:
        import psycopg as driver

        try:
            heard = self._open()
            return any(True for _ in heard.notifies(timeout=seconds, stop_after=1))
        except (DatabaseError, driver.Error) as error:
            log.warning("wakeups_lost", error=str(error), again_in_seconds=AFTER_TROUBLE)
            self.close()
            time.sleep(min(seconds, AFTER_TROUBLE))
            return True

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


# -- Valkey: pub/sub --------------------------------------------------------------------------------------------------


def _valkey(url: str) -> Any:
    """A client that gives up within seconds. Raises ImportError where the extra is not installed."""
    import valkey

    return valkey.Valkey.from_url(url, socket_timeout=5, socket_connect_timeout=2)


def _channel() -> str:
    return f"{NAME}:{settings.DOMAIN}"


class Announcer:
    """Publishes from a thread of its own: a server that is slow or away costs the writers nothing."""

    def __init__(self) -> None:
        self._news = threading.Event()
        self._thread: threading.Thread | None = None

    def announce(self) -> None:
        """Ask for one message; several askings may become one."""
        self._news.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="valkey-announcer", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        import valkey

        client = _valkey(settings.VALKEY_URL)
        while self._news.wait():
            self._news.clear()
            try:
                client.publish(_channel(), "")
            except valkey.ValkeyError as error:
                log.warning("valkey_away", error=str(error), again_in_seconds=AFTER_TROUBLE)
                time.sleep(AFTER_TROUBLE)


class ValkeyWakeups:
    """Messages on the house's own channel."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._heard: Any = None

    def _open(self) -> Any:
        if self._heard is None:
            fresh = _valkey(self._url).pubsub(ignore_subscribe_messages=True)
            fresh.subscribe(_channel())
            self._heard = fresh
        return self._heard

    def wait(self, seconds: float) -> bool:
        import valkey

        try:
            heard = self._open()
            deadline = time.monotonic() + seconds
            while (left := deadline - time.monotonic()) > 0:
                if heard.get_message(timeout=left) is not None:
                    return True
        except valkey.ValkeyError as error:
            log.warning("wakeups_lost", error=str(error), again_in_seconds=1)
            self.close()
            time.sleep(min(seconds, 1.0))
            return True
        return False

    def close(self) -> None:
        if self._heard is not None:
            self._heard.close()
            self._heard = None


_announcer = Announcer()


def _after_fork() -> None:
    # A thread of the parent does not live on in the child.
    global _announcer
    _announcer = Announcer()


os.register_at_fork(after_in_child=_after_fork)
