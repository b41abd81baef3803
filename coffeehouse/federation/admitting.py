"""With whom the house talks: asked before a delivery is read, a document fetched, a picture taken or anything sent."""

from __future__ import annotations

from coffeehouse.domain.federation.queries.servers import Standing as Standing
from coffeehouse.domain.federation.queries.servers import standing_of as standing_of


def may_talk_to(host: str) -> bool:
    """Whether anything is taken from, asked of or sent to this host. For limits, media and budget see `standing_of`."""
    return standing_of(host).may_talk
