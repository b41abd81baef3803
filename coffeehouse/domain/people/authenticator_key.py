"""Seals what the house must be able to read again: the secrets of authenticator apps, at rest and in sessions.

AES-256-GCM with a key in one file beside the other keys, so a backup has it and a copy of the database alone is worth
nothing. The member is sealed in as well: a secret moved to another member's row does not open there.
"""

from __future__ import annotations

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NAME = "authenticators.key"
KEY_BITS = 256
NONCE_BYTES = 12


class CannotOpen(Exception):
    """What is stored was not sealed with this house's key for this member."""


def seal(member_id: int, secret: str) -> str:
    """The secret, readable only with the key, for this member."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, secret.encode(), _owner(member_id))
    return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(member_id: int, sealed: str) -> str:
    """The secret again. Raises CannotOpen."""
    try:
        read = base64.urlsafe_b64decode(sealed)
        return AESGCM(_key()).decrypt(read[:NONCE_BYTES], read[NONCE_BYTES:], _owner(member_id)).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def make_key() -> None:
    """Make the key now, if there is none: before the processes fork."""
    _key()


def _owner(member_id: int) -> bytes:
    return f"member/{member_id}".encode()


def _key() -> bytes:
    return read_or_make(Path(settings.KEYS) / NAME)


@cache
def read_or_make(file: Path) -> bytes:
    """The key in this file, which is made when there is none."""
    if not file.exists():
        _make(file)
    return base64.urlsafe_b64decode(file.read_text("ascii").strip())


def _make(file: Path) -> None:
    """Write a new key. Two processes that do it at once agree on the one that was first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(base64.urlsafe_b64encode(AESGCM.generate_key(KEY_BITS)).decode("ascii") + "\n")
            out.flush()
            os.fsync(out.fileno())
        # A link fails when another process was first; a rename would replace its key.
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
