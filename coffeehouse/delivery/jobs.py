"""What each kind of outbox job does. A delivery is a function of the payload; raising means "again later".

Deliveries happen at least once and in any order; each must be harmless when done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Delivery = Callable[[Mapping[str, Any]], None]


class UnknownKind(Exception):
    """No delivery is registered for this kind: the job waits for a version that knows it, then is given up."""


DELIVERIES: dict[str, Delivery] = {}


def deliver(kind: str, payload: Mapping[str, Any]) -> None:
    """Do one job. Raises whatever its delivery raises."""
    try:
        delivery = DELIVERIES[kind]
    except KeyError:
        raise UnknownKind(f"This version does not know jobs of kind {kind!r}") from None
    delivery(payload)
