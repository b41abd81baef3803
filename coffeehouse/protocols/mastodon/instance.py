"""What a server says of itself to Mastodon apps: `/api/v2/instance`, `/api/v1/instance` and their limits.

The client API fills `Limits` from the same constants that the handlers enforce, so apps are never told another number.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw, Struct, field

API_VERSION = 7
"""`api_versions.mastodon`: the level of Mastodon 4.5, from which on apps offer quotes."""


class AccountLimits(Struct, kw_only=True):
    """Limits of profiles."""

    max_featured_tags: int = 10
    max_pinned_statuses: int = 5
    max_display_name_length: int = 80
    max_note_length: int = 2_000
    max_avatar_description_length: int = 1_500
    max_header_description_length: int = 1_500
    max_profile_fields: int = 4
    profile_field_name_limit: int = 255
    profile_field_value_limit: int = 255


class StatusLimits(Struct, kw_only=True):
    """Limits of posts, in characters and pictures."""

    max_characters: int
    max_media_attachments: int = 4
    characters_reserved_per_url: int = 23
    supported_mime_types: list[str] = field(default_factory=lambda: ["text/plain"])


class MediaLimits(Struct, kw_only=True):
    """Limits of pictures, in bytes and pixels. Video is not taken: its limits are 0."""

    supported_mime_types: list[str]
    image_size_limit: int
    image_matrix_limit: int
    description_limit: int = 1_500
    video_size_limit: int = 0
    video_frame_rate_limit: int = 0
    video_matrix_limit: int = 0


class PollLimits(Struct, kw_only=True):
    """Limits of polls, in choices, characters and seconds."""

    max_options: int = 4
    max_characters_per_option: int = 50
    min_expiration: int = 300
    max_expiration: int = 2_629_746


class Urls(Struct, kw_only=True):
    """Where things are."""

    streaming: str | None = None
    about: str | None = None
    status: str | None = None
    privacy_policy: str | None = None
    terms_of_service: str | None = None


class Vapid(Struct, kw_only=True):
    """The key for Web Push; empty while there is none."""

    public_key: str = ""


class TranslationSwitch(Struct, kw_only=True):
    """Whether posts can be translated."""

    enabled: bool = False


class FeedAccess(Struct, kw_only=True):
    """Who may read a feed: public, authenticated or disabled."""

    local: str = "public"
    remote: str = "public"


class TimelinesAccess(Struct, kw_only=True):
    """Who may read which public feeds (4.5)."""

    live_feeds: FeedAccess = field(default_factory=FeedAccess)
    hashtag_feeds: FeedAccess = field(default_factory=FeedAccess)
    trending_link_feeds: FeedAccess = field(default_factory=FeedAccess)


class Configuration(Struct, kw_only=True):
    """Everything an app must know before it lets a person write."""

    statuses: StatusLimits
    media_attachments: MediaLimits
    urls: Urls = field(default_factory=Urls)
    vapid: Vapid = field(default_factory=Vapid)
    accounts: AccountLimits = field(default_factory=AccountLimits)
    polls: PollLimits = field(default_factory=PollLimits)
    translation: TranslationSwitch = field(default_factory=TranslationSwitch)
    timelines_access: TimelinesAccess = field(default_factory=TimelinesAccess)
    limited_federation: bool = False


class DomainBlock(Struct, kw_only=True):
    """A server the house limits (`silence`) or suspends (`suspend`). digest: SHA-256 of its name."""

    domain: str
    digest: str
    severity: str
    comment: str


class Rule(Struct, kw_only=True):
    """A rule of the house, with its translations: {"cy": {"text": ..., "hint": ...}}."""

    id: str
    text: str
    hint: str = ""
    translations: dict[str, dict[str, str]] = field(default_factory=dict)


class Icon(Struct, kw_only=True):
    """An icon of the house; `size` is `48x48`."""

    src: str
    size: str


class Thumbnail(Struct, kw_only=True):
    """The house's picture."""

    url: str
    blurhash: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    description: str = ""


class ActiveUsers(Struct, kw_only=True):
    """People active in the last four weeks."""

    active_month: int = 0


class Usage(Struct, kw_only=True):
    """How much the house is used."""

    users: ActiveUsers = field(default_factory=ActiveUsers)


class Registrations(Struct, kw_only=True):
    """How to join. The house approves each."""

    enabled: bool = True
    approval_required: bool = True
    reason_required: bool = True
    message: str | None = None
    min_age: int | None = None
    url: str | None = None


class Contact(Struct, kw_only=True):
    """Whom to ask."""

    email: str = ""
    account: Raw | None = None


class ApiVersions(Struct, kw_only=True):
    """Which levels of which APIs apps may rely on."""

    mastodon: int = API_VERSION


class Instance(Struct, kw_only=True):
    """The whole answer of `/api/v2/instance`."""

    domain: str
    title: str
    version: str
    source_url: str
    description: str
    thumbnail: Thumbnail
    configuration: Configuration
    languages: list[str]
    usage: Usage = field(default_factory=Usage)
    icon: list[Icon] = field(default_factory=list)
    registrations: Registrations = field(default_factory=Registrations)
    api_versions: ApiVersions = field(default_factory=ApiVersions)
    contact: Contact = field(default_factory=Contact)
    rules: list[Rule] = field(default_factory=list)
    wrapstodon: str | None = None


class Stats(Struct, kw_only=True):
    """Counts that version 1 tells."""

    user_count: int = 0
    status_count: int = 0
    domain_count: int = 0


class V1Urls(Struct, kw_only=True):
    """Where streaming is, in version 1."""

    streaming_api: str


class V1Configuration(Struct, kw_only=True):
    """The limits as version 1 has them."""

    accounts: AccountLimits
    statuses: StatusLimits
    media_attachments: MediaLimits
    polls: PollLimits


class V1Instance(Struct, kw_only=True):
    """The whole answer of `/api/v1/instance`."""

    uri: str
    title: str
    short_description: str
    description: str
    email: str
    version: str
    urls: V1Urls
    stats: Stats
    thumbnail: str
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: V1Configuration
    contact_account: Raw | None
    rules: list[Rule]


def v1_from(instance: Instance, stats: Stats) -> V1Instance:
    """Version 1 said from version 2, so that the two never disagree."""
    limits = instance.configuration
    return V1Instance(
        uri=instance.domain,
        title=instance.title,
        short_description=instance.description,
        description=instance.description,
        email=instance.contact.email,
        version=instance.version,
        urls=V1Urls(streaming_api=limits.urls.streaming or ""),
        stats=stats,
        thumbnail=instance.thumbnail.url,
        languages=instance.languages,
        registrations=instance.registrations.enabled,
        approval_required=instance.registrations.approval_required,
        invites_enabled=False,
        configuration=V1Configuration(
            accounts=limits.accounts,
            statuses=limits.statuses,
            media_attachments=limits.media_attachments,
            polls=limits.polls,
        ),
        contact_account=instance.contact.account,
        rules=instance.rules,
    )


def encode(instance: Instance | V1Instance) -> bytes:
    """The JSON bytes."""
    return msgspec.json.encode(instance)
