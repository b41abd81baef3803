"""What else can be asked about how accounts stand to each other: endorsements, other servers, suggestions, links.

Beside `commands`, which has the first half. Carried out by `handlers/` after policy has decided (see `engine.act`).
"""

from __future__ import annotations

from coffeehouse.domain.context import Command


class EndorseAccount(Command, frozen=True, kw_only=True):
    """Recommend an account one follows on one's own profile."""

    target_id: int


class UnendorseAccount(Command, frozen=True, kw_only=True):
    """Recommend it no longer."""

    target_id: int


class BlockDomain(Command, frozen=True, kw_only=True):
    """Want nothing from another server: its posts, its news, its followers."""

    domain: str


class UnblockDomain(Command, frozen=True, kw_only=True):
    """End the block of a server."""

    domain: str


class DismissSuggestion(Command, frozen=True, kw_only=True):
    """Not have an account suggested again."""

    target_id: int


class EndMute(Command, frozen=True, kw_only=True):
    """The time of a mute is over. The house asks this of itself."""

    account_id: int
    target_id: int


class VerifyLinks(Command, frozen=True, kw_only=True):
    """These links on a profile were seen to link back to it. The house asks this of itself."""

    account_id: int
    links: tuple[str, ...]
