"""What is kept back: by which policy, and the requests of those who wait to be let in."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.queries import notification_requests as queries

# Version 1 of the policy knew only yes and no.
V1 = {
    "filter_not_following": "for_not_following",
    "filter_not_followers": "for_not_followers",
    "filter_new_accounts": "for_new_accounts",
    "filter_private_mentions": "for_private_mentions",
}


@user("read:notifications")
def read_policy(call: Call) -> Answer:
    """Whose notifications are kept back."""
    return entity(queries.read_notification_policy(call.account_id))


@user("write:notifications")
def update_policy(call: Call) -> Answer:
    """Say whose notifications to accept, keep back or drop."""
    body = call.body
    call.act(
        commands.SetNotificationPolicy(
            for_not_following=bodies.optional_text(body, "for_not_following"),
            for_not_followers=bodies.optional_text(body, "for_not_followers"),
            for_new_accounts=bodies.optional_text(body, "for_new_accounts"),
            for_private_mentions=bodies.optional_text(body, "for_private_mentions"),
            for_limited_accounts=bodies.optional_text(body, "for_limited_accounts"),
        )
    )
    return entity(queries.read_notification_policy(call.account_id))


def _v1(policy: dict[str, Any]) -> dict[str, Any]:
    """The V1NotificationPolicy entity."""
    return {**{old: policy[new] != "accept" for old, new in V1.items()}, "summary": policy["summary"]}


@user("read:notifications")
def read_v1_policy(call: Call) -> Answer:
    """Whose notifications are kept back, as yes or no."""
    return entity(_v1(queries.read_notification_policy(call.account_id)))


@user("write:notifications")
def update_v1_policy(call: Call) -> Answer:
    """The same, changed. Yes where it says so already stays what it is (keep back or drop)."""
    before = _v1(queries.read_notification_policy(call.account_id))
    body = call.body
    asked = {
        "filter_not_following": bodies.flag(body, "filter_not_following"),
        "filter_not_followers": bodies.flag(body, "filter_not_followers"),
        "filter_new_accounts": bodies.flag(body, "filter_new_accounts"),
        "filter_private_mentions": bodies.flag(body, "filter_private_mentions"),
    }
    changes = {
        V1[name]: "filter" if yes else "accept"
        for name, yes in asked.items()
        if yes is not None and yes is not before[name]
    }
    call.act(commands.SetNotificationPolicy(**changes))
    return entity(_v1(queries.read_notification_policy(call.account_id)))


@user("read:notifications")
def read_requests(call: Call) -> Answer:
    """Who waits to be let in."""
    page = call.page(40, 80)
    return listed(call, page, queries.list_requests(call.account_id, page))


@user("read:notifications")
def read_request(call: Call) -> Answer:
    """One of them."""
    return spliced(queries.read_request(call.account_id, call.id))


@user("write:notifications")
def accept_request(call: Call) -> Answer:
    """Let one in."""
    call.act(commands.AcceptNotificationRequests(request_ids=(call.id,)))
    return Answer(EMPTY)


@user("write:notifications")
def dismiss_request(call: Call) -> Answer:
    """Remove what was kept back of one."""
    call.act(commands.DismissNotificationRequests(request_ids=(call.id,)))
    return Answer(EMPTY)


@user("write:notifications")
def accept_requests(call: Call) -> Answer:
    """Let several in."""
    call.act(commands.AcceptNotificationRequests(request_ids=tuple(bodies.ids(call.body, "id"))))
    return Answer(EMPTY)


@user("write:notifications")
def dismiss_requests(call: Call) -> Answer:
    """Remove what was kept back of several."""
    call.act(commands.DismissNotificationRequests(request_ids=tuple(bodies.ids(call.body, "id"))))
    return Answer(EMPTY)


@user("read:notifications")
def are_merged(_call: Call) -> Answer:
    """Whether what was let in is listed by now: always, it is done at once."""
    return entity({"merged": True})
