"""Push subscriptions: set, changed and ended by the app whose token they belong to, or by its push service."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people import push_commands as commands
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from coffeehouse.protocols.addresses import BadAddress, read_url
from coffeehouse.protocols.webpush import BadKey, check_subscription_keys

OWN = "SELECT id, alerts, policy FROM people_pushsubscription WHERE token_id = %s"


def apply_subscribe_to_push(command: commands.SubscribeToPush, context: Context) -> Outcome:
    """Replace the token's subscription."""
    actor = context.actor
    if actor.token_id is None or actor.account_id is None:
        raise Forbidden("Only an app that is signed in to an account can be pushed to.")
    _check(command)
    sql.execute("DELETE FROM people_pushsubscription WHERE token_id = %s", (actor.token_id,))
    subscription_id = context.new_id()
    sql.execute(
        "INSERT INTO people_pushsubscription (id, token_id, account_id, endpoint, p256dh, auth, is_standard, alerts,"
        " policy, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            subscription_id, actor.token_id, actor.account_id, command.endpoint, command.p256dh, command.auth,
            command.is_standard, _words(command.alerts), _policy(command.policy), context.now,
        ),
    )  # fmt: skip
    return Outcome(
        object=f"push/{subscription_id}",
        result={"id": str(subscription_id)},
        kept={"token": str(actor.token_id), "service": read_url(command.endpoint).host},
    )


def _check(command: commands.SubscribeToPush) -> None:
    try:
        target = read_url(command.endpoint)
    except BadAddress as error:
        raise Invalid(f"Validation failed: subscription[endpoint] is not usable. {error}.", field="endpoint") from error
    if target.scheme != "https" and not settings.OUTBOUND_ALLOW:
        raise Invalid("Validation failed: subscription[endpoint] must start with https://", field="endpoint")
    try:
        check_subscription_keys(command.p256dh, command.auth)
    except BadKey as error:
        raise Invalid(f"Validation failed: {error}. Send the keys the push service gave.", field="keys") from error


def apply_change_push_subscription(command: commands.ChangePushSubscription, context: Context) -> Outcome:
    """Change what the app is woken for."""
    subscription_id, alerts, policy = _own(context)
    after = (
        alerts if command.alerts is None else _words(command.alerts),
        policy if command.policy is None else _policy(command.policy),
    )
    if after == (alerts, policy):
        return Outcome(object=f"push/{subscription_id}", unchanged=True)
    sql.execute("UPDATE people_pushsubscription SET alerts = %s, policy = %s WHERE id = %s", (*after, subscription_id))
    return Outcome(object=f"push/{subscription_id}")


def apply_unsubscribe_from_push(_command: commands.UnsubscribeFromPush, context: Context) -> Outcome:
    """Remove the token's subscription; that there is none is as good."""
    subscription_id = sql.value(
        "DELETE FROM people_pushsubscription WHERE token_id = %s RETURNING id", (context.actor.token_id or 0,)
    )
    return Outcome(object=f"push/{subscription_id or 'none'}", unchanged=subscription_id is None)


def apply_end_push_subscription(command: commands.EndPushSubscription, _context: Context) -> Outcome:
    """Remove a subscription whose address is dead."""
    done = sql.execute("DELETE FROM people_pushsubscription WHERE id = %s", (command.subscription_id,))
    return Outcome(object=f"push/{command.subscription_id}", unchanged=not done)


def forget_dead_subscriptions() -> int:
    """Remove the addresses of apps whose token has ended; how many. Nothing is pushed to them meanwhile."""
    return sql.execute(
        "DELETE FROM people_pushsubscription WHERE token_id NOT IN (SELECT id FROM people_token"
        " WHERE revoked_at IS NULL AND id IN (SELECT token_id FROM people_pushsubscription))"
    )


def _own(context: Context) -> tuple[int, str, str]:
    row = sql.row(OWN, (context.actor.token_id or 0,))
    if row is None:
        raise NotFound()
    return row[0], row[1], row[2]


def _words(alerts: Iterable[str]) -> str:
    """Kinds this house knows, in one order; others are left out, as Mastodon does."""
    wanted = set(alerts)
    return " ".join(name for name in commands.ALERTS if name in wanted)


def _policy(policy: str) -> str:
    if policy not in commands.POLICIES:
        raise Invalid(f"Validation failed: policy must be one of {', '.join(commands.POLICIES)}", field="policy")
    return policy
