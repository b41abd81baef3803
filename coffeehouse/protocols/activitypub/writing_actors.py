"""Our accounts as actor documents."""

from __future__ import annotations

from typing import Any

from coffeehouse.kernel.clock import iso
from coffeehouse.protocols.activitypub import contexts
from coffeehouse.protocols.activitypub.documents import Emoji
from coffeehouse.protocols.activitypub.ours import OurActor, OurPicture, followers_of


def write_actor(actor: OurActor) -> dict[str, Any]:
    """The whole actor, with its context."""
    document: dict[str, Any] = {
        "@context": contexts.ACTOR,
        **_who(actor),
        "name": actor.name or actor.username,
        "summary": actor.summary,
        "url": actor.url or actor.id,
        "manuallyApprovesFollowers": actor.is_locked,
        "discoverable": actor.is_discoverable,
        "indexable": actor.is_indexable,
        "attachment": [{"type": "PropertyValue", "name": row.name, "value": row.value} for row in actor.fields],
        "tag": write_emojis(actor.emojis),
    }
    if actor.type != "Application":
        document |= {
            "outbox": f"{actor.id}/outbox",
            "followers": followers_of(actor.id),
            "following": f"{actor.id}/following",
            "featured": f"{actor.id}/collections/featured",
            "featuredTags": f"{actor.id}/collections/tags",
        }
    document |= {
        "published": None if actor.published_at is None else iso(actor.published_at),
        "icon": _picture(actor.icon),
        "image": _picture(actor.image),
        "memorial": actor.is_memorial or None,
        "suspended": actor.is_suspended or None,
        "alsoKnownAs": list(actor.also_known_as) or None,
        "movedTo": actor.moved_to or None,
        "attributionDomains": list(actor.attribution_domains) or None,
        "webfinger": actor.webfinger,
    }
    return {name: value for name, value in document.items() if value is not None}


def write_bare_actor(actor: OurActor) -> dict[str, Any]:
    """Only what a server needs to check a signature of it: what an asker gets that did not sign."""
    return {"@context": contexts.ACTOR, **_who(actor)}


def _who(actor: OurActor) -> dict[str, Any]:
    """Identity, name, inbox and keys (FEP-521a beside the older `publicKey`)."""
    who: dict[str, Any] = {
        "id": actor.id,
        "type": actor.type,
        "preferredUsername": actor.username,
        "inbox": actor.inbox or f"{actor.id}/inbox",
        "endpoints": {"sharedInbox": actor.shared_inbox},
        "publicKey": {"id": f"{actor.id}#main-key", "owner": actor.id, "publicKeyPem": actor.key_pem},
    }
    if actor.key_multibase:
        who["assertionMethod"] = [
            {
                "id": f"{actor.id}#ed25519-key",
                "type": "Multikey",
                "controller": actor.id,
                "publicKeyMultibase": actor.key_multibase,
            }
        ]
    return who


def _picture(picture: OurPicture | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    told = {"type": "Image", "mediaType": picture.media_type, "url": picture.url, "summary": picture.description}
    return {name: value for name, value in told.items() if value}


def write_emojis(emojis: tuple[Emoji, ...]) -> list[dict[str, Any]]:
    """Custom emoji as tags."""
    return [
        {
            "id": emoji.url,
            "type": "Emoji",
            "name": f":{emoji.shortcode}:",
            "icon": {"type": "Image", "url": emoji.url},
        }
        for emoji in emojis
    ]
