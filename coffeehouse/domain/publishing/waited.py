"""Drafts that were scheduled posts: at their time policy held them, and both rows say the same."""

from __future__ import annotations

import msgspec

from coffeehouse.database import sql


def scheduled_of(held_id: int) -> int | None:
    """The scheduled post that a draft was."""
    command = sql.value("SELECT command FROM publishing_heldcommand WHERE id = %s", (held_id,))
    found = msgspec.json.decode(command).get("scheduled_id") if command else None
    return None if found is None else int(found)


def drafts_from(scheduled_id: int) -> list[int]:
    """The drafts that a scheduled post became. Reads every draft that holds the number: for rare acts."""
    found = sql.rows("SELECT id FROM publishing_heldcommand WHERE command LIKE %s ORDER BY id", (f"%{scheduled_id}%",))
    return [row[0] for row in found if scheduled_of(row[0]) == scheduled_id]
