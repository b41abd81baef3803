"""The write transaction: one at a time, in the order asked, on either database.

Acts are totally ordered (the ledger's sequence is their order), so a write takes its turn before it begins. SQLite's
own lock is taken by whoever happens to wake first, which starves writers under load; here threads queue on a lock of
the process and processes on a lock of the file system, and SQLite's lock is then free when it is asked for.
PostgreSQL's advisory lock queues in order by itself and ends with the transaction.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Any constant will do as long as every process of the house uses it.
ADVISORY_LOCK = 0x0C0FFEE


class FairLock:
    """A mutex between threads and processes, named by a file. Waiters get it roughly in the order they came."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._descriptor: int | None = None
        self._owner_pid = 0

    def _open(self) -> int:
        # A forked child must have its own open file: flock belongs to the open file, not to the process.
        if self._descriptor is None or self._owner_pid != os.getpid():
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._owner_pid = os.getpid()
        return self._descriptor

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._threads:
            descriptor = self._open()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)


_locks: dict[str, FairLock] = {}
_locks_guard = threading.Lock()


def _lock_of_file() -> FairLock | None:
    """The lock beside the database file, or None where the database has no file (in memory)."""
    name = str(connection.settings_dict["NAME"])
    if not name or name.startswith(("file:", ":memory:")):
        return None
    with _locks_guard:
        return _locks.setdefault(name, FairLock(name + ".writers"))


@contextmanager
def write() -> Iterator[None]:
    """One write transaction. Commits at the end of the block, rolls all of it back on an exception."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            yield
        return
    lock = None if connection.in_atomic_block else _lock_of_file()
    if lock is None:
        with transaction.atomic():
            yield
        return
    with lock.held(), transaction.atomic():
        yield
