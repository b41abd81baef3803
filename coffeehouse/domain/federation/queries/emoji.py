"""Custom emoji of other servers: which of them a post there uses, as far as they are kept here."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people.queries.emoji import emoji_elsewhere

# A profile asks the same, and stands below.
emojis_used = emoji_elsewhere


def emoji_address(emoji_id: int) -> str | None:
    """Where an emoji is to be fetched; None for one that is here, or unknown."""
    found = sql.value("SELECT url FROM federation_remoteemoji WHERE id = %s AND file = ''", (emoji_id,))
    return None if found is None else str(found)
