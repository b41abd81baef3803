"""What the house says about itself beside `instance`: rules, texts, whom it knows, how busy it is, its emoji."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.conf import settings

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, unlocked
from coffeehouse.domain.federation.queries.catalogue import restricted_servers
from coffeehouse.domain.people.queries import house as people
from coffeehouse.domain.people.queries.emoji import offered_emoji
from coffeehouse.domain.people.queries.house import HouseText
from coffeehouse.domain.posts.queries.activity import weekly_activity
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.mastodon.instance import DomainBlock

# When the words of the page that every house has were written.
FIRST_PRIVACY = "2026-11-22T00:00:00.000Z"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _language(call: Call) -> str:
    """The language the reader asks for: `lang`, else their browser's first, else the house's."""
    wanted = bodies.text(call.query, "lang") or call.header("Accept-Language")
    return wanted.partition(",")[0].partition(";")[0].partition("-")[0].strip().lower() or settings.LANGUAGE_CODE


def _written(call: Call, kind: str) -> HouseText:
    found = people.read_house_text(kind, _language(call))
    if found is None:
        raise NotFound()
    return found


@unlocked
def read_rules(_call: Call) -> Answer:
    """The rules people agree to, with their translations."""
    return entity(people.rule_entities())


@unlocked
def read_extended_description(call: Call) -> Answer:
    """What the house says of itself at length; empty where it has written nothing."""
    found = people.read_house_text("about", _language(call))
    if found is None:
        return entity({"updated_at": None, "content": ""})
    return entity({"updated_at": clock.iso(found.created_at), "content": found.html})


@unlocked
def read_privacy_policy(call: Call) -> Answer:
    """What the house does with what it knows of people; where the body has not written its own, where to read it."""
    found = people.read_house_text("privacy", _language(call))
    if found is None:
        link = f'<p><a href="{settings.BASE_URL}/privacy">{settings.BASE_URL}/privacy</a></p>'
        return entity({"updated_at": FIRST_PRIVACY, "content": link})
    return entity({"updated_at": clock.iso(found.created_at), "content": found.html})


def _terms(found: HouseText) -> dict[str, Any]:
    today = clock.day_text(clock.now_ms())
    return {
        "effective_date": found.effective_on,
        "effective": found.effective_on <= today,
        "content": found.html,
        "succeeded_by": found.succeeded_by,
    }


@unlocked
def read_terms(call: Call) -> Answer:
    """The terms in force."""
    return entity(_terms(_written(call, "terms")))


@unlocked
def read_terms_from(call: Call) -> Answer:
    """The terms that hold, or will hold, from a day."""
    day = call.parts["date"]
    found = people.text_from("terms", _language(call), day) if DAY.fullmatch(day) else None
    if found is None:
        raise NotFound()
    return entity(_terms(found))


@unlocked
def read_peers(_call: Call) -> Answer:
    """The other servers the house knows, unless it keeps them to itself (setting SHOW_PEERS)."""
    if not settings.SHOW_PEERS:
        raise NotFound()
    return entity(people.known_domains())


@anybody("read")
def read_domain_blocks(call: Call) -> Answer:
    """The servers that the house limits or suspends, and why, for those whom SHOW_DOMAIN_BLOCKS names."""
    shown_to = settings.SHOW_DOMAIN_BLOCKS
    if shown_to == "off" or (shown_to == "members" and call.actor.member_id is None):
        raise NotFound()
    return entity(
        [
            DomainBlock(
                domain=host,
                digest=hashlib.sha256(host.encode()).hexdigest(),
                severity="suspend" if state == "suspended" else "silence",
                comment=reason,
            )
            for host, state, _rejects_media, reason in restricted_servers()
            if state != "open"
        ]
    )


@unlocked
def read_activity(_call: Call) -> Answer:
    """Posts, people who wrote, and joiners, week by week, the latest of twelve first."""
    return entity(weekly_activity())


@unlocked
def read_custom_emojis(_call: Call) -> Answer:
    """The emoji of the house."""
    return entity(offered_emoji())
