"""Web Push (RFC 8030, 8291, 8292): wakes an app with a few words about one notification. Jobs of kind `push`.

The payload has the members of Mastodon's. Two differ on purpose. `access_token` is empty: this house keeps only the
hashes of tokens, and a token has no business in a message that waits at a third party, encrypted or not; an app with
several accounts tells them apart by the address it gave for each. `notification_id` is a number as Mastodon's, though
greater than 2^53: apps written in JavaScript find the notification as the newest one instead.

Whether to push is decided now, not when the job was queued: a token revoked, a post deleted or an account muted in
between ends it (attack U4).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from coffeehouse import outbound
from coffeehouse.delivery import receipts
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.push_commands import EndPushSubscription
from coffeehouse.domain.people.queries.push import (
    Subscription,
    is_wanted_from,
    living_subscription,
    vapid_private_key,
)
from coffeehouse.domain.posts.queries.push import Pushable, notification_to_push
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.text import excerpt
from coffeehouse.outbound import OutboundFailed, OutboundRefused
from coffeehouse.protocols.addresses import read_url
from coffeehouse.protocols.webpush import Message, claims_for, message

log = structlog.get_logger("coffeehouse.push")

# How long a push service keeps a message for a device that is off; older news are not pushed at all.
TTL = 48 * clock.HOUR
TRY_AGAIN = frozenset({408, 425, 429})
BODY_CHARACTERS = 140
LONGEST_TITLE = 200
# A mention may want an answer; that a post is liked can wait until the screen is on (RFC 8030 section 5.3).
UNHURRIED = frozenset({"favourite", "reblog", "follow", "update", "quoted_update"})
TITLES = {
    "mention": gettext_noop("%(name)s mentioned you"),
    "status": gettext_noop("%(name)s posted"),
    "reblog": gettext_noop("%(name)s boosted your post"),
    "favourite": gettext_noop("%(name)s favourited your post"),
    "follow": gettext_noop("%(name)s follows you"),
    "follow_request": gettext_noop("%(name)s asks to follow you"),
    "poll": gettext_noop("A poll of %(name)s has ended"),
    "update": gettext_noop("%(name)s edited a post"),
    "quote": gettext_noop("%(name)s quoted your post"),
    "quoted_update": gettext_noop("%(name)s edited a post you quoted"),
    "admin.sign_up": gettext_noop("%(name)s joined"),
    "admin.report": gettext_noop("%(name)s sent a report"),
}


class StillBusy(Exception):
    """The push service could not take the message now."""


def deliver_push(payload: Mapping[str, Any]) -> None:
    """Push one notification to one subscription. Raises when it should be tried again."""
    subscription = living_subscription(int(payload["subscription_id"]))
    if subscription is None:
        return
    pushable = notification_to_push(subscription.account_id, int(payload["notification_id"]))
    if pushable is None or not _is_wanted(subscription, pushable):
        return
    try:
        status = _send(subscription, pushable)
    except OutboundRefused as error:
        log.warning("push_refused", subscription=subscription.id, error=str(error))
        _keep(subscription, "refused", 0, str(error))
        return
    except OutboundFailed as error:
        _keep(subscription, "failed", 0, str(error))
        raise
    if 200 <= status < 300:
        _keep(subscription, "accepted", status)
        return
    if status in TRY_AGAIN or status >= 500 or status < 400:
        _keep(subscription, "failed", status)
        raise StillBusy(f"the push service answered {status}")
    _keep(subscription, "refused", status)
    # 404 and 410 say that the device is gone, 400, 401 and 403 that the address or its key is not for us any more.
    act(EndPushSubscription(subscription_id=subscription.id), SYSTEM, "worker")


def _keep(subscription: Subscription, outcome: str, status: int, reply: str = "") -> None:
    receipts.keep("push", outcome, f"account/{subscription.account_id}", code=status, reply=reply)


def _is_wanted(subscription: Subscription, pushable: Pushable) -> bool:
    return (
        pushable.kind in subscription.alerts
        and clock.now_ms() - pushable.created_at < TTL
        and is_wanted_from(subscription, pushable.from_account_id)
    )


def _send(subscription: Subscription, pushable: Pushable) -> int:
    sealed = _seal(subscription, pushable)
    headers = {
        "TTL": str(TTL // clock.SECOND),
        "Urgency": "low" if pushable.kind in UNHURRIED else "normal",
        "Content-Type": "application/octet-stream",
        **sealed.headers,
    }
    if pushable.group_key:
        # While a device is off, one message for a group replaces the one before.
        digest = hashlib.sha256(f"{subscription.id} {pushable.group_key}".encode()).digest()
        headers["Topic"] = base64.urlsafe_b64encode(digest[:24]).decode("ascii")
    return outbound.post(subscription.endpoint, sealed.body, headers)


def _seal(subscription: Subscription, pushable: Pushable) -> Message:
    return message(
        msgspec.json.encode(payload_of(pushable, subscription.language)),
        p256dh=subscription.p256dh,
        auth=subscription.auth,
        standard=subscription.is_standard,
        server_key=vapid_private_key(),
        claims=claims_for(read_url(subscription.endpoint).origin, _contact(), clock.now_ms()),
    )


def payload_of(pushable: Pushable, language: str) -> dict[str, Any]:
    """The members an app reads, in the words of the reader's language."""
    with override(language):
        title = gettext(TITLES.get(pushable.kind, "%(name)s")) % {"name": pushable.name}
        body = excerpt(pushable.text, BODY_CHARACTERS)
        if pushable.filtered_by:
            body = gettext("Kept back by your filter “%(title)s”") % {"title": pushable.filtered_by}
    return {
        "access_token": "",
        "preferred_locale": language,
        "notification_id": pushable.id,
        "notification_type": pushable.kind,
        "icon": pushable.icon,
        "title": excerpt(title, LONGEST_TITLE),
        "body": body,
    }


def _contact() -> str:
    """Whom a push service may write to about this house (RFC 8292 section 2.1)."""
    return f"mailto:{settings.CONTACT_EMAIL or settings.DEFAULT_FROM_EMAIL}"
