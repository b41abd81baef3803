"""Announcements: written, changed and ended by administrators; put away and answered by everybody."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import announcing as commands
from coffeehouse.kernel.emoji import is_emoji
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import characters, normalise

MAX_CHARACTERS = 3_000
MAX_REACTIONS = 8
"""Different emoji under one announcement, as Mastodon has it."""
VOUCHED = ("words", "starts_at", "ends_at", "is_all_day", "published_at", "ended_at")


def _words(given: tuple[tuple[str, str], ...]) -> str:
    """Language → text as JSON. Raises Invalid without any text, or for a language the pages do not have."""
    words: dict[str, str] = {}
    for language, written in given:
        if language not in dict(settings.LANGUAGES):
            raise Invalid("The pages of this house do not have this language. Choose one of theirs.", field="words")
        text = normalise(written, field="words")
        if characters(text) > MAX_CHARACTERS:
            raise Invalid(f"An announcement has at most {MAX_CHARACTERS} characters. Shorten it.", field="words")
        if text:
            words[language] = text
    if not words:
        raise Invalid("Write what you want to announce.", field="words")
    return msgspec.json.encode(words).decode()


def _check_times(starts_at: int | None, ends_at: int | None) -> None:
    if starts_at is not None and ends_at is not None and ends_at < starts_at:
        raise Invalid("It ends before it begins. Change one of the times.", field="ends_at")


def apply_write_announcement(command: commands.WriteAnnouncement, context: Context) -> Outcome:
    """Insert it; everybody sees it from `published_at` on."""
    _check_times(command.starts_at, command.ends_at)
    announcement_id = context.new_id()
    sql.execute(
        "INSERT INTO posts_announcement (id, words, starts_at, ends_at, is_all_day, published_at, created_at,"
        " updated_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            announcement_id, _words(command.words), command.starts_at, command.ends_at, command.is_all_day,
            max(context.now, command.published_at or 0), context.now, context.now,
        ),
    )  # fmt: skip
    return _outcome(announcement_id)


def apply_edit_announcement(command: commands.EditAnnouncement, context: Context) -> Outcome:
    """Change one that has not ended."""
    _check_times(command.starts_at, command.ends_at)
    done = sql.execute(
        "UPDATE posts_announcement SET words = %s, starts_at = %s, ends_at = %s, is_all_day = %s, updated_at = %s"
        " WHERE id = %s AND ended_at IS NULL",
        (
            _words(command.words), command.starts_at, command.ends_at, command.is_all_day, context.now,
            command.announcement_id,
        ),
    )  # fmt: skip
    if not done:
        raise NotFound()
    return _outcome(command.announcement_id)


def apply_end_announcement(command: commands.EndAnnouncement, context: Context) -> Outcome:
    """Nobody sees it from now on."""
    done = sql.execute(
        "UPDATE posts_announcement SET ended_at = %s WHERE id = %s AND ended_at IS NULL",
        (context.now, command.announcement_id),
    )
    if not done:
        raise NotFound()
    return _outcome(command.announcement_id)


def _outcome(announcement_id: int) -> Outcome:
    row: Any = sql.row(f"SELECT {', '.join(VOUCHED)} FROM posts_announcement WHERE id = %s", (announcement_id,))
    plain = (int(value) if isinstance(value, bool) else value for value in row)
    state = State("posts_announcement", announcement_id, dict(zip(VOUCHED, plain, strict=True)))
    return Outcome(object=f"announcement/{announcement_id}", result=str(announcement_id), states=(state,))


def _find_shown(announcement_id: int, now: int) -> None:
    shown = sql.value(
        "SELECT 1 FROM posts_announcement WHERE id = %s AND published_at <= %s AND ended_at IS NULL",
        (announcement_id, now),
    )
    if not shown:
        raise NotFound()


def apply_dismiss_announcement(command: commands.DismissAnnouncement, context: Context) -> Outcome:
    """Remember that an account has read it."""
    account_id = acting_account(context)
    _find_shown(command.announcement_id, context.now)
    done = sql.execute(
        "INSERT INTO posts_announcementread (account_id, announcement_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (account_id, command.announcement_id),
    )
    return Outcome(object=f"announcement/{command.announcement_id}", unchanged=not done)


def apply_add_reaction(command: commands.AddReaction, context: Context) -> Outcome:
    """Insert the answer: one emoji of Unicode, or one of the house's that is offered."""
    account_id = acting_account(context)
    _find_shown(command.announcement_id, context.now)
    name = command.name
    if not is_emoji(name) and not sql.value(
        "SELECT 1 FROM people_customemoji WHERE shortcode = %s AND disabled_at IS NULL", (name,)
    ):
        raise Invalid("Validation failed: Name is not a recognized emoji", field="name")
    used = sql.rows(
        "SELECT DISTINCT name FROM posts_announcementreaction WHERE announcement_id = %s", (command.announcement_id,)
    )
    if (name,) not in used and len(used) >= MAX_REACTIONS:
        raise Invalid("Validation failed: Limit of different reactions reached", field="name")
    done = sql.execute(
        "INSERT INTO posts_announcementreaction (id, announcement_id, account_id, name) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING",
        (context.new_id(), command.announcement_id, account_id, name),
    )
    return Outcome(object=f"announcement/{command.announcement_id}", unchanged=not done)


def apply_remove_reaction(command: commands.RemoveReaction, context: Context) -> Outcome:
    """Remove the answer."""
    account_id = acting_account(context)
    _find_shown(command.announcement_id, context.now)
    done = sql.execute(
        "DELETE FROM posts_announcementreaction WHERE announcement_id = %s AND account_id = %s AND name = %s",
        (command.announcement_id, account_id, command.name),
    )
    return Outcome(object=f"announcement/{command.announcement_id}", unchanged=not done)
