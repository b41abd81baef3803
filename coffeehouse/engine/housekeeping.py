"""What the worker asks of the tables by the clock. It changes nothing anybody said: only tables made from others."""

from __future__ import annotations

from coffeehouse.database import transaction
from coffeehouse.domain.posts.handlers import feeding


def trim_feeds() -> int:
    """Cut home feeds to their length; how many rows went. Feeds are derived from posts and follows, so not recorded."""
    with transaction.write():
        return feeding.trim()
