"""Push subscriptions: what an app set, and what a delivery needs."""

from __future__ import annotations

from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from coffeehouse.database import sql
from coffeehouse.domain.people import push_key
from coffeehouse.kernel import clock

OWN = "SELECT id, endpoint, alerts, policy, is_standard FROM people_pushsubscription WHERE token_id = %s"
# A token revoked, a member shut out, an account hidden, a seat ended: nothing is pushed any more, from this moment.
LIVING = """
SELECT s.id, s.account_id, s.endpoint, s.p256dh, s.auth, s.is_standard, s.alerts, s.policy, m.language
FROM people_pushsubscription s JOIN people_token t ON t.id = s.token_id AND t.revoked_at IS NULL
JOIN people_member m ON m.id = t.member_id AND m.state = 'active'
JOIN people_account a ON a.id = s.account_id AND a.hidden_at IS NULL WHERE s.id = %s
AND (a.kind = 'persona' OR EXISTS (SELECT 1 FROM people_seat h WHERE h.id = t.seat_id
     AND (h.expires_at IS NULL OR h.expires_at > %s)))
"""


class Subscription(msgspec.Struct, frozen=True):
    """A subscription whose token lives. alerts: kinds wanted; policy: all, followed, follower, none."""

    id: int
    account_id: int
    endpoint: str
    p256dh: str
    auth: str
    is_standard: bool
    alerts: frozenset[str]
    policy: str
    language: str


def vapid_public_key() -> str:
    """The house's public key for push, as instance and application entities say it."""
    return push_key.public_key()


def vapid_private_key() -> ec.EllipticCurvePrivateKey:
    """The key that signs for push services."""
    return push_key.private_key()


def read_push_subscription(token_id: int | None) -> dict[str, Any] | None:
    """id, endpoint, alerts (kinds), policy, is_standard of a token's subscription; None when it has none."""
    row = sql.row(OWN, (token_id or 0,))
    if row is None:
        return None
    return {
        "id": row[0],
        "endpoint": row[1],
        "alerts": frozenset(row[2].split()),
        "policy": row[3],
        "is_standard": bool(row[4]),
    }


def living_subscription(subscription_id: int) -> Subscription | None:
    """A subscription to push to; None when it is gone, or whoever made it may not read any more."""
    row = sql.row(LIVING, (subscription_id, clock.now_ms()))
    if row is None:
        return None
    number, account_id, endpoint, p256dh, auth, is_standard, alerts, policy, language = row
    return Subscription(
        number, account_id, endpoint, p256dh, auth, bool(is_standard), frozenset(alerts.split()), policy, language
    )


def is_wanted_from(subscription: Subscription, from_account_id: int) -> bool:
    """Whether the subscription's policy lets in what this account caused."""
    if subscription.policy == "all":
        return True
    if subscription.policy == "none":
        return False
    pair = (subscription.account_id, from_account_id)
    follower, followed = pair if subscription.policy == "followed" else pair[::-1]
    statement = "SELECT 1 FROM people_follow WHERE account_id = %s AND target_id = %s AND NOT is_pending"
    return sql.value(statement, (follower, followed)) is not None
