"""Notifications in groups, version 2: each account and each post once, however many notifications speak of them."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity, listed
from coffeehouse.channels.client_api.calls import Answer, Call, bad_request
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.channels.client_api.notifications import wanted
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.queries import notification_groups as queries
from coffeehouse.kernel.errors import NotFound

# How much an app wants to be told of the accounts beyond the first of each group.
FULL, PARTIAL = "full", "partial_avatars"
PARTS = ("id", "acct", "locked", "bot", "url", "avatar", "avatar_static", "avatar_description")


def _results(found: queries.Grouped, *, is_partial: bool = False) -> dict[str, Any]:
    """The GroupedNotificationsResults entity."""
    whole = dict.fromkeys(
        account_id for group in found.groups for account_id in group["sample_account_ids"][: 1 if is_partial else None]
    )
    results: dict[str, Any] = {"accounts": [Raw(found.accounts[account_id].encode()) for account_id in whole]}
    if is_partial:
        results["partial_accounts"] = [
            _part(account) for account_id, account in found.accounts.items() if account_id not in whole
        ]
    results["statuses"] = [Raw(status.encode()) for status in found.statuses]
    results["notification_groups"] = found.groups
    return results


def _part(account: str) -> dict[str, Any]:
    """A PartialAccountWithAvatar."""
    known = msgspec.json.decode(account)
    return {name: known[name] for name in PARTS}


@user("read:notifications")
def read_groups(call: Call) -> Answer:
    """What concerns the reader, alike things together."""
    page, query = call.page(40, 80), call.query
    expand = bodies.text(query, "expand_accounts") or FULL
    if expand not in (FULL, PARTIAL):
        raise bad_request(f"expand_accounts is {FULL} or {PARTIAL}.")
    types = tuple(bodies.texts(query, "grouped_types"))
    found = queries.list_groups(call.account_id, page, wanted(call), types)
    paged = listed(call, page, [(key, "") for key in found.keys])
    return Answer(msgspec.json.encode(_results(found, is_partial=expand == PARTIAL)), headers=paged.headers)


@user("read:notifications")
def count_groups(call: Call) -> Answer:
    """How many groups are newer than the reader's marker."""
    page, types = call.page(100, 1_000), tuple(bodies.texts(call.query, "grouped_types"))
    return entity({"count": queries.count_groups(call.account_id, page.limit, wanted(call), types)})


@user("read:notifications")
def read_group(call: Call) -> Answer:
    """One group."""
    found = queries.read_group(call.account_id, call.parts["key"])
    if found is None:
        raise NotFound()
    return entity(_results(found))


# The documentation asks for the writing scope here, Mastodon itself for the reading one: either will do.
@user("read:notifications", "write:notifications")
def read_group_accounts(call: Call) -> Answer:
    """Whose doing a group is."""
    page = call.page(40, 80)
    return listed(call, page, queries.list_group_accounts(call.account_id, call.parts["key"], page))


@user("write:notifications")
def dismiss_group(call: Call) -> Answer:
    """Remove a group."""
    call.act(commands.DismissNotificationGroup(group_key=call.parts["key"]))
    return Answer(EMPTY)
