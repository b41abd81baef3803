"""What each kind of outbox job does. A delivery is a function of the payload; raising means "again later".

Deliveries happen at least once and in any order; each must be harmless when done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coffeehouse.delivery.receipts import AtHand, at_hand
from coffeehouse.engine import tally

Delivery = Callable[[Mapping[str, Any]], None]


class UnknownKind(Exception):
    """No delivery is registered for this kind: the job waits for a version that knows it, then is given up."""


DELIVERIES: dict[str, Delivery] = {}
# Kinds that wait for other machines. `outside` does them beside the worker's loop, so that one that answers slowly
# holds up nothing but its like.
OUTSIDE = ("push", "fetch_card", "fetch_post", "fetch_media", "fetch_emoji", "fetch_avatar", "refresh_actor", "look_up",
           "compare_followers", "verify_links", "notify_sign_up", "mail_approved", "mail_rejected", "mail_confirm",
           "mail_known_address", "mail_access_changed", "mail_not_published", "mail_left", "mail_house_closed",
           "review.mail", "witness.submit", "mail_auditor", "mail_erasure")  # fmt: skip
# Kinds that keep a processor busy for long. `workshop` does them, one at a time.
SLOW = (
    "finish_media",
    "make_pack",
    "seal_pack",
    "erase_more",
    "scrub",
    "settle_server",
    "forget_posts",
    "follow_moved",
)


def deliver(kind: str, payload: Mapping[str, Any]) -> None:
    """Do one job. Raises whatever its delivery raises."""
    try:
        delivery = DELIVERIES[kind]
    except KeyError:
        raise UnknownKind(f"This version does not know jobs of kind {kind!r}") from None
    delivery(payload)


def attempt(kind: str, payload: Mapping[str, Any], id: int = 0, number: int = 0) -> str | None:
    """Do one job, for the `number`th time; what went wrong in words, or None. What it raises concerns that job only."""
    token = at_hand.set(AtHand(kind, id, number))
    try:
        with tally.visit("worker") as visit:
            visit.route = kind
            deliver(kind, payload)
            visit.status = 200
    except Exception as error:  # noqa: BLE001
        # It is kept, with the reason, and tried again.
        return f"{type(error).__name__}: {error}"
    finally:
        at_hand.reset(token)
    return None
