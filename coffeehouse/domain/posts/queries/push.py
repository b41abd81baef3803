"""What a push says of a notification: who did what, and the words it is about. Read when it is sent, not when it arose.

By then a notification may be gone, its post no longer visible or matched by a filter: then there is nothing to push.
"""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.queries.filtering import filtered_for
from coffeehouse.domain.posts.queries.notifications import read_notification

OWN = "SELECT created_at, from_account_id FROM posts_notification WHERE id = %s AND account_id = %s AND NOT is_filtered"
TEXT = "SELECT text, spoiler_text FROM posts_post WHERE id = %s"
WHERE = "notifications"


class Pushable(msgspec.Struct, frozen=True, kw_only=True):
    """A notification to push. icon: address of a picture; text: of the post it is about, else of the profile.

    filtered_by: title of the reader's filter that the words must be kept back for, "" when there is none.
    """

    id: int
    kind: str
    created_at: int
    from_account_id: int
    name: str
    icon: str
    text: str
    group_key: str
    filtered_by: str = ""


class _Account(msgspec.Struct):
    display_name: str
    username: str
    avatar_static: str


class _Filter(msgspec.Struct):
    title: str
    context: list[str]
    filter_action: str


class _Result(msgspec.Struct):
    filter: _Filter


class _Status(msgspec.Struct):
    id: str
    filtered: list[_Result] = []


class _Entity(msgspec.Struct):
    type: str
    group_key: str
    account: _Account
    status: _Status | None = None


def notification_to_push(account_id: int, notification_id: int) -> Pushable | None:
    """What to say of one of the account's notifications; None when it is not to be shown, or a filter hides it."""
    row = sql.row(OWN, (notification_id, account_id))
    found = read_notification(account_id, notification_id) if row else None
    if row is None or found is None:
        return None
    entity = msgspec.json.decode(filtered_for(account_id, [found])[0], type=_Entity)
    filters = [one.filter for one in (entity.status.filtered if entity.status else []) if WHERE in one.filter.context]
    if any(one.filter_action == "hide" for one in filters):
        return None
    return Pushable(
        id=notification_id,
        kind=entity.type,
        created_at=row[0],
        from_account_id=row[1],
        name=entity.account.display_name or entity.account.username,
        icon=entity.account.avatar_static,
        text=_text(entity.status, row[1]),
        group_key="" if entity.group_key.startswith("ungrouped-") else entity.group_key,
        filtered_by=filters[0].title if filters else "",
    )


def _text(status: _Status | None, from_account_id: int) -> str:
    if status is None:
        return str(sql.value("SELECT note FROM people_account WHERE id = %s", (from_account_id,)) or "")
    said: tuple[Any, ...] = sql.row(TEXT, (int(status.id),)) or ("", "")
    return str(said[1] or said[0])
