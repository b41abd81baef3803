"""The commands that end a house."""

from __future__ import annotations

from coffeehouse.domain.publishing import closing as commands
from coffeehouse.domain.publishing.handlers import closing
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        commands.CloseHouse,
        kind="house.closed",
        sentence="The house was closed for good ({object}).",
        handler=closing.apply_close_house,
        scope="web",
    )
    register(
        commands.AnnounceMove,
        kind="house.move_announced",
        sentence="The closed house told other servers where {object} went.",
        handler=closing.apply_announce_move,
        scope="web",
    )
