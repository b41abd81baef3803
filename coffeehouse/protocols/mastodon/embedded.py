"""Entities that stand inside a Status: quotes, who may quote, cards of linked pages; and translations of one."""

from __future__ import annotations

from msgspec import Raw, Struct, field


class QuoteApproval(Struct, kw_only=True):
    """Who may quote a post without being asked, and whether the reader may: automatic or denied."""

    automatic: list[str] = field(default_factory=list)
    manual: list[str] = field(default_factory=list)
    current_user: str = "denied"


class Quote(Struct, kw_only=True):
    """A quoted post, as its reader may see it; the whole post or, within a quoted post, its id."""

    state: str
    quoted_status: Raw | None = None


class ShallowQuote(Struct, kw_only=True):
    """The same, one level down."""

    state: str
    quoted_status_id: str | None = None


class PreviewCardAuthor(Struct, kw_only=True):
    """Who wrote a page."""

    name: str
    url: str = ""
    account: Raw | None = None


class PreviewCard(Struct, kw_only=True):
    """What a linked page says of itself, in plain text. `html` and `embed_url` stay empty: no HTML of others."""

    url: str
    title: str
    description: str = ""
    language: str | None = None
    type: str = "link"
    author_name: str = ""
    author_url: str = ""
    provider_name: str = ""
    provider_url: str = ""
    html: str = ""
    width: int = 0
    height: int = 0
    image: str | None = None
    image_description: str = ""
    embed_url: str = ""
    blurhash: str | None = None
    published_at: str | None = None
    authors: list[PreviewCardAuthor] = field(default_factory=list)


class TranslatedMedia(Struct, kw_only=True):
    """The description of a picture in another language."""

    id: str
    description: str


class TranslatedOption(Struct, kw_only=True):
    """A choice in another language."""

    title: str


class TranslatedPoll(Struct, kw_only=True):
    """A poll in another language."""

    id: str
    options: list[TranslatedOption]


class Translation(Struct, kw_only=True):
    """A post in another language, as a machine puts it. `content` is HTML."""

    content: str
    spoiler_text: str
    language: str
    detected_source_language: str
    provider: str
    media_attachments: list[TranslatedMedia] = field(default_factory=list)
    poll: TranslatedPoll | None = None
