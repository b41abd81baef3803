"""Push subscriptions."""

from __future__ import annotations

from coffeehouse.channels.client_api.push import WebPushSubscription
from coffeehouse.domain.people.push_commands import ALERTS
from coffeehouse.protocols.contract import FLAG, TEXT, Nothing, does, members

DATA = members(alerts=members(**dict.fromkeys(ALERTS, FLAG)), policy=TEXT)
SUBSCRIPTION = members(
    "endpoint keys", endpoint=TEXT, standard=FLAG, keys=members("p256dh auth", p256dh=TEXT, auth=TEXT)
)

OPERATIONS = {
    "GET api/v1/push/subscription": does(WebPushSubscription, may_lack=True),
    "POST api/v1/push/subscription": does(
        WebPushSubscription, body=members("subscription", subscription=SUBSCRIPTION, data=DATA)
    ),
    "PUT api/v1/push/subscription": does(WebPushSubscription, may_lack=True, body=members(data=DATA, policy=TEXT)),
    "DELETE api/v1/push/subscription": does(Nothing),
}
