"""Filters, direct conversations, notifications."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, Struct, UnsetType

from coffeehouse.protocols.contract import CURSOR, FLAG, ID, NUMBER, SWITCH, TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.filtering import Filter, FilterKeyword, FilterStatus
from coffeehouse.protocols.mastodon.shapes import Account, Status


class V1Filter(Struct, kw_only=True):
    """One keyword of a filter, as older apps know filters."""

    id: str
    phrase: str
    context: list[str]
    whole_word: bool
    expires_at: str | None
    irreversible: bool


class Conversation(Struct, kw_only=True):
    """Direct posts among the same people."""

    id: str
    unread: bool
    accounts: list[Raw]
    last_status: Raw | None


class Notification(Struct, kw_only=True):
    """Something that concerns the reader. `status` only where it is about one."""

    id: str
    type: str
    created_at: str
    group_key: str
    account: Raw
    status: Raw | UnsetType = UNSET
    report: dict[str, Any] | UnsetType = UNSET
    event: dict[str, Any] | UnsetType = UNSET
    moderation_warning: dict[str, Any] | UnsetType = UNSET


class Count(Struct, kw_only=True):
    """A number of things."""

    count: int


class NotificationGroup(Struct, kw_only=True):
    """Notifications that are told as one. The members about a page only in a list of groups."""

    group_key: str
    notifications_count: int
    type: str
    most_recent_notification_id: int
    sample_account_ids: list[str]
    status_id: str | None
    page_min_id: str | UnsetType = UNSET
    page_max_id: str | UnsetType = UNSET
    latest_page_notification_at: str | UnsetType = UNSET
    report: dict[str, Any] | UnsetType = UNSET
    event: dict[str, Any] | UnsetType = UNSET
    moderation_warning: dict[str, Any] | UnsetType = UNSET


class PartialAccount(Struct, kw_only=True):
    """What is shown of an account where only its picture is."""

    id: str
    acct: str
    locked: bool
    bot: bool
    url: str
    avatar: str
    avatar_static: str
    avatar_description: str


class GroupedNotifications(Struct, kw_only=True):
    """Groups, and the accounts and posts they speak of."""

    accounts: list[Raw]
    statuses: list[Raw]
    notification_groups: list[NotificationGroup]
    partial_accounts: list[PartialAccount] | UnsetType = UNSET


class PolicySummary(Struct, kw_only=True):
    """How much is kept back."""

    pending_requests_count: int
    pending_notifications_count: int


class NotificationPolicy(Struct, kw_only=True):
    """Whose notifications are kept back: each accept, filter or drop."""

    for_not_following: str
    for_not_followers: str
    for_new_accounts: str
    for_private_mentions: str
    for_limited_accounts: str
    summary: PolicySummary


class V1NotificationPolicy(Struct, kw_only=True):
    """The same as yes or no."""

    filter_not_following: bool
    filter_not_followers: bool
    filter_new_accounts: bool
    filter_private_mentions: bool
    summary: PolicySummary


class NotificationRequest(Struct, kw_only=True):
    """Somebody whose notifications are kept back."""

    id: str
    created_at: str
    updated_at: str
    notifications_count: str
    account: Raw
    last_status: Raw | None


class Merged(Struct, kw_only=True):
    """Whether what was let in is listed by now."""

    merged: bool


CONTEXT = several(TEXT)
KEYWORD = members(id=ID, keyword=TEXT, whole_word=FLAG, _destroy=FLAG)
FILTER = {
    "title": TEXT, "context": CONTEXT, "filter_action": TEXT, "expires_in": NUMBER,
    "keywords_attributes": several(KEYWORD),
}  # fmt: skip
V1_FILTER = {"phrase": TEXT, "context": CONTEXT, "irreversible": FLAG, "whole_word": FLAG, "expires_in": NUMBER}
EXPANSION = {"enum": ["full", "partial_avatars", ""]}
NOTICED = {"types": several(TEXT), "exclude_types": several(TEXT), "account_id": ID, "include_filtered": SWITCH}
GROUPED = {**NOTICED, "grouped_types": several(TEXT)}
POLICY = members(
    for_not_following=TEXT, for_not_followers=TEXT, for_new_accounts=TEXT, for_private_mentions=TEXT,
    for_limited_accounts=TEXT,
)  # fmt: skip
V1_POLICY = members(
    filter_not_following=FLAG, filter_not_followers=FLAG, filter_new_accounts=FLAG, filter_private_mentions=FLAG
)
SEVERAL_REQUESTS = members("id", id=several(ID))

OPERATIONS = {
    "GET api/v2/filters": does(list[Filter]),
    "POST api/v2/filters": does(Filter, body=members("title context", **FILTER), may_lack=True),
    "GET api/v2/filters/<id>": does(Filter),
    "PUT api/v2/filters/<id>": does(Filter, body=members("", **FILTER)),
    "DELETE api/v2/filters/<id>": does(Nothing),
    "GET api/v2/filters/<id>/keywords": does(list[FilterKeyword]),
    "POST api/v2/filters/<id>/keywords": does(FilterKeyword, body=members("keyword", keyword=TEXT, whole_word=FLAG)),
    "GET api/v2/filters/keywords/<id>": does(FilterKeyword),
    "PUT api/v2/filters/keywords/<id>": does(FilterKeyword, body=members(keyword=TEXT, whole_word=FLAG)),
    "DELETE api/v2/filters/keywords/<id>": does(Nothing),
    "GET api/v2/filters/<id>/statuses": does(list[FilterStatus]),
    "POST api/v2/filters/<id>/statuses": does(FilterStatus, body=members("status_id", status_id=ID)),
    "GET api/v2/filters/statuses/<id>": does(FilterStatus),
    "DELETE api/v2/filters/statuses/<id>": does(Nothing),
    "GET api/v1/filters": does(list[V1Filter]),
    "POST api/v1/filters": does(V1Filter, body=members("phrase context", **V1_FILTER)),
    "GET api/v1/filters/<id>": does(V1Filter),
    "PUT api/v1/filters/<id>": does(V1Filter, body=members("", **V1_FILTER)),
    "DELETE api/v1/filters/<id>": does(Nothing),
    "GET api/v1/conversations": does(list[Conversation], paged=40),
    "DELETE api/v1/conversations/<id>": does(Nothing),
    "POST api/v1/conversations/<id>/read": does(Conversation),
    "POST api/v1/conversations/<id>/unread": does(Conversation),
    "GET api/v1/timelines/direct": does(list[Status], paged=40),
    "GET api/v1/notifications": does(list[Notification], paged=80, query=NOTICED),
    "POST api/v1/notifications/clear": does(Nothing),
    "POST api/v1/notifications/dismiss": does(Nothing, body=members("id", id=ID), may_lack=True),
    "GET api/v1/notifications/unread_count": does(Count, query={**NOTICED, "limit": CURSOR}),
    "GET api/v1/notifications/policy": does(V1NotificationPolicy),
    "PATCH api/v1/notifications/policy": does(V1NotificationPolicy, body=V1_POLICY),
    "PUT api/v1/notifications/policy": does(V1NotificationPolicy, body=V1_POLICY),
    "GET api/v1/notifications/requests": does(list[NotificationRequest], paged=80),
    "POST api/v1/notifications/requests/accept": does(Nothing, body=SEVERAL_REQUESTS, may_lack=True),
    "POST api/v1/notifications/requests/dismiss": does(Nothing, body=SEVERAL_REQUESTS, may_lack=True),
    "GET api/v1/notifications/requests/merged": does(Merged),
    "GET api/v1/notifications/requests/<id>": does(NotificationRequest),
    "POST api/v1/notifications/requests/<id>/accept": does(Nothing),
    "POST api/v1/notifications/requests/<id>/dismiss": does(Nothing),
    "GET api/v1/notifications/<id>": does(Notification),
    "POST api/v1/notifications/<id>/dismiss": does(Nothing),
    "GET api/v2/notifications": does(GroupedNotifications, paged=80, query={**GROUPED, "expand_accounts": EXPANSION}),
    "POST api/v2/notifications/clear": does(Nothing),
    "GET api/v2/notifications/unread_count": does(Count, query={**GROUPED, "limit": CURSOR}),
    "GET api/v2/notifications/policy": does(NotificationPolicy),
    "PATCH api/v2/notifications/policy": does(NotificationPolicy, body=POLICY),
    "PUT api/v2/notifications/policy": does(NotificationPolicy, body=POLICY),
    "GET api/v2/notifications/<key>": does(GroupedNotifications),
    "GET api/v2/notifications/<key>/accounts": does(list[Account], paged=80),
    "POST api/v2/notifications/<key>/dismiss": does(Nothing),
}
