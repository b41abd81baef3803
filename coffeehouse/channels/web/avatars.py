"""Initials on a colour, where an account has no picture of its own. No request goes anywhere for it."""

from __future__ import annotations

import zlib

HUES = 8


def initials(account: dict[str, object]) -> str:
    """One or two letters of the name an account shows."""
    name = str(account.get("display_name") or account.get("username") or "?")
    words = [word for word in name.replace("_", " ").split() if word[:1].isalnum()]
    letters = [word[0] for word in words]
    if not letters:
        return name[:1] or "?"
    return letters[0] + (letters[-1] if len(letters) > 1 else "")


def hue(account: dict[str, object]) -> int:
    """Which of the eight colours: the same for an account for ever."""
    return zlib.crc32(str(account.get("acct", "")).encode()) % HUES
