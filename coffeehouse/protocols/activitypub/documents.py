"""What documents of other servers say, bounded and sanitised: the structs everything behind the codec works with.

Every text is plain or HTML that passed `protocols.mastodon.markup.sanitise`; every address is http(s) and at most 2,000
characters; every list has an end. A member that a document does not have, or that is not to be believed, is empty.
Times are ms since the epoch, UTC. Sources: ActivityStreams 2.0, ActivityPub, Mastodon's extensions, FEPs as noted.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """An icon or banner."""

    url: str
    description: str = ""


class PublicKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of an actor. kind: rsa (`public` is PEM, `publicKey`), ed25519 (multibase, FEP-521a `assertionMethod`)."""

    id: str
    owner: str
    kind: str
    public: str


class Emoji(msgspec.Struct, frozen=True, kw_only=True):
    """A custom emoji of another server; shortcode without colons."""

    shortcode: str
    url: str


class ProfileField(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a profile (schema:PropertyValue); value is sanitised HTML."""

    name: str
    value: str


class ActorDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Person, Service, Application, Group or Organization. webfinger: FEP-2c59, `name@host` as claimed."""

    id: str
    type: str
    username: str
    name: str = ""
    summary: str = ""
    url: str = ""
    inbox: str
    shared_inbox: str = ""
    outbox: str = ""
    followers: str = ""
    following: str = ""
    featured: str = ""
    icon: Picture | None = None
    image: Picture | None = None
    fields: tuple[ProfileField, ...] = ()
    keys: tuple[PublicKey, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    is_locked: bool = False
    is_discoverable: bool = False
    is_indexable: bool = False
    is_memorial: bool = False
    published_at: int | None = None
    also_known_as: tuple[str, ...] = ()
    moved_to: str = ""
    attribution_domains: tuple[str, ...] = ()
    webfinger: str = ""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """kind: image, gifv, video, audio, unknown. Focus as Mastodon's focalPoint, -1 to 1."""

    url: str
    kind: str
    media_type: str = ""
    description: str = ""
    width: int = 0
    height: int = 0
    focus_x: float = 0.0
    focus_y: float = 0.0
    blurhash: str = ""


class MentionTag(msgspec.Struct, frozen=True, kw_only=True):
    """A Mention in `tag`: the actor's identity, and the name as written."""

    href: str
    name: str = ""


class PollDocument(msgspec.Struct, frozen=True, kw_only=True):
    """oneOf or anyOf of a Question: (title, votes) for each."""

    options: tuple[tuple[str, int], ...]
    is_multiple: bool = False
    ends_at: int | None = None
    closed_at: int | None = None
    voters_count: int | None = None


class ObjectDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Note, Question, or another type that is shown as words and a link (Article, Page, Event, Video, Audio, ...).

    visibility: public, unlisted, followers, direct; read from to and cc, the author's followers collection known.
    content is sanitised HTML, text the same as plain text. spoiler: plain. language: BCP 47 or empty. quote: FEP-044f
    `quote` or the older spellings; quote_authorization: the stamp. may_quote: public, followers, nobody.
    title, summary: of types other than Note (shown before the link). vote: the name of an option where this is a vote.
    """

    id: str
    type: str
    attributed_to: str
    visibility: str
    content: str = ""
    text: str = ""
    spoiler: str = ""
    title: str = ""
    url: str = ""
    in_reply_to: str = ""
    published_at: int | None = None
    updated_at: int | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    is_sensitive: bool = False
    language: str = ""
    attachments: tuple[Attachment, ...] = ()
    mentions: tuple[MentionTag, ...] = ()
    tags: tuple[str, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    poll: PollDocument | None = None
    quote: str = ""
    quote_authorization: str = ""
    may_quote: str = "nobody"
    context: str = ""
    replies: str = ""
    vote: str = ""


class ActivityDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An activity. object_id: the identity of what it is about; object: that document itself, where it was embedded.

    type: Create, Update, Delete, Follow, Accept, Reject, Undo, Like, EmojiReact, Announce, Block, Flag, Move, Add,
    Remove, QuoteRequest; others are refused by name. object_ids: of a Flag, all it names.
    """

    id: str
    type: str
    actor: str
    object_id: str = ""
    object: dict[str, Any] | None = None
    object_ids: tuple[str, ...] = ()
    target: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    content: str = ""
    published_at: int | None = None
    # The stamp of an accepted quote (FEP-044f `result`), or what an Add points at.
    result: str = ""
    # Of a QuoteRequest: the post that quotes.
    instrument_id: str = ""
    instrument: dict[str, Any] | None = None


class CollectionDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A collection or page of one: its items as they came (an identity or a document), and where it goes on."""

    id: str
    total: int | None = None
    items: tuple[str | dict[str, Any], ...] = ()
    next: str = ""


class QuoteStamp(msgspec.Struct, frozen=True, kw_only=True):
    """A QuoteAuthorization (FEP-044f): its author allows `quoting` to quote `quoted`."""

    id: str
    author: str
    quoting: str
    quoted: str


class Unreadable(Exception):
    """The document cannot be taken. reason: a short slug for the record (`no_id`, `id_elsewhere`, `unknown_type`)."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason
