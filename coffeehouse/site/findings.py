"""What a check found."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at. remedy "" means that it is well."""

    subject: str
    said: str
    remedy: str = ""
