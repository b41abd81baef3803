"""With whom the house talks: asked before a delivery is read, a document fetched, a picture taken or anything sent."""

from __future__ import annotations

from django.conf import settings

from coffeehouse.domain.federation.queries.servers import Standing as Standing
from coffeehouse.domain.federation.queries.servers import standing_of as standing_of


def may_talk_to(host: str) -> bool:
    """Whether anything is taken from, asked of or sent to this host. For limits, media and budget see `standing_of`."""
    return standing_of(host).may_talk


# Last words: that a follow has ended. What a letter is about begins with these.
PARTING = ("Reject account/", "Undo Follow account/")


def may_send(host: str, about: str) -> bool:
    """Whether a letter goes to this host: to one that was suspended, only that follows have ended."""
    if may_talk_to(host):
        return True
    return settings.FEDERATION == "open" and about.startswith(PARTING) and host != settings.DOMAIN.lower()
