"""Secrets of ours: made here, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits in 43 characters that need no escaping anywhere."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """SHA-256 (hex): enough for secrets that are random and long; passwords are hashed with Argon2 instead."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
