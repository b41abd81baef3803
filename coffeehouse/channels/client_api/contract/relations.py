"""Recommending, servers, profiles, hashtags, and finding people."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import FILE, FLAG, ID, SWITCH, TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.entities import FeaturedTag, Field, Relationship, Tag
from coffeehouse.protocols.mastodon.shapes import Account, CredentialAccount


class FamiliarFollowers(msgspec.Struct, kw_only=True):
    """Whom one follows among the followers of an account."""

    id: str
    accounts: list[Account]


class Suggestion(msgspec.Struct, kw_only=True):
    """Whom one might follow, and why; `source` is the reason in older words."""

    source: str
    sources: list[str]
    account: Account


class Profile(msgspec.Struct, kw_only=True):
    """One's own profile as it was written; null for pictures the house draws."""

    id: str
    display_name: str
    note: str
    fields: list[Field]
    avatar: str | None
    avatar_static: str | None
    avatar_description: str
    header: str | None
    header_static: str | None
    header_description: str
    locked: bool
    bot: bool
    hide_collections: bool | None
    discoverable: bool | None
    indexable: bool
    show_media: bool
    show_media_replies: bool
    show_featured: bool
    attribution_domains: list[str]
    featured_tags: list[FeaturedTag]


FIELDS = several(members(name=TEXT, value=TEXT))
PROFILE = members(
    display_name=TEXT, note=TEXT, avatar=FILE, header=FILE, avatar_description=TEXT, header_description=TEXT,
    locked=FLAG, bot=FLAG, discoverable=FLAG, indexable=FLAG, hide_collections=FLAG, show_media=FLAG,
    show_media_replies=FLAG, show_featured=FLAG, attribution_domains=several(TEXT), fields_attributes=FIELDS,
    source=members(privacy=TEXT, sensitive=FLAG, language=TEXT, quote_policy=TEXT),
)  # fmt: skip
STANDS = does(Relationship)
CREDENTIALS = does(CredentialAccount)
TAG = does(Tag)

OPERATIONS = {
    "PATCH api/v1/accounts/update_credentials": does(CredentialAccount, body=PROFILE),
    "GET api/v1/accounts/familiar_followers": does(list[FamiliarFollowers], query={"id": several(ID)}),
    "GET api/v1/accounts/<id>/featured_tags": does(list[FeaturedTag]),
    "GET api/v1/accounts/<id>/endorsements": does(list[Account], paged=80),
    "POST api/v1/accounts/<id>/endorse": STANDS,
    "POST api/v1/accounts/<id>/unendorse": STANDS,
    "POST api/v1/accounts/<id>/pin": STANDS,
    "POST api/v1/accounts/<id>/unpin": STANDS,
    "GET api/v1/endorsements": does(list[Account], paged=80),
    "GET api/v1/domain_blocks": does(list[str], paged=200),
    "POST api/v1/domain_blocks": does(Nothing, body=members("domain", domain=TEXT)),
    "DELETE api/v1/domain_blocks": does(Nothing, body=members("domain", domain=TEXT)),
    "GET api/v1/profile": does(Profile),
    "PATCH api/v1/profile": does(Profile, body=PROFILE),
    "PUT api/v1/profile": does(Profile, body=PROFILE),
    "DELETE api/v1/profile/avatar": CREDENTIALS,
    "DELETE api/v1/profile/header": CREDENTIALS,
    "GET api/v1/directory": does(list[Account], offset=80, query={"order": TEXT, "local": SWITCH}),
    "GET api/v1/suggestions": does(list[Account], offset=80),
    "DELETE api/v1/suggestions/<id>": does(Nothing),
    "GET api/v2/suggestions": does(list[Suggestion], offset=80),
    "GET api/v1/tags/<name>": TAG,
    "POST api/v1/tags/<name>/follow": TAG,
    "POST api/v1/tags/<name>/unfollow": TAG,
    "POST api/v1/tags/<name>/feature": TAG,
    "POST api/v1/tags/<name>/unfeature": TAG,
    "GET api/v1/followed_tags": does(list[Tag], paged=200),
    "GET api/v1/featured_tags": does(list[FeaturedTag]),
    "POST api/v1/featured_tags": does(FeaturedTag, body=members("name", name=TEXT)),
    "GET api/v1/featured_tags/suggestions": does(list[Tag]),
    "DELETE api/v1/featured_tags/<id>": does(Nothing),
}
