"""The commands about what is sent to other servers, and what the acts of people here mean for those servers.

Filled after all others: it adds its reactions to commands that are there.
"""

from __future__ import annotations

from coffeehouse.domain.federation import sending_commands as commands
from coffeehouse.domain.federation.handlers import sending
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        commands.KeepDeliveries,
        kind="deliveries.answered",
        sentence="The house kept what other servers answered to its {object}.",
        handler=sending.apply_keep_deliveries,
        scope="web",
    )
    register(
        commands.RetryDeliveries,
        kind="deliveries.retried",
        sentence="{actor} had what waits for {object} tried again.",
        handler=sending.apply_retry_deliveries,
        scope="web",
    )
    register(
        commands.DropDeliveries,
        kind="deliveries.dropped",
        sentence="{actor} gave up what waited for {object}.",
        handler=sending.apply_drop_deliveries,
        scope="web",
    )
