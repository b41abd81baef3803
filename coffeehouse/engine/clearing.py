"""Which uploads nobody uses any more. It reads over domains: words that wait for a person may name an upload."""

from __future__ import annotations

from coffeehouse.database import transaction
from coffeehouse.domain.posts.handlers import preparing
from coffeehouse.domain.publishing import queries as publishing


def unused_media(now: int) -> list[int]:
    """Uploads that no post, scheduled post or held command has used for a day."""
    held = publishing.media_of_open()
    with transaction.write():
        return preparing.mark_loose(now, held)
