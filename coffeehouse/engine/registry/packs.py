"""The commands of release packs: making one, taking it out, removing it; and what their making says of itself."""

from __future__ import annotations

from coffeehouse.domain.context import Actor
from coffeehouse.domain.packs import commands
from coffeehouse.domain.packs.handlers import making
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock


def _limits(_command: object, actor: Actor) -> list[Limit]:
    return [Limit(f"packs:{actor.label}", 120, clock.HOUR)]


def fill() -> None:
    """Register them."""
    register(
        commands.MakePack,
        kind="pack.requested",
        sentence="{actor} asked for the release pack {object}.",
        handler=making.apply_make_pack,
        scope="web",
        limits=_limits,
    )
    register(
        commands.WritePack,
        kind="pack.written",
        sentence="The files of the release pack {object} were written; its manifest commits to each of them.",
        handler=making.apply_write_pack,
        scope="web",
    )
    register(
        commands.SealPack,
        kind="pack.sealed",
        sentence="The release pack {object} can be handed out.",
        handler=making.apply_seal_pack,
        scope="web",
    )
    register(
        commands.FailPack,
        kind="pack.failed",
        sentence="The release pack {object} could not be made.",
        handler=making.apply_fail_pack,
        scope="web",
    )
    register(
        commands.TakePack,
        kind="pack.handed_out",
        sentence="{actor} took the release pack {object} to hand it out.",
        handler=making.apply_take_pack,
        scope="web",
        limits=_limits,
    )
    register(
        commands.RemovePack,
        kind="pack.removed",
        sentence="The release pack {object} was removed by {actor}; what it was stays recorded.",
        handler=making.apply_remove_pack,
        scope="web",
        limits=_limits,
    )
