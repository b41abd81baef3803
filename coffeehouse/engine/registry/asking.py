"""The commands of asking reviewers and telling authors."""

from __future__ import annotations

from coffeehouse.domain.publishing import asking as commands
from coffeehouse.domain.publishing.handlers import asking as handlers
from coffeehouse.engine import asking
from coffeehouse.engine.commands import register, writes_per_account


def fill() -> None:
    """Register them."""
    register(
        commands.AskReviewer,
        kind="review.asked",
        sentence="The house asked somebody who may decide about {object}.",
        handler=handlers.apply_ask_reviewer,
        scope="web",
    )
    register(
        commands.CloseAsks,
        kind="review.closed",
        sentence="The house closed the polls about {object}.",
        handler=handlers.apply_close_asks,
        scope="web",
    )
    register(
        commands.TellAuthor,
        kind="review.notified",
        sentence="The house told somebody about {object}.",
        handler=handlers.apply_tell_author,
        scope="web",
    )
    register(
        commands.GiveReason,
        kind="review.explained",
        sentence="The house kept the reason that a reviewer gave for {object}.",
        handler=handlers.apply_give_reason,
        scope="web",
    )
    register(
        commands.DecideByMail,
        kind="review.answered",
        sentence="{actor} answered a mail about {object}.",
        handler=asking.apply_decide_by_mail,
        scope="web",
        limits=writes_per_account,
    )
