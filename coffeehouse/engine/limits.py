"""Limits per account and per address, counted in the act's own transaction, so every channel has them."""

from __future__ import annotations

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.engine.commands import Limit
from coffeehouse.kernel.errors import LimitReached

COUNT = """
INSERT INTO engine_limit (key, window_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN engine_limit.window_at = excluded.window_at THEN engine_limit.count + 1 ELSE 1 END,
    window_at = excluded.window_at
RETURNING count
"""


def count(limits: list[Limit], now: int) -> None:
    """Add one to each counter. Raises LimitReached when one is over; the act's rollback then undoes the addition."""
    if not settings.RATE_LIMITS:
        return
    for limit in limits:
        window_at = now - now % limit.window
        if (
            sql.value(
                COUNT,
                (
                    limit.key[:200],
                    window_at,
                ),
            )
            > limit.count
        ):
            wait = max(1, (window_at + limit.window - now + 999) // 1_000)
            raise LimitReached(f"Too many requests. Wait {wait} seconds and try again.", retry_after=wait)
