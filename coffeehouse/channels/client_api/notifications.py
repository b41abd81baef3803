"""Notifications one by one: listed, read, counted, taken away."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.channels.client_api.timelines import is_set
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries.notifications import EVERYTHING, Wanted
from coffeehouse.kernel.pages import PAGING


def wanted(call: Call) -> Wanted:
    """Which notifications the query asks for."""
    if all(name in PAGING for name, _ in call.pairs):
        return EVERYTHING
    query = call.query
    from_ids = bodies.ids(query, "account_id")
    return Wanted(
        types=tuple(bodies.texts(query, "types")),
        excluded_types=tuple(bodies.texts(query, "exclude_types")),
        from_account_id=from_ids[0] if from_ids else None,
        includes_filtered=is_set(query, "include_filtered"),
    )


@user("read:notifications")
def read_notifications(call: Call) -> Answer:
    """What concerns the reader."""
    page = call.page(40, 80)
    return listed(call, page, posts.list_notifications(call.account_id, page, wanted(call)))


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


@user("write:notifications")
def dismiss_by_body(call: Call) -> Answer:
    """Remove one; its id is in the body, as older apps send it."""
    found = bodies.ids(call.body, "id")
    call.act(commands.DismissNotification(notification_id=found[0] if found else 0))
    return Answer(EMPTY)


@user("read:notifications")
def count_unread(call: Call) -> Answer:
    """How many are newer than the reader's marker."""
    page = call.page(100, 1_000)
    return entity({"count": posts.count_notifications(call.account_id, page.limit, wanted(call))})
