"""Entities of Mastodon's client API (4.4 and later) as structs: every required member, nullable ones sent as null.

Channels fill them from domain structs and encode them with msgspec. Accounts and statuses inside other entities are
`msgspec.Raw`, because they are spliced from stored fragments (see `fragments`). Instances are in `instance`.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType, field

from coffeehouse.protocols.mastodon.apps import Application as Application
from coffeehouse.protocols.mastodon.apps import CredentialApplication as CredentialApplication
from coffeehouse.protocols.mastodon.apps import Token as Token
from coffeehouse.protocols.mastodon.embedded import QuoteApproval as QuoteApproval

Visibility = Literal["public", "unlisted", "private", "direct"]

_TO_API = {"followers": "private"}
_FROM_API = {"private": "followers"}


def visibility_out(visibility: str) -> str:
    """The house says `followers`, Mastodon says `private`; the others have one name."""
    return _TO_API.get(visibility, visibility)


def visibility_in(visibility: str) -> str:
    """The inverse of `visibility_out`."""
    return _FROM_API.get(visibility, visibility)


def encode(entity: object) -> bytes:
    """The JSON bytes of an entity or a list of them."""
    return msgspec.json.encode(entity)


def json_list(items: list[str]) -> bytes:
    """A JSON array of texts that are JSON already."""
    return f"[{','.join(items)}]".encode()


class CustomEmoji(Struct, kw_only=True):
    """A picture in place of `:shortcode:`. The house has none of its own."""

    shortcode: str
    url: str
    static_url: str
    visible_in_picker: bool = True
    category: str | None = None


class Field(Struct, kw_only=True):
    """A name and value on a profile. `value` is HTML in Account, plain text in Source."""

    name: str
    value: str
    verified_at: str | None = None


class AccountRole(Struct, kw_only=True):
    """A role shown publicly beside a name."""

    id: str
    name: str
    color: str = ""


class Role(Struct, kw_only=True):
    """What a signed-in member may do; `permissions` is a decimal bit mask as text."""

    id: str
    name: str
    permissions: str = "0"
    color: str = ""
    highlighted: bool = False
    collection_limit: int | None = None


class FeatureApproval(Struct, kw_only=True):
    """Who may feature an account in a collection. Nobody may: the house has no collections."""

    automatic: list[str] = field(default_factory=list)
    manual: list[str] = field(default_factory=list)
    current_user: str = "denied"


class Source(Struct, kw_only=True):
    """What the owner of a profile edits: plain text and defaults for posting."""

    privacy: str = "public"
    sensitive: bool = False
    language: str | None = None
    note: str = ""
    fields: list[Field] = field(default_factory=list)
    follow_requests_count: int = 0
    indexable: bool = False
    discoverable: bool | None = None
    hide_collections: bool | None = None
    quote_policy: str = "nobody"
    attribution_domains: list[str] = field(default_factory=list)


class Account(Struct, kw_only=True):
    """A profile. Reads splice it; this whole form serves remote and rare cases."""

    id: str
    username: str
    acct: str
    url: str
    uri: str
    created_at: str
    avatar: str
    avatar_static: str
    header: str
    header_static: str
    display_name: str = ""
    note: str = ""
    locked: bool = False
    bot: bool = False
    group: bool = False
    discoverable: bool | None = None
    indexable: bool = False
    noindex: bool | None = None
    hide_collections: bool | None = None
    avatar_description: str = ""
    header_description: str = ""
    fields: list[Field] = field(default_factory=list)
    emojis: list[CustomEmoji] = field(default_factory=list)
    roles: list[AccountRole] = field(default_factory=list)
    followers_count: int = 0
    following_count: int = 0
    statuses_count: int = 0
    last_status_at: str | None = None
    moved: Raw | None = None
    suspended: bool = False
    limited: bool = False
    memorial: bool = False
    feature_approval: FeatureApproval | None = None
    show_featured: bool | None = None
    show_media: bool | None = None
    show_media_replies: bool | None = None


class CredentialAccount(Account, kw_only=True):
    """The profile of whoever holds the token, with what they may edit and do."""

    source: Source
    role: Role


class MediaSize(Struct, kw_only=True, omit_defaults=True):
    """Of a picture or video in pixels: `size` is `widthxheight`, `aspect` width over height. Of video and sound also
    the length in seconds and the bits a second. What does not apply is left out."""

    width: int | None = None
    height: int | None = None
    size: str | None = None
    aspect: float | None = None
    frame_rate: str | None = None
    duration: float | None = None
    bitrate: int | None = None


class MediaFocus(Struct, kw_only=True):
    """The point that must stay in view when cropped, -1 to 1 from the middle; y points up."""

    x: float = 0.0
    y: float = 0.0


class MediaMeta(Struct, kw_only=True, omit_defaults=True):
    """What is known of the file and its preview; members that do not apply are left out, as Mastodon leaves them."""

    original: MediaSize
    small: MediaSize | None = None
    focus: MediaFocus = field(default_factory=MediaFocus)
    length: str | None = None
    duration: float | None = None
    fps: int | None = None
    size: str | None = None
    width: int | None = None
    height: int | None = None
    aspect: float | None = None
    audio_encode: str | None = None
    audio_bitrate: str | None = None
    audio_channels: str | None = None


class MediaAttachment(Struct, kw_only=True):
    """Picture, video or sound of a post. `description` is its alt text; `url` is null while it is being prepared."""

    id: str
    type: str = "image"
    url: str | None = None
    preview_url: str | None = None
    remote_url: str | None = None
    preview_remote_url: str | None = None
    text_url: str | None = None
    meta: MediaMeta | None = None
    description: str | None = None
    blurhash: str | None = None


def media_size(width: int, height: int) -> MediaSize:
    """The size of a picture with the members Mastodon derives from it."""
    return MediaSize(width=width, height=height, size=f"{width}x{height}", aspect=round(width / max(height, 1), 6))


class StatusMention(Struct, kw_only=True):
    """An account named in a post."""

    id: str
    username: str
    acct: str
    url: str


class StatusTag(Struct, kw_only=True):
    """A hashtag of a post, by its folded name."""

    name: str
    url: str


class StatusApplication(Struct, kw_only=True):
    """The app a post came from."""

    name: str
    website: str | None = None


class PollOption(Struct, kw_only=True):
    """A choice. `votes_count` is null while results are hidden."""

    title: str
    votes_count: int | None = None


class Poll(Struct, kw_only=True):
    """A poll as one viewer sees it; `voted` and `own_votes` are null for the anonymous."""

    id: str
    expires_at: str | None
    expired: bool
    multiple: bool
    votes_count: int
    voters_count: int | None
    options: list[PollOption]
    voted: bool | None = None
    own_votes: list[int] | None = None
    emojis: list[CustomEmoji] = field(default_factory=list)


class TagHistory(Struct, kw_only=True):
    """Use on one day: seconds of its midnight UTC, uses and accounts, all as text."""

    day: str
    uses: str = "0"
    accounts: str = "0"


class Tag(Struct, kw_only=True):
    """A hashtag; `following` and `featuring` are null for the anonymous."""

    id: str
    name: str
    url: str
    history: list[TagHistory]
    following: bool | None = None
    featuring: bool | None = None


class FeaturedTag(Struct, kw_only=True):
    """A hashtag on a profile; the count is text, as in Mastodon."""

    id: str
    name: str
    url: str
    statuses_count: str = "0"
    last_status_at: str | None = None


class Notification(Struct, kw_only=True):
    """Something that concerns the reader. `status` is null for follows."""

    id: str
    type: str
    created_at: str
    group_key: str
    account: Raw
    status: Raw | None = None
    report: Raw | None = None
    event: Raw | None = None
    moderation_warning: Raw | None = None


class Relationship(Struct, kw_only=True):
    """How the reader stands to one account."""

    id: str
    following: bool = False
    showing_reblogs: bool = False
    notifying: bool = False
    languages: list[str] | None = None
    followed_by: bool = False
    blocking: bool = False
    blocked_by: bool = False
    muting: bool = False
    muting_notifications: bool = False
    muting_expires_at: str | None = None
    requested: bool = False
    requested_by: bool = False
    domain_blocking: bool = False
    endorsed: bool = False
    note: str = ""


class Context(Struct, kw_only=True):
    """What came before and after a post in its thread."""

    ancestors: list[Raw]
    descendants: list[Raw]


class StatusSource(Struct, kw_only=True):
    """A post as typed, for editing."""

    id: str
    text: str
    spoiler_text: str = ""


class EditPollOption(Struct, kw_only=True):
    """A choice as it was worded then."""

    title: str


class EditPoll(Struct, kw_only=True):
    """A poll as it was worded then."""

    options: list[EditPollOption]


class StatusEdit(Struct, kw_only=True):
    """One revision of a post, oldest first; the first is the original."""

    content: str
    spoiler_text: str
    sensitive: bool
    created_at: str
    account: Raw
    poll: EditPoll | UnsetType = UNSET
    quote: Raw | None = None
    media_attachments: list[MediaAttachment] = field(default_factory=list)
    emojis: list[CustomEmoji] = field(default_factory=list)


class Marker(Struct, kw_only=True):
    """How far the reader has read."""

    last_read_id: str
    version: int
    updated_at: str


class List(Struct, kw_only=True):
    """A list of accounts with its own timeline."""

    id: str
    title: str
    replies_policy: str = "list"
    exclusive: bool = False


class Preferences(Struct, kw_only=True):
    """Defaults of the reader, under Mastodon's names with colons."""

    visibility: str = field(name="posting:default:visibility", default="public")
    sensitive: bool = field(name="posting:default:sensitive", default=False)
    language: str | None = field(name="posting:default:language", default=None)
    quote_policy: str = field(name="posting:default:quote_policy", default="nobody")
    media: str = field(name="reading:expand:media", default="default")
    spoilers: bool = field(name="reading:expand:spoilers", default=False)
    autoplay: bool = field(name="reading:autoplay:gifs", default=False)


class Search(Struct, kw_only=True):
    """What a search found."""

    accounts: list[Raw] = field(default_factory=list)
    statuses: list[Raw] = field(default_factory=list)
    hashtags: list[Tag] = field(default_factory=list)
