"""The write transaction: one at a time, in the order asked, on either database.

Acts are totally ordered (the ledger's sequence is their order), so a write takes its turn before it begins. SQLite's
own lock is taken by whoever happens to wake first, which starves writers under load; here threads queue on a lock of
the process and processes on a lock of the file system, and SQLite's lock is then free when it is asked for.
PostgreSQL's advisory lock queues in order by itself and ends with the transaction.

On SQLite the commit leaves the write-ahead log in the kernel's hands (`synchronous = NORMAL`), the next writer begins,
and only then the log is flushed: one flush serves every act that committed before it began. `write` returns when the
flush that covers it is done, so what is acknowledged is on the disk.

When the disk refuses a flush, nobody knows what of the log it has, and a later flush that succeeds does not say: the
kernel tells of a failure once. So the act is not acknowledged (`NotFlushed`), and no other is until all of the log has
gone home into the database file, under a flush of that file's own.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from coffeehouse.database import waking

# Any constant will do as long as every process of the house uses it.
ADVISORY_LOCK = 0x0C0FFEE


class NotFlushed(OperationalError):
    """What was written is committed and can be read, but the disk did not confirm it: it may be lost, or not."""


class FairLock:
    """A mutex between threads and processes, named by a file. Waiters get it roughly in the order they came.

    The file is one byte, which the processes share: whether a flush failed, so that the log must be brought home.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._descriptor: int | None = None
        self._shared: mmap.mmap | None = None

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._descriptor

    @property
    def flush_failed(self) -> bool:
        """Whether a flush of any process failed since the log was last brought home."""
        return self._byte()[0] != 0

    @flush_failed.setter
    def flush_failed(self, failed: bool) -> None:
        # Through the map: a disk that is full or refuses writes cannot keep the word from getting round.
        self._byte()[0] = int(failed)

    def _byte(self) -> mmap.mmap:
        if self._shared is None:
            descriptor = self._open()
            if os.fstat(descriptor).st_size == 0:
                os.pwrite(descriptor, b"\0", 0)
            self._shared = mmap.mmap(descriptor, 1)
        return self._shared

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

    def bring_log_home(self) -> None:
        """After a flush that failed, with the turn held: write all of the log into the database file, and flush that.

        Raises OperationalError while the disk still refuses, or while a reader still needs the log.
        """
        try:
            if not self.turn.flush_failed:
                return
        except OSError as error:
            raise OperationalError("the file of the lock cannot be written") from error
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise OperationalError("a flush failed, and the log is still being read")
        self.turn.flush_failed = False

    def flush(self) -> None:
        """Return when what was committed is on the disk. Raises NotFlushed."""
        try:
            self.log.after_commit()
        except OSError as error:
            self.turn.flush_failed = True
            raise NotFlushed("the disk did not take what was written") from error
        # Another process may have been told of a failure that was ours as well.
        if self.turn.flush_failed:
            raise NotFlushed("the disk did not take all that was written before")


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
    with guards.turn.held():
        guards.bring_log_home()
        with transaction.atomic():
            yield
    guards.flush()
    waking.wake(str(connection.settings_dict["NAME"]))
