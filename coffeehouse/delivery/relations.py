"""What becomes due about relations: links of profiles to verify, mutes whose time is over.

A link is verified when its page links back to the profile. The page is asked through `outbound`, which judges every
address; one that cannot be had now is looked at again when the profile next changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.relation_commands import EndMute, VerifyLinks
from coffeehouse.engine.act import act
from coffeehouse.outbound import OutboundFailed, OutboundRefused, fetch_text
from coffeehouse.protocols.rel_me import links_back

LIMIT_BYTES = 1_000_000
log = structlog.get_logger("coffeehouse.worker")


def deliver_verify_links(payload: Mapping[str, Any]) -> None:
    """Look at each link of a profile that is not verified, and record those that link back."""
    account_id = int(payload["account_id"])
    profiles = people.profile_addresses(account_id)
    seen = tuple(link for link in people.read_links(account_id) if _links_back(link, profiles))
    if seen:
        act(VerifyLinks(account_id=account_id, links=seen), SYSTEM, "worker")


def _links_back(link: str, profiles: tuple[str, ...]) -> bool:
    try:
        page = fetch_text(link, limit_bytes=LIMIT_BYTES, accept=("text/html", "application/xhtml+xml"), cut=True)
    except (OutboundRefused, OutboundFailed) as error:
        log.info("link_not_verified", error=str(error))
        return False
    return links_back(page.text, page.url, profiles)


def deliver_end_mute(payload: Mapping[str, Any]) -> None:
    """The time of a mute is over, unless it was prolonged or ended meanwhile."""
    act(EndMute(account_id=int(payload["account_id"]), target_id=int(payload["target_id"])), SYSTEM, "worker")
