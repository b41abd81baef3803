"""The commands of push subscriptions."""

from __future__ import annotations

from coffeehouse.domain.people import push_commands as commands
from coffeehouse.domain.people.handlers import pushing
from coffeehouse.engine.commands import register, writes_per_account


def fill() -> None:
    """Register them."""
    register(
        commands.SubscribeToPush,
        kind="push.subscribed",
        sentence="{actor} asked to be woken by push: {object}.",
        handler=pushing.apply_subscribe_to_push,
        scope="push",
        limits=writes_per_account,
    )
    register(
        commands.ChangePushSubscription,
        kind="push.changed",
        sentence="{actor} changed what {object} is for.",
        handler=pushing.apply_change_push_subscription,
        scope="push",
        limits=writes_per_account,
    )
    register(
        commands.UnsubscribeFromPush,
        kind="push.unsubscribed",
        sentence="{actor} ended {object}.",
        handler=pushing.apply_unsubscribe_from_push,
        scope="push",
        limits=writes_per_account,
    )
    register(
        commands.EndPushSubscription,
        kind="push.ended",
        sentence="The push service of {object} said that nobody listens there any more.",
        handler=pushing.apply_end_push_subscription,
        scope="web",
    )
