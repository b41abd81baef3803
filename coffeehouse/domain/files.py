"""Files of the house (pictures): written once under a random name, on the disk before anybody refers to them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings


def store(data: bytes, extension: str) -> str:
    """Write `data` and return its key, `ab/cd/<random>.<extension>`: nobody can guess it, nothing names the sender."""
    name = secrets.token_urlsafe(24)
    key = f"{name[:2].lower()}/{name[2:4].lower()}/{name}.{extension}"
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return key


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
