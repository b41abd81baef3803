"""Which other servers the house talks with, and on what terms: what was decided for a host, or for a domain above it.

Asked before anything is taken from, fetched from or sent to another server (`federation.admitting`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from coffeehouse.database import sql

# A name has no more labels than this that anybody decides about; longer ones are looked up by their last.
LABELS = 10


class Standing(NamedTuple):
    """How the house stands to a server. budget: most deliveries in five minutes, None for the house's own limit."""

    may_talk: bool
    is_limited: bool = False
    rejects_media: bool = False
    budget: int | None = None


NONE = Standing(may_talk=False)
UNDECIDED = Standing(may_talk=True)


@lru_cache(maxsize=4_096)
def names_above(host: str) -> tuple[str, ...]:
    """The host, then without its port, then each domain above it but the last: where a decision may stand."""
    front, _, port = host.rpartition(":")
    name = front if port.isdigit() else host
    labels = name.split(".")
    least = max(0, len(labels) - LABELS)
    is_address = name.startswith("[") or name.replace(".", "").isdigit()
    above = [] if is_address else [".".join(labels[at:]) for at in range(least, len(labels) - 1)]
    return tuple(dict.fromkeys([host, name, *above]))


def standing_of(host: str) -> Standing:
    """How the house stands to this host (lower case, ASCII, with its port unless it is the scheme's own).

    What was decided for the host itself counts, else the nearest domain above it. In `allowlist` only the host's own
    row admits it: who allows a domain has not allowed every name under it.
    """
    if settings.FEDERATION == "closed" or not host or host == settings.DOMAIN.lower():
        return NONE
    names = names_above(host)
    found = {
        row[0]: row[1:]
        for row in sql.rows(
            f"SELECT host, state, rejects_media, budget FROM federation_server WHERE host IN ({sql.marks(len(names))})",
            names,
        )
    }
    if not found and settings.FEDERATION == "open":
        return UNDECIDED
    state = next((found[name][0] for name in names if name in found and found[name][0] != "open"), "open")
    own = found.get(host, ("open", False, None))
    admitted = state != "suspended"
    if settings.FEDERATION == "allowlist":
        admitted = own[0] in ("allowed", "limited")
    if not admitted:
        return NONE
    return Standing(
        may_talk=True,
        is_limited=state == "limited",
        rejects_media=any(bool(row[1]) for row in found.values()),
        budget=own[2],
    )
