"""The commands of records: holds, erasure, disposal."""

from __future__ import annotations

from coffeehouse.domain.context import Actor
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.handlers import holding
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock


def _limits(_command: object, actor: Actor) -> list[Limit]:
    return [Limit(f"records:{actor.label}", 600, clock.HOUR)]


def fill() -> None:
    """Register them."""
    register(
        commands.PlaceHold,
        kind="hold.placed",
        sentence="{actor} stopped the disposal of records, {object}.",
        handler=holding.apply_place_hold,
        scope="web",
        limits=_limits,
    )
    register(
        commands.WidenHold,
        kind="hold.widened",
        sentence="{actor} put further records under {object}.",
        handler=holding.apply_widen_hold,
        scope="web",
        limits=_limits,
    )
    register(
        commands.LiftHold,
        kind="hold.lifted",
        sentence="{actor} ended {object}; what another hold names stays held.",
        handler=holding.apply_lift_hold,
        scope="web",
        limits=_limits,
    )
