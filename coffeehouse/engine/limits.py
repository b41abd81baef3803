"""Limits per account and per address, counted in the act's own transaction, so every channel has them."""

from __future__ import annotations

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.federation.queries import standing_of
from coffeehouse.engine.commands import Limit, Registered
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached

# What is done here from one other server in five minutes, unless something else was decided for it.
SERVER_BUDGET = 3_000

COUNT = """
INSERT INTO engine_limit (key, window_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN engine_limit.window_at = excluded.window_at THEN engine_limit.count + 1 ELSE 1 END,
    window_at = excluded.window_at
RETURNING count
"""


def limits_of(registered: Registered, command: Command, actor: Actor) -> list[Limit]:
    """The counters an act adds to: the command's own and, of an account elsewhere, its server's."""
    found = registered.limits(command, actor) if registered.limits else []
    if actor.role == "remote":
        budget = standing_of(actor.address).budget
        count = SERVER_BUDGET if budget is None else budget
        return [*found, Limit(f"server:{actor.address}", count, 5 * clock.MINUTE)]
    return found


def check(limits: list[Limit], now: int) -> None:
    """Raise LimitReached when a counter is full already. Adds nothing: it saves work that would be refused."""
    if not settings.RATE_LIMITS:
        return
    for limit in limits:
        window_at = now - now % limit.window
        statement = "SELECT count FROM engine_limit WHERE key = %s AND window_at = %s"
        if (sql.value(statement, (limit.key[:200], window_at)) or 0) >= limit.count:
            raise _reached(window_at + limit.window - now)


def _reached(wait_ms: int) -> LimitReached:
    wait = max(1, (wait_ms + 999) // 1_000)
    return LimitReached(f"Too many requests. Wait {wait} seconds and try again.", retry_after=wait)


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
            raise _reached(window_at + limit.window - now)
