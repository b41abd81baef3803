"""Web Push: an app asks to be woken at an address of its push service; one subscription for each token.

What is sent there, and when, is `delivery.push`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.people import push_commands as commands
from coffeehouse.domain.people.queries.push import read_push_subscription, vapid_public_key
from coffeehouse.kernel.errors import Invalid, NotFound


class WebPushSubscription(msgspec.Struct, kw_only=True):
    """Where and for what the app is woken. server_key: the house's public key, by which to know who pushes."""

    id: str
    endpoint: str
    standard: bool
    alerts: dict[str, bool]
    policy: str
    server_key: str


def _subscription(call: Call) -> Answer:
    found = read_push_subscription(call.actor.token_id)
    if found is None:
        raise NotFound()
    return entity(
        WebPushSubscription(
            id=str(found["id"]),
            endpoint=found["endpoint"],
            standard=found["is_standard"],
            alerts={name: name in found["alerts"] for name in commands.ALERTS},
            policy=found["policy"],
            server_key=vapid_public_key(),
        )
    )


def _alerts(data: dict[str, Any]) -> tuple[str, ...]:
    wanted = bodies.part(data, "alerts")
    return tuple(name for name in commands.ALERTS if bodies.flag(wanted, name))


@user("push")
def read_subscription(call: Call) -> Answer:
    """The token's subscription; 404 when it has none."""
    return _subscription(call)


@user("push")
def create_subscription(call: Call) -> Answer:
    """Be woken from now on; replaces the token's earlier subscription."""
    subscription, data = bodies.part(call.body, "subscription"), bodies.part(call.body, "data")
    keys = bodies.part(subscription, "keys")
    endpoint = bodies.text(subscription, "endpoint")
    if not endpoint:
        raise Invalid("Validation failed: subscription[endpoint] is missing", field="endpoint")
    call.act(
        commands.SubscribeToPush(
            endpoint=endpoint,
            p256dh=bodies.text(keys, "p256dh"),
            auth=bodies.text(keys, "auth"),
            is_standard=bool(bodies.flag(subscription, "standard")),
            alerts=_alerts(data),
            policy=bodies.text(data, "policy") or "all",
        )
    )
    return _subscription(call)


@user("push")
def update_subscription(call: Call) -> Answer:
    """Be woken for other things: `alerts` replace those before; what is not sent stays."""
    data = bodies.part(call.body, "data")
    policy = bodies.text(data, "policy") or bodies.text(call.body, "policy")
    call.act(commands.ChangePushSubscription(alerts=_alerts(data) if "alerts" in data else None, policy=policy or None))
    return _subscription(call)


@user("push")
def delete_subscription(call: Call) -> Answer:
    """Be woken no more."""
    call.act(commands.UnsubscribeFromPush())
    return Answer(EMPTY)
