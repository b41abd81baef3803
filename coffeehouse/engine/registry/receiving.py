"""The commands by which posts from elsewhere come in. Their authors are the actors."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.handlers import receiving
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock


def _receive_limits(command: Any, actor: Actor) -> list[Limit]:
    """As many as one account here may publish in all; what the house fetched itself is not counted."""
    return [] if command.is_old else [Limit(f"receive:{actor.label}", 300, 5 * clock.MINUTE)]


def fill() -> None:
    """Register the commands of posts from elsewhere."""
    register(
        commands.ReceivePost,
        kind="post.received",
        sentence="{object} of {actor} came from another server.",
        handler=receiving.apply_receive_post,
        scope="write:statuses",
        prepare=receiving.prepare_receive,
        facts=receiving.facts_of_receive,
        limits=_receive_limits,
    )
