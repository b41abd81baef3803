"""Custom emoji, and which of them a text uses. Handlers ask when they render; a text without `:` costs no query."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.protocols.mastodon.entities import CustomEmoji

# As Mastodon's: not inside a word, so that `10:30:45` and `a:b:c` are none.
SHORTCODES = re.compile(r"(?<![A-Za-z0-9_:]):([A-Za-z0-9_]{2,40}):(?![A-Za-z0-9_:])")
MAX_IN_ONE = 100


class Emoji(NamedTuple):
    """A row as administrators see it."""

    id: int
    shortcode: str
    category: str
    url: str
    still_url: str
    is_in_picker: bool
    is_disabled: bool


def list_emoji() -> list[Emoji]:
    """Every emoji, by category and shortcode."""
    found = sql.rows(
        "SELECT id, shortcode, category, file, still, is_in_picker, disabled_at FROM people_customemoji"
        " ORDER BY category, LOWER(shortcode)"
    )
    return [
        Emoji(row[0], row[1], row[2], files.url(row[3]), files.url(row[4]), bool(row[5]), row[6] is not None)
        for row in found
    ]


def offered_emoji() -> list[CustomEmoji]:
    """The entities of all that are offered."""
    return [
        CustomEmoji(
            shortcode=one.shortcode, url=one.url, static_url=one.still_url, visible_in_picker=one.is_in_picker,
            category=one.category or None,
        )
        for one in list_emoji() if not one.is_disabled
    ]  # fmt: skip


def emoji_in(*texts: str) -> tuple[CustomEmoji, ...]:
    """The entities of the emoji that texts use, each once, in the order they come."""
    names = [name for text in texts if ":" in text for name in SHORTCODES.findall(text)]
    wanted = list(dict.fromkeys(names))[:MAX_IN_ONE]
    if not wanted:
        return ()
    found: dict[str, Any] = {
        row[0]: row
        for row in sql.rows(
            "SELECT shortcode, file, still, is_in_picker, category FROM people_customemoji"
            f" WHERE shortcode IN ({sql.marks(len(wanted))}) AND disabled_at IS NULL",
            wanted,
        )
    }
    return tuple(
        CustomEmoji(
            shortcode=row[0], url=files.url(row[1]), static_url=files.url(row[2]), visible_in_picker=bool(row[3]),
            category=row[4] or None,
        )
        for row in (found.get(name) for name in wanted) if row is not None
    )  # fmt: skip


def emoji_elsewhere(host: str, *texts: str) -> tuple[CustomEmoji, ...]:
    """The entities of the emoji of this server that texts use, each once; a text without `:` costs no query."""
    names = [name for text in texts if ":" in text for name in SHORTCODES.findall(text)]
    wanted = list(dict.fromkeys(names))[:MAX_IN_ONE]
    if not wanted:
        return ()
    found = sql.rows(
        "SELECT shortcode, file, still FROM federation_remoteemoji"
        f" WHERE host = %s AND file > '' AND shortcode IN ({sql.marks(len(wanted))})",
        (host, *wanted),
    )
    return tuple(
        CustomEmoji(shortcode=name, url=files.url(file), static_url=files.url(still), visible_in_picker=False)
        for name, file, still in sorted(found, key=lambda row: wanted.index(row[0]))
    )
