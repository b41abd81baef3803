"""Checkpoints kept outside the database, so that cutting the database's tail is found.

`checkpoints.log` has every checkpoint ever signed, one JSON object a line ({"signed_at": ms, "note": text}), only ever
appended to and synced to disk; `checkpoint` is the newest note by itself, to be copied off the machine.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOG = "checkpoints.log"
NEWEST = "checkpoint"


class OutsideCheckpoints:
    """The two files in the ledger's folder. Write only under `locked()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / LOG
        self.newest = folder / NEWEST

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One signer at a time, on this machine."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def last_note(self) -> str | None:
        """The newest note of the log. A line that a crash cut short is taken off: its checkpoint gets written again."""
        try:
            with self.log.open("r+b") as file:
                whole = _end_of_last_whole_line(file.fileno())
                if whole != os.fstat(file.fileno()).st_size:
                    file.truncate(whole)
                line = _last_line(file.fileno(), whole)
        except FileNotFoundError:
            return None
        return str(json.loads(line)["note"]) if line else None

    def append(self, note: str, signed_at: int, further: str = "") -> None:
        """Add a note to the log and put it, with `further` signature lines, in place of the newest; both are on the
        disk when this returns."""
        line = json.dumps({"signed_at": signed_at, "note": note}, ensure_ascii=False) + "\n"
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        end = os.fstat(descriptor).st_size
        try:
            _write_and_flush(descriptor, line.encode())
        except OSError:
            # Nobody knows what the disk has of it: taken off again, so that the next to sign writes it anew.
            os.ftruncate(descriptor, end)
            raise
        finally:
            os.close(descriptor)
        fresh = self.newest.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write((note + further).encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.newest)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write_and_flush(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def _end_of_last_whole_line(descriptor: int) -> int:
    end = os.fstat(descriptor).st_size
    while end:
        start = max(0, end - 4096)
        cut = os.pread(descriptor, end - start, start).rfind(b"\n")
        if cut >= 0:
            return start + cut + 1
        end = start
    return 0


def _last_line(descriptor: int, end: int) -> bytes:
    """The line that ends at `end`, without its newline."""
    start, found = end, b""
    while start and b"\n" not in found[:-1]:
        start = max(0, start - 4096)
        found = os.pread(descriptor, end - start, start)
    return found[:-1].rpartition(b"\n")[2]
