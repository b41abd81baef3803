"""What we say to other servers, as plain structs: `domain/federation/queries/documents.py` fills them from rows, the
`writing_*` modules make documents of them. Identities are whole addresses; texts of people are HTML we rendered.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from coffeehouse.protocols.activitypub.documents import Emoji, MentionTag, PollDocument, ProfileField

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
MEDIA_TYPE = "application/activity+json"
LD_MEDIA_TYPE = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
"""The one media type with which objects are asked for and given (ActivityPub 3.2); both are understood."""


class OurPicture(msgspec.Struct, frozen=True, kw_only=True):
    """An icon or banner of ours."""

    url: str
    media_type: str = ""
    description: str = ""


class OurActor(msgspec.Struct, frozen=True, kw_only=True):
    """One of our accounts, or the house (type Application, `inbox` the shared one).

    type: Person, Service, Group, Organization, Application. summary is HTML. key_pem and key_multibase: its RSA and
    Ed25519 public keys, known by `#main-key` and `#ed25519-key`. Collections stand below `id` unless `is_bare`: the
    house itself has none.
    """

    id: str
    type: str
    username: str
    shared_inbox: str
    key_pem: str
    key_multibase: str = ""
    inbox: str = ""
    name: str = ""
    summary: str = ""
    url: str = ""
    published_at: int | None = None
    icon: OurPicture | None = None
    image: OurPicture | None = None
    fields: tuple[ProfileField, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    is_locked: bool = False
    is_discoverable: bool = False
    is_indexable: bool = False
    is_memorial: bool = False
    is_suspended: bool = False
    also_known_as: tuple[str, ...] = ()
    moved_to: str = ""
    attribution_domains: tuple[str, ...] = ()

    @property
    def webfinger(self) -> str:
        """Its handle, `name@host` (FEP-2c59)."""
        return f"{self.username}@{urlsplit(self.id).netloc}"


class OurAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, film or sound of a post. description: the text alternative; focus as Mastodon's focalPoint."""

    url: str
    media_type: str
    description: str = ""
    width: int = 0
    height: int = 0
    focus: tuple[float, float] | None = None
    blurhash: str = ""


class OurTag(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag, without its sign, and the page of it here."""

    name: str
    href: str


class OurNote(msgspec.Struct, frozen=True, kw_only=True):
    """A post of ours. With a poll it is a Question.

    visibility: public, unlisted, followers, direct. `to`, `cc` follow from it and the mentions (`addressed`).
    content: HTML. quote: the identity of the post it quotes, quote_url its page; quote_authorization: the stamp of its
    author (FEP-044f). may_quote: public, followers, nobody. context: the address of its conversation (FEP-7888).
    """

    id: str
    author: str
    content: str
    visibility: str
    published_at: int
    url: str = ""
    updated_at: int | None = None
    spoiler: str = ""
    is_sensitive: bool = False
    language: str = ""
    in_reply_to: str = ""
    attachments: tuple[OurAttachment, ...] = ()
    mentions: tuple[MentionTag, ...] = ()
    tags: tuple[OurTag, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    poll: PollDocument | None = None
    quote: str = ""
    quote_url: str = ""
    quote_authorization: str = ""
    may_quote: str = "nobody"
    context: str = ""


def followers_of(actor: str) -> str:
    """The followers collection of one of ours."""
    return f"{actor}/followers"


def addressed(visibility: str, author: str, mentioned: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """`to` and `cc` of a post or boost, as Mastodon reads visibility out of them."""
    followers, named = followers_of(author), list(dict.fromkeys(mentioned))
    if visibility == "public":
        return [PUBLIC], [followers, *named]
    if visibility == "unlisted":
        return [followers], [PUBLIC, *named]
    if visibility == "followers":
        return [followers], named
    return named, []
