"""The commands about other servers: on what terms the house talks with them."""

from __future__ import annotations

from coffeehouse.domain.federation import control_commands as commands
from coffeehouse.domain.federation.handlers import deciding, relaying, settling
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        commands.DecideServer,
        kind="server.decided",
        sentence="{actor} decided about {object}.",
        handler=deciding.apply_decide_server,
        scope="web",
    )
    register(
        commands.ImportServers,
        kind="servers.imported",
        sentence="{actor} decided about many {object} by a list.",
        handler=deciding.apply_import_servers,
        scope="web",
    )
    register(
        commands.SettleServer,
        kind="server.settled",
        sentence="The house brought accounts of {object} in line with what was decided.",
        handler=settling.apply_settle_server,
        scope="web",
        prepare=settling.prepare_settle_server,
    )
    register(
        commands.FollowRelay,
        kind="relay.asked",
        sentence="{actor} asked {object} to pass posts on.",
        handler=relaying.apply_follow_relay,
        scope="web",
    )
    register(
        commands.LeaveRelay,
        kind="relay.removed",
        sentence="{actor} left {object}.",
        handler=relaying.apply_leave_relay,
        scope="web",
    )
    register(
        commands.AnswerRelay,
        kind="relay.answered",
        sentence="{actor} answered as {object}.",
        handler=relaying.apply_answer_relay,
        scope="follow",
    )
