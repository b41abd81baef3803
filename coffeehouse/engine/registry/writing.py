"""The commands of quotes, scheduled posts, cards of links and translations."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.posts import writing_commands as commands
from coffeehouse.domain.posts.handlers import linking, quoting, scheduling, translating, writing
from coffeehouse.engine import preserving
from coffeehouse.engine.commands import Handler, Limit, register, writes_per_account
from coffeehouse.kernel import clock


def _schedule_facts(command: commands.SchedulePost, actor: Actor, written: Any, now: int) -> dict[str, Any]:
    """What policy is told of a post that waits is what it is told of one that does not."""
    return writing.facts_of_publish(command.post, actor, written, now)


def _translate_limits(command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(command, actor), Limit(f"translate:{actor.label}", 100, clock.HOUR)]


# (command, handler, kind, sentence) of what asks for no more than `write:statuses`.
PLAIN: tuple[tuple[type[Command], Handler, str, str], ...] = (
    (
        commands.RevokeQuote, quoting.apply_revoke_quote, "quote.revoked",
        "{actor} took a post of theirs out of {object}, which quoted it.",
    ),
    (
        commands.ChangeQuotePolicy, quoting.apply_change_quote_policy, "quoting.changed",
        "{actor} changed who may quote {object}.",
    ),
    (
        commands.ReschedulePost, scheduling.apply_reschedule_post, "post.rescheduled",
        "{actor} chose another time for {object}.",
    ),
    (
        commands.CancelScheduled, preserving.apply_cancel_scheduled, "schedule.cancelled",
        "{actor} cancelled {object}.",
    ),
)  # fmt: skip


def fill() -> None:
    """Register these commands."""
    for command, handler, kind, sentence in PLAIN:
        register(
            command,
            kind=kind,
            sentence=sentence,
            handler=handler,
            scope="write:statuses",
            limits=writes_per_account,
        )
    register(
        commands.SchedulePost,
        kind="post.scheduled",
        sentence="{actor} wrote {object}, to be published later.",
        handler=scheduling.apply_schedule_post,
        scope="write:statuses",
        prepare=scheduling.prepare_schedule,
        facts=_schedule_facts,
        limits=writes_per_account,
        may_be_held=True,
    )
    register(
        commands.SetScheduledAside,
        kind="schedule.halted",
        sentence="{object} was not published at its time.",
        handler=preserving.apply_set_scheduled_aside,
        scope="web",
    )
    register(
        commands.AttachCard,
        kind="card.attached",
        sentence="The page that {object} links to was described under it.",
        handler=linking.apply_attach_card,
        scope="web",
    )
    register(
        commands.TranslatePost,
        kind="post.translated",
        sentence="{actor} had {object} translated by the house's translation service.",
        handler=translating.apply_translate_post,
        scope="read:statuses",
        prepare=translating.prepare_translation,
        limits=_translate_limits,
    )
