"""What can be asked about push: an app wants to be woken when something concerns its account (Web Push)."""

from __future__ import annotations

from coffeehouse.domain.context import Command

# Kinds of notifications an app may be woken for, as `data[alerts]` names them.
ALERTS = (
    "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "quote", "quoted_update",
    "admin.sign_up", "admin.report",
)  # fmt: skip
POLICIES = ("all", "followed", "follower", "none")


class SubscribeToPush(Command, frozen=True, kw_only=True):
    """Wake the app that holds this token, at an address of its push service. Ends the token's earlier subscription.

    The address is personal, and whoever has it may try to reach the device: neither it nor the keys are recorded.
    alerts: of ALERTS; policy: one of POLICIES; is_standard: RFC 8291, else the draft before it.
    """

    endpoint: str
    p256dh: str
    auth: str
    is_standard: bool = False
    alerts: tuple[str, ...] = ()
    policy: str = "all"

    def secret_members(self) -> frozenset[str]:
        return frozenset({"endpoint", "p256dh", "auth"})


class ChangePushSubscription(Command, frozen=True, kw_only=True):
    """Wake the app for other things. None leaves a member as it is."""

    alerts: tuple[str, ...] | None = None
    policy: str | None = None


class UnsubscribeFromPush(Command, frozen=True, kw_only=True):
    """Wake the app no more."""


class EndPushSubscription(Command, frozen=True, kw_only=True):
    """The push service says that nobody listens at this address any more. The house asks this of itself."""

    subscription_id: int
