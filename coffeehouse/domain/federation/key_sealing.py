"""Seals the private keys accounts sign with: AES-256-GCM with a key in one file beside the house's other keys.

A backup has the file; a copy of the database alone signs nothing. The account is sealed in: a key moved to another
account's row does not open there.
"""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from coffeehouse.domain.people.authenticator_key import NONCE_BYTES, CannotOpen, read_or_make

NAME = "federation.key"


def seal(account_id: int, pem: str) -> str:
    """The key, readable only with the file, for this account."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, pem.encode("ascii"), _owner(account_id))
    return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(account_id: int, sealed: str) -> str:
    """The key again. Raises CannotOpen."""
    try:
        read = base64.urlsafe_b64decode(sealed)
        return AESGCM(_key()).decrypt(read[:NONCE_BYTES], read[NONCE_BYTES:], _owner(account_id)).decode("ascii")
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def make_key() -> None:
    """Make the file now, if there is none: before the processes fork."""
    _key()


def _owner(account_id: int) -> bytes:
    return f"federation account/{account_id}".encode()


def _key() -> bytes:
    return read_or_make(Path(settings.KEYS) / NAME)
