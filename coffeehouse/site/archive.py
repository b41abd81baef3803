"""Backups: one .tar.gz that holds a whole house at one moment, taken while it is open.

    manifest.json   version, time, address, and size and SHA-256 of every other member
    ledger/         checkpoints kept outside the database
    database        house.sqlite3 (SQLite's online backup) or house.dump (pg_dump -Fc)
    media/  keys/   pictures; the keys of the ledger and of sessions

Order matters. Checkpoints are copied before the database, so that the copy never knows of more than the database has;
media after it, so that every picture a row names is there.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

MANIFEST = "manifest.json"
SQLITE_NAME = "house.sqlite3"
POSTGRES_NAME = "house.dump"
FOLDERS = ("ledger", "media", "keys")
CHUNK = 1 << 20


class BrokenArchive(Exception):
    """The file is not a whole backup; the message says what is wrong."""


class Member(msgspec.Struct, frozen=True):
    """A file of the backup."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says about itself. made_at: ms since the epoch."""

    version: str
    made_at: int
    base_url: str
    ledger_origin: str
    database: str
    members: dict[str, Member]


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, in a fixed order, without locks and half-written files (names with a leading dot)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


def digest_of(file: IO[bytes]) -> Member:
    """Size and SHA-256 of what can be read from `file`."""
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Member(size, digest.hexdigest())


class Writer:
    """Writes the members one by one, the manifest last; the file gets its name when it is whole."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.fresh = target.with_name(f".{target.name}.{os.getpid()}")
        descriptor = os.open(self.fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(descriptor, "wb")
        self.tar = tarfile.open(fileobj=self.file, mode="w:gz", compresslevel=1)  # noqa: SIM115  # closed in finish
        self.members: dict[str, Member] = {}

    def add(self, path: Path, name: str) -> bool:
        """Add a file under `name`; False when it has gone meanwhile (a picture that was just deleted)."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            size = os.fstat(source.fileno()).st_size
            # A log may grow while it is read: what was there at first is what is kept.
            whole = _Counted(source, size)
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = size, 0o600
            self.tar.addfile(entry, whole)
            self.members[name] = Member(size, whole.digest.hexdigest())
        return True

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and give the file its name, once all of it is on the disk."""
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self.tar.addfile(entry, io.BytesIO(text))
        self.tar.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.fresh.replace(self.target)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self.file.close()
        self.fresh.unlink(missing_ok=True)


class _Counted(io.RawIOBase):
    """Reads at most `size` bytes of `source` and hashes them."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self.source = source
        self.left = size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        self.digest.update(data)
        return data


def read_manifest(archive: Path) -> Manifest:
    """Check every member against the manifest. Raises BrokenArchive."""
    try:
        manifest, found = _read_all(archive)
    except (tarfile.TarError, OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise BrokenArchive(f"{archive} is not a whole backup ({error}). Take another copy of it.") from error
    if manifest is None:
        raise BrokenArchive(f"{archive} has no manifest: it is not a backup, or was cut off. Take another copy of it.")
    for name in sorted(found.keys() | manifest.members.keys()):
        if found.get(name) != manifest.members.get(name):
            raise BrokenArchive(f"{name} in {archive} is not what was backed up. Take another copy of it.")
    return manifest


def _read_all(archive: Path) -> tuple[Manifest | None, dict[str, Member]]:
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    with gzip.open(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        for entry in tar:
            source = tar.extractfile(entry)
            if source is None or not is_safe(entry.name):
                raise BrokenArchive(f"{archive} holds {entry.name!r}, which no backup of ours does.")
            if entry.name == MANIFEST:
                manifest = msgspec.json.decode(source.read(), type=Manifest)
            else:
                found[entry.name] = digest_of(source)
        while plain.read(CHUNK):  # to its end, where gzip has its checksum
            pass
    return manifest, found


def is_safe(name: str) -> bool:
    """Whether a member may be written below the data folder: ours are, and nothing climbs out of it."""
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return False
    return name in (MANIFEST, SQLITE_NAME, POSTGRES_NAME) or (len(parts) > 1 and parts[0] in FOLDERS)


def extract(archive: Path, into: Path) -> None:
    """Write the members below `into`, on the disk when this returns. Only after `read_manifest` found them whole."""
    with tarfile.open(archive, "r|gz") as tar:
        for entry in tar:
            source = tar.extractfile(entry)
            if source is None or entry.name == MANIFEST or not is_safe(entry.name):
                continue
            path = into / entry.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                while chunk := source.read(CHUNK):
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
