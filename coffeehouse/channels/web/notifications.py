"""What happened that concerns the member. Looking marks nothing as read: a button does."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import require_account, signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.environment import plain
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import SetMarkers
from coffeehouse.domain.posts import queries as posts
from coffeehouse.engine.act import act
from coffeehouse.kernel.text import excerpt

ICONS = {
    "mention": "reply", "status": "pen", "reblog": "boost", "follow": "person", "follow_request": "lock",
    "favourite": "heart", "poll": "queue", "update": "pen", "admin.sign_up": "door", "admin.report": "seal",
    "quote": "quote", "quoted_update": "pen", "moderation_warning": "seal", "severed_relationships": "person",
}  # fmt: skip


def _words(kind: str) -> str:
    words = {
        "mention": _("mentioned you"),
        "status": _("posted"),
        "reblog": _("boosted your post"),
        "follow": _("follows you"),
        "follow_request": _("asks to follow you"),
        "favourite": _("marked your post as a favourite"),
        "poll": _("– a poll you took part in has ended"),
        "update": _("changed a post you boosted"),
        "admin.sign_up": _("asks to join"),
        "admin.report": _("reports something"),
        "quote": _("quoted your post"),
        "quoted_update": _("changed a post you quoted"),
        "moderation_warning": _("– the moderators have a warning for you"),
        "severed_relationships": _("– some of those you followed, or who followed you, can no longer be reached"),
    }
    return words.get(kind, _("did something that concerns you"))


@signed_in("GET")
def show_notifications(request: HttpRequest) -> HttpResponse:
    """The member's notifications, new ones marked."""
    account_id = require_account(request)
    page = showing.page_of(request)
    listed = posts.list_notifications(account_id, page)
    last_read = int(people.read_markers(account_id, ["notifications"])["notifications"]["last_read_id"])
    items = [_shown(text, account_id, last_read) for _id, text in listed]
    return answers.page(
        request,
        "posts/notifications.html",
        items=items,
        has_new=any(item["is_new"] for item in items),
        request_count=people.read_profile_source(account_id)["follow_requests_count"],
        pages=showing.around(request, page, listed),
    )


def _shown(text: str, account_id: int, last_read: int) -> dict[str, Any]:
    entity: dict[str, Any] = msgspec.json.decode(text)
    showing.dress(entity["account"])
    entity["is_new"] = int(entity["id"]) > last_read
    entity["icon"] = ICONS.get(entity["type"], "bell")
    entity["text"] = _words(entity["type"])
    status = entity.get("status")
    entity["status"] = None if status is None else showing.dress_status(status, account_id)
    if status is not None:
        entity["excerpt"] = excerpt(status["spoiler_text"] or plain(status["content"]), 200)
    return entity


@signed_in("POST")
def mark_read(request: HttpRequest) -> HttpResponse:
    """All up to the newest one that was shown are read."""
    require_account(request)
    act(SetMarkers(positions=(("notifications", number(request, "last")),)), actor_of(request), "web")
    return answers.to("/notifications")
