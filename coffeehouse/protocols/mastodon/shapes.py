"""Entities that reads splice from fragments and never build whole, as structs: what the OpenAPI document says of them.

Each begins with the very struct its fragment is made of, so a member added there is declared here.
"""

from __future__ import annotations

from msgspec import UNSET, Raw, Struct, UnsetType

from coffeehouse.protocols.mastodon.entities import Role, Source, StatusTag, Tag
from coffeehouse.protocols.mastodon.filtering import FilterResult
from coffeehouse.protocols.mastodon.fragments import _AccountStart, _StatusStart


class Account(_AccountStart, kw_only=True):
    """A profile."""

    followers_count: int
    following_count: int
    statuses_count: int
    last_status_at: str | None


class MutedAccount(Account, kw_only=True):
    """A profile one mutes, and until when."""

    mute_expires_at: str | None


class CredentialAccount(Account, kw_only=True):
    """The profile of whoever holds the token, with what they may edit and do."""

    source: Source
    role: Role


class Status(_StatusStart, kw_only=True):
    """A post, or somebody's boost of one (`reblog`). What concerns the reader is told only to whoever has a token;
    `text` only to who takes a post back; `route`, which is ours, only to who has just spoken as a voice."""

    replies_count: int
    reblogs_count: int
    favourites_count: int
    quotes_count: int
    reblog: Raw | None
    account: Raw
    quote: Raw | None  # type: ignore[assignment]  # in a fragment it only names the post
    card: Raw | None  # type: ignore[assignment]
    poll: Raw | None
    favourited: bool | UnsetType = UNSET
    reblogged: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    bookmarked: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    filtered: list[FilterResult] | UnsetType = UNSET
    text: str | UnsetType = UNSET
    route: str | UnsetType = UNSET


class Search(Struct, kw_only=True):
    """What a search found."""

    accounts: list[Raw]
    statuses: list[Raw]
    hashtags: list[Tag]
    collections: list[StatusTag]
