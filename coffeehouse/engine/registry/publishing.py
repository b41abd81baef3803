"""The commands about what policy held."""

from __future__ import annotations

from coffeehouse.domain.publishing import commands, handlers
from coffeehouse.engine import holding
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register the commands of publishing."""
    register(
        commands.ReleaseHeld,
        kind="held.released",
        sentence="{actor} released what was held; it became {object}.",
        handler=holding.apply_release_held,
        scope="web",
    )
    register(
        commands.RefuseHeld,
        kind="held.refused",
        sentence="{actor} refused {object}.",
        handler=handlers.apply_refuse_held,
        scope="web",
    )
    register(
        commands.WithdrawHeld,
        kind="held.withdrawn",
        sentence="{actor} took {object} back.",
        handler=handlers.apply_withdraw_held,
        scope="web",
    )
