"""Quotes, scheduled posts, translation, trends, oEmbed."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import CURSOR, TEXT, Nothing, does, members
from coffeehouse.protocols.mastodon.embedded import PreviewCard, Translation
from coffeehouse.protocols.mastodon.entities import MediaAttachment, Tag, TagHistory
from coffeehouse.protocols.mastodon.shapes import Status


class ScheduledPoll(msgspec.Struct, kw_only=True):
    """The question to come."""

    options: list[str]
    expires_in: int
    multiple: bool
    hide_totals: bool


class ScheduledParams(msgspec.Struct, kw_only=True):
    """What was asked for."""

    text: str
    visibility: str
    spoiler_text: str | None
    sensitive: bool | None
    language: str | None
    in_reply_to_id: int | None
    media_ids: list[str] | None
    poll: ScheduledPoll | None
    quoted_status_id: str | None
    quote_approval_policy: str | None
    application_id: int
    idempotency: str | None
    scheduled_at: str | None
    with_rate_limit: bool


class Review(msgspec.Struct, kw_only=True):
    """What a draft waits for besides its time: held (a decision), changes_asked, approved (nothing more)."""

    state: str


class ScheduledStatus(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A post that waits for its time. `review`: of a voice's draft only."""

    id: str
    scheduled_at: str
    params: ScheduledParams
    media_attachments: list[MediaAttachment]
    review: Review | msgspec.UnsetType = msgspec.UNSET


class TrendsLink(PreviewCard, kw_only=True):
    """A page that many link to."""

    history: list[TagHistory]


class Embedding(msgspec.Struct, kw_only=True):
    """How another site shows a post (oEmbed, rich)."""

    type: str
    version: str
    title: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    cache_age: int
    html: str
    width: int
    height: int | None


OPERATIONS = {
    "GET api/v1/statuses/<id>/quotes": does(list[Status], paged=40),
    "POST api/v1/statuses/<id>/quotes/<quoting_id>/revoke": does(Status),
    "PUT api/v1/statuses/<id>/interaction_policy": does(Status, body=members(quote_approval_policy=TEXT)),
    "POST api/v1/statuses/<id>/translate": does(Translation, body=members(lang=TEXT)),
    "GET api/v1/instance/translation_languages": does(dict[str, list[str]]),
    "GET api/v1/scheduled_statuses": does(list[ScheduledStatus], paged=40),
    "GET api/v1/scheduled_statuses/<id>": does(ScheduledStatus),
    "PUT api/v1/scheduled_statuses/<id>": does(ScheduledStatus, body=members(scheduled_at=TEXT)),
    "DELETE api/v1/scheduled_statuses/<id>": does(Nothing),
    "GET api/v1/trends": does(list[Tag], offset=20),
    "GET api/v1/trends/tags": does(list[Tag], offset=20),
    "GET api/v1/trends/statuses": does(list[Status], offset=40),
    "GET api/v1/trends/links": does(list[TrendsLink], offset=20),
    "GET api/v1/timelines/link": does(list[Status], paged=40, query={"url": TEXT}, may_lack=True),
    "GET api/oembed": does(Embedding, query={"url": TEXT, "maxwidth": CURSOR, "maxheight": CURSOR}, may_lack=True),
}
