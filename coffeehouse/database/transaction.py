"""The write transaction: one at a time, in the order asked, on either database.

Acts are totally ordered (the ledger's sequence is their order), so a write takes its turn before it begins. SQLite's
own lock is taken by whoever happens to wake first, which starves writers under load; here threads queue on a lock of
the process and processes on a lock of the file system, and SQLite's lock is then free when it is asked for.
PostgreSQL's advisory lock queues in order by itself and ends with the transaction.

On SQLite the commit leaves the write-ahead log in the kernel's hands (`synchronous = NORMAL`), the next writer begins,
and only then the log is flushed: one flush serves every act that committed before it began. `write` returns when the
flush that covers it is done, so what is acknowledged is on the disk.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from coffeehouse.database import waking

# Any constant will do as long as every process of the house uses it.
ADVISORY_LOCK = 0x0C0FFEE


class FairLock:
    """A mutex between threads and processes, named by a file. Waiters get it roughly in the order they came."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._descriptor: int | None = None

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
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


class SharedFlush:
    """Flushes a file; threads that wait while another flush runs share the next one."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._one_at_a_time = threading.Lock()
        self._begun = 0
        self._ended = 0

    def after_commit(self) -> None:
        """Return when everything written before the call is on the disk. Raises OSError when the disk refuses."""
        needed = self._begun + 1
        with self._one_at_a_time:
            if self._ended >= needed:
                return
            self._begun += 1
            # Opened each time: SQLite makes the log anew when its last connection closes.
            descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            try:
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)
            self._ended = self._begun


@dataclass(frozen=True, slots=True)
class FileGuards:
    """What stands around the writing of one database file."""

    turn: FairLock
    log: SharedFlush


_guards: dict[str, FileGuards] = {}
_guards_guard = threading.Lock()


def _guards_of_file() -> FileGuards | None:
    """The guards of the database file, or None where the database has no file (in memory)."""
    name = str(connection.settings_dict["NAME"])
    if not name or name.startswith(("file:", ":memory:")):
        return None
    with _guards_guard:
        found = _guards.get(name)
        if found is None:
            found = _guards[name] = FileGuards(FairLock(name + ".writers"), SharedFlush(name + "-wal"))
        return found


def _after_fork() -> None:
    # Locks that a thread of the parent held would stay shut in the child for ever.
    global _guards_guard
    _guards_guard = threading.Lock()
    _guards.clear()


os.register_at_fork(after_in_child=_after_fork)


@contextmanager
def turn_of_writers() -> Iterator[None]:
    """Hold every writer of the database file up, without a transaction: for what must have the file to itself."""
    guards = _guards_of_file()
    if guards is None:
        yield
        return
    with guards.turn.held():
        yield


@contextmanager
def write() -> Iterator[None]:
    """One write transaction. Commits at the end of the block, rolls all of it back on an exception."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                # The wake-up leaves with the commit; PostgreSQL keeps it back until then.
                cursor.execute(f"SELECT pg_advisory_xact_lock(%s), {waking.POSTGRES_NOTIFY}", [ADVISORY_LOCK])
            yield
        if not connection.in_atomic_block:
            waking.wake("")
        return
    guards = None if connection.in_atomic_block else _guards_of_file()
    if guards is None:
        with transaction.atomic():
            yield
        return
    with guards.turn.held(), transaction.atomic():
        yield
    try:
        guards.log.after_commit()
    except OSError as error:
        raise OperationalError("the disk did not take what was written") from error
    waking.wake(str(connection.settings_dict["NAME"]))
