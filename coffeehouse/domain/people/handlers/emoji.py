"""Custom emoji: pictures of the house's own that stand for `:shortcode:`."""

from __future__ import annotations

import re
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Outcome, State
from coffeehouse.domain.people import house_commands as commands
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import one_line
from coffeehouse.protocols.images import process_emoji

SHORTCODE = re.compile(r"[A-Za-z0-9_]{2,40}")
MAX_CATEGORY = 60
MAX_EMOJI = 1_000
VOUCHED = ("shortcode", "category", "file", "still", "is_in_picker", "disabled_at")


def prepare_add_emoji(command: commands.AddEmoji, _actor: Actor) -> dict[str, str]:
    """Encode the picture anew, small, and store it with its first frame, before the transaction."""
    if not SHORTCODE.fullmatch(command.shortcode):
        raise Invalid("A shortcode has 2 to 40 letters, digits or _. Choose another.", field="shortcode")
    made = process_emoji(command.data)
    still = files.store(made.still, "png")
    return {"file": files.store(made.data, made.format) if made.frames > 1 else still, "still": still}


def apply_add_emoji(command: commands.AddEmoji, context: Context) -> Outcome:
    """Insert the emoji; a shortcode is used once, in whatever case."""
    if sql.value("SELECT 1 FROM people_customemoji WHERE LOWER(shortcode) = %s", (command.shortcode.lower(),)):
        raise Invalid("This shortcode is taken. Choose another.", field="shortcode")
    if sql.value("SELECT COUNT(*) FROM people_customemoji") >= MAX_EMOJI:
        raise Invalid(f"A house has at most {MAX_EMOJI} emoji.", field="shortcode")
    emoji_id = context.new_id()
    sql.execute(
        "INSERT INTO people_customemoji (id, shortcode, category, file, still, is_in_picker, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            emoji_id, command.shortcode, _category(command.category), context.prepared["file"],
            context.prepared["still"], True, context.now,
        ),
    )  # fmt: skip
    return Outcome(object=f"emoji/{emoji_id}", result=str(emoji_id), states=(vouch(emoji_id),))


def _category(written: str) -> str:
    return one_line(written, field="category")[:MAX_CATEGORY]


def apply_change_emoji(command: commands.ChangeEmoji, context: Context) -> Outcome:
    """Change the row. What was written with a disabled emoji keeps it."""
    row = sql.row(
        "SELECT category, is_in_picker, disabled_at FROM people_customemoji WHERE id = %s", (command.emoji_id,)
    )
    if row is None:
        raise NotFound()
    category = row[0] if command.category is None else _category(command.category)
    is_in_picker = bool(row[1]) if command.is_in_picker is None else command.is_in_picker
    disabled_at = row[2]
    if command.is_disabled is not None and command.is_disabled != (disabled_at is not None):
        disabled_at = context.now if command.is_disabled else None
    if (category, is_in_picker, disabled_at) == (row[0], bool(row[1]), row[2]):
        return Outcome(object=f"emoji/{command.emoji_id}", unchanged=True)
    sql.execute(
        "UPDATE people_customemoji SET category = %s, is_in_picker = %s, disabled_at = %s WHERE id = %s",
        (category, is_in_picker, disabled_at, command.emoji_id),
    )
    return Outcome(object=f"emoji/{command.emoji_id}", states=(vouch(command.emoji_id),))


def vouch(emoji_id: int) -> State:
    """The emoji's row as it now is, for the ledger."""
    row: Any = sql.row(f"SELECT {', '.join(VOUCHED)} FROM people_customemoji WHERE id = %s", (emoji_id,))
    plain = (int(value) if isinstance(value, bool) else value for value in row)
    return State("people_customemoji", emoji_id, dict(zip(VOUCHED, plain, strict=True)))
