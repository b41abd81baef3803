"""The commands of corrections."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.publishing import correcting as commands
from coffeehouse.domain.publishing.handlers import correcting
from coffeehouse.engine.commands import Limit, register, writes_per_account
from coffeehouse.kernel import clock


def _limits(command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(command, actor), Limit(f"publish:{actor.label}", 300, 3 * clock.HOUR)]


def fill() -> None:
    """Register them."""
    register(
        commands.CorrectPost,
        kind="post.corrected",
        sentence="{actor} corrected {object} and said what was wrong.",
        handler=correcting.apply_correct_post,
        scope="write:statuses",
        prepare=correcting.prepare_correct,
        facts=correcting.facts_of_correction,
        limits=_limits,
        may_be_held=True,
    )
    register(
        commands.DeliverCorrection,
        kind="correction.delivered",
        sentence="Some of those who passed {object} on or answered it were told of its correction.",
        handler=correcting.apply_deliver_correction,
        scope="web",
    )
