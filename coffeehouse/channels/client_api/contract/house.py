"""What the house says of itself, its announcements, and reports."""

from __future__ import annotations

from msgspec import UNSET, Raw, Struct, UnsetType

from coffeehouse.protocols.contract import FLAG, ID, SWITCH, TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.entities import CustomEmoji, StatusMention, StatusTag
from coffeehouse.protocols.mastodon.instance import DomainBlock, Instance, Rule, V1Instance


class Language(Struct, kw_only=True):
    """A language of the pages."""

    code: str
    name: str


class ExtendedDescription(Struct, kw_only=True):
    """A text of the house, as HTML. Never written: an empty text without a time."""

    updated_at: str | None
    content: str


class PrivacyPolicy(Struct, kw_only=True):
    """What the house does with what it knows of people, as HTML."""

    updated_at: str
    content: str


class TermsOfService(Struct, kw_only=True):
    """A version of the terms, and the day of the next one."""

    effective_date: str
    effective: bool
    content: str
    succeeded_by: str | None


class Activity(Struct, kw_only=True):
    """A week, by the second it began (UNIX time); all numbers are text, as Mastodon has them."""

    week: str
    statuses: str
    logins: str
    registrations: str


class Reaction(Struct, kw_only=True):
    """An emoji and how many answered with it. `url` and `static_url` only of the house's own."""

    name: str
    count: int
    me: bool
    url: str | UnsetType = UNSET
    static_url: str | UnsetType = UNSET


class AnnouncementStatus(Struct, kw_only=True):
    """A post that an announcement links to."""

    id: str
    url: str


class Announcement(Struct, kw_only=True):
    """What the house tells everybody."""

    id: str
    content: str
    starts_at: str | None
    ends_at: str | None
    all_day: bool
    published_at: str
    updated_at: str
    read: bool
    mentions: list[StatusMention]
    statuses: list[AnnouncementStatus]
    tags: list[StatusTag]
    emojis: list[CustomEmoji]
    reactions: list[Reaction]


class Report(Struct, kw_only=True):
    """What somebody has reported. Who did is not told."""

    id: str
    action_taken: bool
    action_taken_at: str | None
    category: str
    comment: str
    forwarded: bool
    created_at: str
    status_ids: list[str]
    rule_ids: list[str] | None
    collection_ids: list[str]
    target_account: Raw


LANG = {"lang": TEXT}
OPERATIONS = {
    "GET api/v2/instance": does(Instance),
    "GET api/v1/instance": does(V1Instance),
    "GET api/v1/instance/languages": does(list[Language]),
    "GET api/v1/instance/rules": does(list[Rule]),
    "GET api/v1/instance/peers": does(list[str], may_lack=True),
    "GET api/v1/instance/activity": does(list[Activity]),
    "GET api/v1/instance/extended_description": does(ExtendedDescription, query=LANG),
    "GET api/v1/instance/privacy_policy": does(PrivacyPolicy, query=LANG),
    "GET api/v1/instance/terms_of_service": does(TermsOfService, query=LANG, may_lack=True),
    "GET api/v1/instance/terms_of_service/<date>": does(TermsOfService, query=LANG),
    "GET api/v1/instance/domain_blocks": does(list[DomainBlock], may_lack=True),
    "GET api/v1/custom_emojis": does(list[CustomEmoji]),
    "GET api/v1/announcements": does(list[Announcement], query={"with_dismissed": SWITCH}),
    "POST api/v1/announcements/<id>/dismiss": does(Nothing),
    "PUT api/v1/announcements/<id>/reactions/<name>": does(Nothing),
    "DELETE api/v1/announcements/<id>/reactions/<name>": does(Nothing),
    "POST api/v1/reports": does(
        Report,
        may_lack=True,
        body=members(
            "account_id", account_id=ID, status_ids=several(ID), comment=TEXT, category=TEXT, rule_ids=several(ID),
            forward=FLAG,
        ),
    ),
}  # fmt: skip
