"""Files of the house (pictures, video, sound): written once, on the disk before anybody refers to them.

A name is random, and commits to what the file holds: SHA-256 of the random part and the bytes. Rows that the ledger
vouches for name the files, so `verify` finds a file that was changed. What is being uploaded waits in a folder of its
own that nothing is served from.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Unavailable

GUARDED = "posts/"
"""What begins the keys of files that are served only while a row of posts_media says to whom."""
# Every column that holds keys: a file in none of them is nobody's, and goes (`loose_files`).
HOLDERS = (
    ("posts_media", "file"),
    ("posts_media", "preview"),
    ("people_account", "avatar"),
    ("people_account", "header"),
    ("people_customemoji", "file"),
    ("people_customemoji", "still"),
    ("federation_remoteemoji", "file"),
    ("federation_remoteemoji", "still"),
    ("records_preservedfile", "file"),
)
CONTENT_TYPES = {
    ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif",
    ".mp4": "video/mp4", ".mp3": "audio/mpeg",
}  # fmt: skip
KEPT_LOOSE = 24 * clock.HOUR
_BATCH = 200
_PIECE = 1 << 20


def new_key(extension: str, content: Iterable[bytes], *, is_guarded: bool = False) -> str:
    """`ab/cd/<20 random characters><43 of SHA-256>.<extension>`, in base 64: the hash of the random ones and `content`.

    Nobody can guess it, nothing in it names the sender or their file (M3), and the same picture twice has two names.
    """
    chance = secrets.token_urlsafe(15)
    digest = hashlib.sha256(chance.encode())
    for piece in content:
        digest.update(piece)
    name = chance + base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    return f"{GUARDED if is_guarded else ''}{name[:2].lower()}/{name[2:4].lower()}/{name}.{extension}"


def store(data: bytes, extension: str, *, is_guarded: bool = False) -> str:
    """Write `data` under a new key, and return that. Raises Unavailable, and leaves nothing, when there is no room."""
    key = new_key(extension, [data], is_guarded=is_guarded)
    path = path_of(key)
    with _whole_or_nothing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    return key


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[None]:
    """Remove what was begun when the disk does not take it."""
    try:
        yield
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Unavailable("The house cannot keep files at the moment, so nothing was done. Try again later.") from error


def path_of(key: str) -> Path:
    """Where the file with this key lies."""
    return Path(settings.MEDIA_ROOT) / key


def remove(key: str) -> None:
    """Delete the file; one that is already gone is as good."""
    if key:
        path_of(key).unlink(missing_ok=True)


def url(key: str) -> str:
    """The address a client fetches the file from."""
    return f"{settings.BASE_URL}/media/{key}"


def adopt(made: Path, extension: str, *, is_guarded: bool = False) -> str:
    """Move a file that the house itself has made into its place under a new key, and return that."""
    with made.open("rb") as file:
        key = new_key(extension, iter(partial(file.read, _PIECE), b""), is_guarded=is_guarded)
    path = path_of(key)
    with _whole_or_nothing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, path)
        path.chmod(0o640)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    return key


def receive(pieces: Iterable[bytes]) -> str:
    """Write an upload, piece by piece, to where it waits to be prepared; the random name it has there."""
    name = secrets.token_urlsafe(24)
    path = received(name)
    with _whole_or_nothing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    return name


def received(name: str) -> Path:
    """Where the upload with this name waits."""
    return Path(settings.INCOMING_FOLDER) / Path(name).name


def forget_received(name: str) -> None:
    """Delete an upload that was prepared, or never will be."""
    if name:
        received(name).unlink(missing_ok=True)


def loose_files(now: int) -> Iterator[Path]:
    """Files older than a day that no row names: of uploads that were refused, of pictures that were replaced.

    An upload that waits is named by its row; where nothing waits for it, it is loose as well.
    """
    root = Path(settings.MEDIA_ROOT)
    oldest = (now - KEPT_LOOSE) / 1_000
    aged = (path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < oldest)
    for batch in _batches(aged):
        keys = {path.relative_to(root).as_posix(): path for path in batch}
        named = {key for table, column in HOLDERS for key in _named(table, column, list(keys))}
        yield from (path for key, path in keys.items() if key not in named)
    incoming = Path(settings.INCOMING_FOLDER)
    if incoming.is_dir():
        for batch in _batches(path for path in incoming.iterdir() if path.stat().st_mtime < oldest):
            waiting = set(_named("posts_media", "source", [path.name for path in batch]))
            yield from (path for path in batch if path.name not in waiting)


def in_use(keys: list[str]) -> set[str]:
    """Which of these files a row names at this moment."""
    return {key for table, column in HOLDERS for key in _named(table, column, keys)} if keys else set()


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _named(table: str, column: str, values: list[str]) -> list[str]:
    found = sql.rows(f"SELECT {column} FROM {table} WHERE {column} IN ({sql.marks(len(values))})", values)
    return [row[0] for row in found]
