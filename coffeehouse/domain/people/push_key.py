"""The house's VAPID key: by it push services know who sends (RFC 8292), and apps subscribe for it alone.

One file beside the other keys, so a backup has it; made when it is first asked for. Losing it ends every subscription.
"""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from coffeehouse.protocols.webpush import new_private_key, public_text, read_private_key

NAME = "vapid.key"


def private_key() -> ec.EllipticCurvePrivateKey:
    """The key."""
    return _read(Path(settings.KEYS) / NAME)


def public_key() -> str:
    """Its public half, as apps are told it."""
    return public_text(private_key())


@cache
def _read(file: Path) -> ec.EllipticCurvePrivateKey:
    if not file.exists():
        _make(file)
    return read_private_key(file.read_text("ascii").strip())


def _make(file: Path) -> None:
    """Write a new key. Two processes that do it at once agree on the one that was first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(new_private_key() + "\n")
            out.flush()
            os.fsync(out.fileno())
        # A link fails when another process was first; a rename would replace its key.
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
