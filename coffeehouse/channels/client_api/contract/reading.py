"""Timelines, lists, markers, search, hashtags, notifications."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import FLAG, ID, TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.entities import List, Marker, Notification, Tag
from coffeehouse.protocols.mastodon.shapes import Account, Search, Status


class Markers(msgspec.Struct, kw_only=True):
    """How far each timeline has been read."""

    home: Marker | msgspec.UnsetType = msgspec.UNSET
    notifications: Marker | msgspec.UnsetType = msgspec.UNSET


class Count(msgspec.Struct, kw_only=True):
    """A number of things."""

    count: int


class NotificationGroup(msgspec.Struct, kw_only=True):
    """Notifications that are told as one."""

    group_key: str
    notifications_count: int
    type: str
    most_recent_notification_id: int
    page_min_id: str
    page_max_id: str
    latest_page_notification_at: str
    sample_account_ids: list[str]
    status_id: str | None


class GroupedNotifications(msgspec.Struct, kw_only=True):
    """Groups, and the accounts and posts they speak of."""

    accounts: list[msgspec.Raw]
    statuses: list[msgspec.Raw]
    notification_groups: list[NotificationGroup]


class PolicySummary(msgspec.Struct, kw_only=True):
    """How much is kept back."""

    pending_requests_count: int
    pending_notifications_count: int


class NotificationPolicy(msgspec.Struct, kw_only=True):
    """Which notifications are kept back."""

    for_not_following: str
    for_not_followers: str
    for_new_accounts: str
    for_private_mentions: str
    for_limited_accounts: str
    summary: PolicySummary


STATUSES = does(list[Status], paged=40)
LIST_MEMBERS = members("account_ids", account_ids=several(ID))
READ_UP_TO = members(last_read_id=ID)
NOTICED = {"types": several(TEXT), "exclude_types": several(TEXT), "account_id": ID}

OPERATIONS = {
    "GET api/v1/timelines/home": STATUSES,
    "GET api/v1/timelines/public": does(list[Status], paged=40, query={"remote": TEXT, "only_media": TEXT}),
    "GET api/v1/timelines/tag/<hashtag>": does(
        list[Status],
        paged=40,
        query={"any": several(TEXT), "all": several(TEXT), "none": several(TEXT), "remote": TEXT, "only_media": TEXT},
    ),
    "GET api/v1/timelines/list/<id>": STATUSES,
    "GET api/v1/accounts/<id>/statuses": does(
        list[Status],
        paged=40,
        query={"pinned": TEXT, "only_media": TEXT, "exclude_replies": TEXT, "exclude_reblogs": TEXT, "tagged": TEXT},
    ),
    "GET api/v1/bookmarks": STATUSES,
    "GET api/v1/favourites": STATUSES,
    "GET api/v1/lists": does(list[List]),
    "POST api/v1/lists": does(List, body=members("title", title=TEXT, replies_policy=TEXT, exclusive=FLAG)),
    "GET api/v1/lists/<id>": does(List),
    "PUT api/v1/lists/<id>": does(List, body=members(title=TEXT, replies_policy=TEXT, exclusive=FLAG)),
    "DELETE api/v1/lists/<id>": does(Nothing),
    "GET api/v1/lists/<id>/accounts": does(list[Account], paged=80),
    "POST api/v1/lists/<id>/accounts": does(Nothing, body=LIST_MEMBERS),
    "DELETE api/v1/lists/<id>/accounts": does(Nothing, body=LIST_MEMBERS),
    "GET api/v1/markers": does(Markers, query={"timeline": several(TEXT)}),
    "POST api/v1/markers": does(Markers, body=members(home=READ_UP_TO, notifications=READ_UP_TO)),
    "GET api/v2/search": does(
        Search, offset=40, query={"q": TEXT, "type": TEXT, "following": TEXT, "account_id": ID, "max_id": ID}
    ),
    "GET api/v1/notifications": does(list[Notification], paged=80, query=NOTICED),
    "POST api/v1/notifications/clear": does(Nothing),
    "GET api/v1/notifications/unread_count": does(Count, query={"limit": TEXT}),
    "GET api/v1/notifications/requests": does(list[Nothing]),
    "GET api/v1/notifications/policy": does(NotificationPolicy),
    "GET api/v1/notifications/<id>": does(Notification),
    "POST api/v1/notifications/<id>/dismiss": does(Nothing),
    "GET api/v2/notifications": does(GroupedNotifications, paged=80, query=NOTICED),
    "GET api/v2/notifications/unread_count": does(Count, query={"limit": TEXT}),
    "GET api/v2/notifications/policy": does(NotificationPolicy),
    "GET api/v2/notifications/<key>": does(GroupedNotifications),
    "GET api/v2/notifications/<key>/accounts": does(list[Account]),
    "POST api/v2/notifications/<key>/dismiss": does(Nothing),
}
