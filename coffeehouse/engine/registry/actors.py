"""The commands about accounts elsewhere, and about accounts of ours that move."""

from __future__ import annotations

from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.handlers import actors
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        commands.ReceiveActor,
        kind="actor.received",
        sentence="The house took in what the server of {object} says of it.",
        handler=actors.apply_receive_actor,
        scope="web",
    )
