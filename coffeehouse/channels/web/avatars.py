"""Initials on a colour, where an account has no picture of its own. Pages need no request for it."""

from __future__ import annotations

import zlib

# The same eight colours as `.avatar--hue0` to `.avatar--hue7` of the stylesheet: white letters read well on each.
HUE_COLOURS = ("#7a3b2e", "#8a5a12", "#5d6420", "#2f6b46", "#1f6470", "#34548f", "#66448a", "#8a3a64")


def initials(account: dict[str, object]) -> str:
    """One or two letters of the name an account shows."""
    name = str(account.get("display_name") or account.get("username") or "?")
    letters = [word[0] for word in name.replace("_", " ").split() if word[:1].isalnum()]
    if not letters:
        return name[:1] or "?"
    return letters[0] + (letters[-1] if len(letters) > 1 else "")


def hue(account: dict[str, object]) -> int:
    """Which of the eight colours: the same for an account for ever."""
    return zlib.crc32(str(account.get("acct", "")).encode()) % len(HUE_COLOURS)
