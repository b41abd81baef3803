"""Which uploads nobody uses any more. It reads over domains: words that wait for a person may name an upload."""

from __future__ import annotations

from coffeehouse.database import transaction
from coffeehouse.domain.posts.handlers import preparing
from coffeehouse.domain.publishing import queries as publishing

MOST_HELD = 10_000


def unused_media(now: int) -> list[int]:
    """Uploads that no post, scheduled post or held command has used for a day."""
    held = {
        int(media_id)
        for waiting in publishing.waiting(limit=MOST_HELD)
        for media_id in waiting["command"].get("media_ids") or ()
    }
    with transaction.write():
        return preparing.mark_loose(now, held)
