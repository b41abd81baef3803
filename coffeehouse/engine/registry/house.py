"""The commands about the house's own things: emoji, texts, rules, announcements, reports."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.cases import commands as cases
from coffeehouse.domain.cases.handlers import reporting
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import house_commands as people
from coffeehouse.domain.people.handlers import emoji, house
from coffeehouse.domain.posts import announcing as posts
from coffeehouse.domain.posts.handlers import announcing
from coffeehouse.engine.commands import Limit, register, writes_per_account
from coffeehouse.kernel import clock


def _report_limits(_command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(_command, actor), Limit(f"report:{actor.label}", 50, clock.DAY)]


def fill() -> None:
    """Register them."""
    _fill_house()
    _fill_announcements()
    _fill_reactions()
    _fill_reports()


def _fill_house() -> None:
    register(
        people.AddEmoji,
        kind="emoji.added",
        sentence="{actor} gave the house {object}.",
        handler=emoji.apply_add_emoji,
        scope="web",
        prepare=emoji.prepare_add_emoji,
    )
    register(
        people.ChangeEmoji,
        kind="emoji.changed",
        sentence="{actor} changed {object}.",
        handler=emoji.apply_change_emoji,
        scope="web",
    )
    register(
        people.SetHouseText,
        kind="text.published",
        sentence="{actor} published a version of a text of the house, {object}.",
        handler=house.apply_set_house_text,
        scope="web",
    )
    register(
        people.SetRule,
        kind="rule.set",
        sentence="{actor} wrote {object} of the house.",
        handler=house.apply_set_rule,
        scope="web",
    )
    register(
        people.RemoveRule,
        kind="rule.removed",
        sentence="{actor} took {object} of the house away.",
        handler=house.apply_remove_rule,
        scope="web",
    )


def _fill_announcements() -> None:
    register(
        posts.WriteAnnouncement,
        kind="announcement.written",
        sentence="{actor} wrote {object} to everybody.",
        handler=announcing.apply_write_announcement,
        scope="web",
    )
    register(
        posts.EditAnnouncement,
        kind="announcement.edited",
        sentence="{actor} changed {object}.",
        handler=announcing.apply_edit_announcement,
        scope="web",
    )
    register(
        posts.EndAnnouncement,
        kind="announcement.ended",
        sentence="{actor} ended {object}.",
        handler=announcing.apply_end_announcement,
        scope="web",
    )


def _fill_reactions() -> None:
    register(
        posts.DismissAnnouncement,
        kind="announcement.dismissed",
        sentence="{actor} put {object} away.",
        handler=announcing.apply_dismiss_announcement,
        scope="write:accounts",
        limits=writes_per_account,
    )
    register(
        posts.AddReaction,
        kind="reaction.added",
        sentence="{actor} answered {object} with an emoji.",
        handler=announcing.apply_add_reaction,
        scope="write:favourites",
        limits=writes_per_account,
    )
    register(
        posts.RemoveReaction,
        kind="reaction.removed",
        sentence="{actor} took an emoji back from {object}.",
        handler=announcing.apply_remove_reaction,
        scope="write:favourites",
        limits=writes_per_account,
    )


def _fill_reports() -> None:
    register(
        cases.FileReport,
        kind="report.filed",
        sentence="{actor} filed {object}.",
        handler=reporting.apply_file_report,
        scope="write:reports",
        limits=_report_limits,
    )
    register(
        cases.AssignReport,
        kind="report.assigned",
        sentence="{actor} took {object} on, or gave it back.",
        handler=reporting.apply_assign_report,
        scope="web",
    )
    register(
        cases.ResolveReport,
        kind="report.resolved",
        sentence="{actor} decided {object}.",
        handler=reporting.apply_resolve_report,
        scope="web",
    )
