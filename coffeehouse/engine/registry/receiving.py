"""The commands by which posts from elsewhere come in. Their authors are the actors."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.handlers import drawing, editing, keeping, quoting, receiving
from coffeehouse.domain.posts.commands import FinishMedia, PublishPost
from coffeehouse.domain.posts.writing_commands import RevokeQuote
from coffeehouse.engine.commands import Handler, Limit, Prepare, also, register, writes_per_account
from coffeehouse.kernel import clock


def _receive_limits(command: Any, actor: Actor) -> list[Limit]:
    """As many as one account here may publish in all; what the house fetched itself is not counted."""
    return [] if getattr(command, "is_old", False) else [Limit(f"receive:{actor.label}", 300, 5 * clock.MINUTE)]


# (command, kind, sentence, handler, prepare) of what the house itself keeps of what it fetched.
FETCHED: tuple[tuple[type[Command], str, str, Handler, Prepare | None], ...] = (
    (
        commands.KeepMedia, "media.fetched", "A file of {object} was fetched from another server.",
        keeping.apply_keep_media, keeping.prepare_keep,
    ),
    (
        commands.KeepEmoji, "emoji.fetched", "An emoji of {object} was fetched from another server.",
        drawing.apply_keep_emoji, drawing.prepare_keep_emoji,
    ),
    (commands.SettleQuote, "quote.settled", "What {object} quotes was looked at.", quoting.apply_settle_quote, None),
)  # fmt: skip


def fill() -> None:
    """Register the commands of posts from elsewhere."""
    _fill_posts()
    _fill_quotes()
    for command, kind, sentence, handler, prepare in FETCHED:
        register(command, kind=kind, sentence=sentence, handler=handler, scope="web", prepare=prepare)
    also(FinishMedia, keeping.then_finished)
    also(PublishPost, quoting.then_publish)
    also(RevokeQuote, quoting.then_revoke)


def _fill_posts() -> None:
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
    register(
        commands.ReceiveEdit,
        kind="post.revised",
        sentence="{actor} changed {object} on another server.",
        handler=editing.apply_receive_edit,
        scope="write:statuses",
        prepare=editing.prepare_edit,
        facts=receiving.facts_of_receive,
        limits=_receive_limits,
    )


def _fill_quotes() -> None:
    register(
        commands.RequestQuote,
        kind="quote.requested",
        sentence="{actor} asked to quote a post of this house in {object}.",
        handler=quoting.apply_request_quote,
        scope="write:statuses",
        limits=writes_per_account,
    )
    register(
        commands.AnswerQuote,
        kind="quote.answered",
        sentence="{actor} said whether {object} may quote them.",
        handler=quoting.apply_answer_quote,
        scope="write:statuses",
        limits=writes_per_account,
    )
