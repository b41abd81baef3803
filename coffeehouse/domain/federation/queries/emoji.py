"""Custom emoji of other servers: which of them a post there uses, as far as they are kept here."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.people.queries.emoji import MAX_IN_ONE, SHORTCODES
from coffeehouse.protocols.mastodon.entities import CustomEmoji


def emojis_used(host: str, *texts: str) -> tuple[CustomEmoji, ...]:
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


def emoji_address(emoji_id: int) -> str | None:
    """Where an emoji is to be fetched; None for one that is here, or unknown."""
    found = sql.value("SELECT url FROM federation_remoteemoji WHERE id = %s AND file = ''", (emoji_id,))
    return None if found is None else str(found)
