"""Notifications: listed, read one by one, counted, taken away; and grouped, as newer apps ask for them."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.paging import Listed
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.pages import Page


def _find(call: Call, page: Page) -> Listed:
    query = call.query
    from_ids = bodies.ids(query, "account_id")
    return posts.list_notifications(
        call.account_id,
        page,
        types=tuple(bodies.texts(query, "types")),
        excluded_types=tuple(bodies.texts(query, "exclude_types")),
        from_account_id=from_ids[0] if from_ids else None,
    )


@user("read:notifications")
def read_notifications(call: Call) -> Answer:
    """What concerns the reader."""
    page = call.page(40, 80)
    return listed(call, page, _find(call, page))


@user("read:notifications")
def read_notification(call: Call) -> Answer:
    """One of them."""
    return spliced(posts.read_notification(call.account_id, call.id))


@user("write:notifications")
def clear_notifications(call: Call) -> Answer:
    """Remove all."""
    call.act(commands.ClearNotifications())
    return Answer(EMPTY)


@user("write:notifications")
def dismiss_notification(call: Call) -> Answer:
    """Remove one."""
    call.act(commands.DismissNotification(notification_id=call.id))
    return Answer(EMPTY)


@user("read:notifications")
def count_unread(call: Call) -> Answer:
    """How many are newer than the reader's marker."""
    page = call.page(100, 1_000)
    return entity({"count": posts.count_notifications(call.account_id, page.limit)})


# -- version 2: each notification is a group of its own -------------------------------------------------------------


NO_STATUS = Raw(b"null")


class _Seen(msgspec.Struct):
    id: str


class _Read(msgspec.Struct):
    """The members of a Notification that its group is made of."""

    id: str
    type: str
    created_at: str
    group_key: str
    account: Raw
    status: Raw = NO_STATUS


def _group(one: _Read) -> dict[str, Any]:
    return {
        "group_key": one.group_key,
        "notifications_count": 1,
        "type": one.type,
        "most_recent_notification_id": int(one.id),
        "page_min_id": one.id,
        "page_max_id": one.id,
        "latest_page_notification_at": one.created_at,
        "sample_account_ids": [_id_of(one.account)],
        "status_id": None if one.status == NO_STATUS else _id_of(one.status),
    }


def _id_of(raw: Raw) -> str:
    return msgspec.json.decode(raw, type=_Seen).id


def _grouped(found: list[str]) -> dict[str, Any]:
    read = [msgspec.json.decode(one, type=_Read) for one in found]
    statuses = {_id_of(one.status): one.status for one in read if one.status != NO_STATUS}
    return {
        "accounts": list({_id_of(one.account): one.account for one in read}.values()),
        "statuses": list(statuses.values()),
        "notification_groups": [_group(one) for one in read],
    }


@user("read:notifications")
def read_groups(call: Call) -> Answer:
    """The same as a list of groups."""
    page = call.page(40, 80)
    found = _find(call, page)
    paged = listed(call, page, found)
    return Answer(msgspec.json.encode(_grouped([one for _, one in found])), headers=paged.headers)


def _of_key(call: Call) -> int:
    """The notification a group key `ungrouped-<id>` names. Raises NotFound."""
    kind, _, number = call.parts["key"].partition("-")
    if kind != "ungrouped" or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound()
    return int(number)


@user("read:notifications")
def read_group(call: Call) -> Answer:
    """One group."""
    found = posts.read_notification(call.account_id, _of_key(call))
    if found is None:
        raise NotFound()
    return entity(_grouped([found]))


@user("read:notifications")
def read_group_accounts(call: Call) -> Answer:
    """Whose doing a group is."""
    found = posts.read_notification(call.account_id, _of_key(call))
    if found is None:
        raise NotFound()
    return entity([msgspec.json.decode(found, type=_Read).account])


@user("write:notifications")
def dismiss_group(call: Call) -> Answer:
    """Remove a group."""
    call.act(commands.DismissNotification(notification_id=_of_key(call)))
    return Answer(EMPTY)


ACCEPTS_ALL = {
    "for_not_following": "accept",
    "for_not_followers": "accept",
    "for_new_accounts": "accept",
    "for_private_mentions": "accept",
    "for_limited_accounts": "accept",
    "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
}


@user("read:notifications")
def read_policy(_call: Call) -> Answer:
    """Which notifications are kept back: none."""
    return entity(ACCEPTS_ALL)
