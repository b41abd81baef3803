"""The `@context` of what we send: which vocabulary each member belongs to. Nobody's context is ever fetched."""

from __future__ import annotations

from typing import Any

STREAMS = "https://www.w3.org/ns/activitystreams"
SECURITY = "https://w3id.org/security/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
# Has `assertionMethod` (FEP-521a): who reads JSON-LD finds no key of a proof without it.
DID = "https://www.w3.org/ns/did/v1"

_TERMS_OF_ACTORS: dict[str, Any] = {
    "toot": "http://joinmastodon.org/ns#",
    "schema": "http://schema.org#",
    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
    "movedTo": {"@id": "as:movedTo", "@type": "@id"},
    "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
    "featured": {"@id": "toot:featured", "@type": "@id"},
    "featuredTags": {"@id": "toot:featuredTags", "@type": "@id"},
    "discoverable": "toot:discoverable",
    "indexable": "toot:indexable",
    "memorial": "toot:memorial",
    "suspended": "toot:suspended",
    "attributionDomains": {"@id": "toot:attributionDomains", "@type": "@id"},
    "Emoji": "toot:Emoji",
    "PropertyValue": "schema:PropertyValue",
    "value": "schema:value",
    "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger",
}
_TERMS_OF_OBJECTS: dict[str, Any] = {
    "toot": "http://joinmastodon.org/ns#",
    "gts": "https://gotosocial.org/ns#",
    "misskey": "https://misskey-hub.net/ns#",
    "fep044f": "https://w3id.org/fep/044f#",
    "sensitive": "as:sensitive",
    "Hashtag": "as:Hashtag",
    "Emoji": "toot:Emoji",
    "votersCount": "toot:votersCount",
    "blurhash": "toot:blurhash",
    "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
    "quote": {"@id": "fep044f:quote", "@type": "@id"},
    "quoteUri": "http://fedibird.com/ns#quoteUri",
    "_misskey_quote": "misskey:_misskey_quote",
    "quoteAuthorization": {"@id": "fep044f:quoteAuthorization", "@type": "@id"},
    "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
    "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
    "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
    "manualApproval": {"@id": "gts:manualApproval", "@type": "@id"},
}
_TERMS_OF_QUOTING: dict[str, Any] = {
    "gts": "https://gotosocial.org/ns#",
    "fep044f": "https://w3id.org/fep/044f#",
    "QuoteRequest": "fep044f:QuoteRequest",
    "QuoteAuthorization": "fep044f:QuoteAuthorization",
    "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
    "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"},
}

ACTOR: list[Any] = [STREAMS, SECURITY, DID, MULTIKEY, _TERMS_OF_ACTORS]
OBJECT: list[Any] = [STREAMS, _TERMS_OF_OBJECTS]
QUOTING: list[Any] = [STREAMS, _TERMS_OF_QUOTING]
ACTIVITY = STREAMS
