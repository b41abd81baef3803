"""The commands of records: holds, erasure, disposal."""

from __future__ import annotations

from coffeehouse.domain.context import Actor
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.handlers import disposing, holding
from coffeehouse.domain.records.handlers import erasing as requesting
from coffeehouse.engine import erasing
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock


def _limits(_command: object, actor: Actor) -> list[Limit]:
    return [Limit(f"records:{actor.label}", 600, clock.HOUR)]


def _fill_erasure() -> None:
    register(
        commands.RequestErasure,
        kind="erasure.requested",
        sentence="{actor} asked that what the house holds about a person is erased, {object}.",
        handler=requesting.apply_request_erasure,
        scope="web",
        limits=_limits,
    )
    register(
        commands.ChooseOutcome,
        kind="erasure.changed",
        sentence="{actor} chose another outcome for a record of {object}, with a reason.",
        handler=requesting.apply_choose_outcome,
        scope="web",
        limits=_limits,
    )
    register(
        commands.CarryOutErasure,
        kind="erasure.carried_out",
        sentence="{actor} erased what {object} asked for, restricted or kept the rest.",
        handler=erasing.apply_carry_out_erasure,
        scope="web",
        prepare=erasing.prepare_carry_out,
        limits=_limits,
    )
    register(
        commands.FinishScrub,
        kind="records.scrubbed",
        sentence="{actor} wrote the database anew: no byte is left of what was erased or disposed of before.",
        handler=requesting.apply_finish_scrub,
        scope="web",
    )


def _fill_disposal() -> None:
    register(
        commands.ProposeDisposal,
        kind="disposal.proposed",
        sentence="{actor} proposed to dispose of records whose time is over, {object}.",
        handler=disposing.apply_propose_disposal,
        scope="web",
        limits=_limits,
    )
    register(
        commands.ApproveDisposal,
        kind="disposal.approved",
        sentence="{actor}, as the second person, disposed of what {object} names.",
        handler=erasing.apply_approve_disposal,
        scope="web",
        prepare=erasing.prepare_approve,
        limits=_limits,
    )
    register(
        commands.RefuseDisposal,
        kind="disposal.refused",
        sentence="{actor} refused {object}: nothing was disposed of.",
        handler=disposing.apply_refuse_disposal,
        scope="web",
        limits=_limits,
    )


def fill() -> None:
    """Register them."""
    _fill_erasure()
    _fill_disposal()
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
