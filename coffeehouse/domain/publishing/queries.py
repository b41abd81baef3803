"""Reads of held commands."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql

COLUMNS = (
    "id", "name", "command", "content_hash", "account_id", "channel", "verdict", "state", "created_at",
    "decision_reason", "result_object",
)  # fmt: skip
SELECT = f"SELECT {', '.join(COLUMNS)} FROM publishing_heldcommand"


def _held(row: tuple[Any, ...]) -> dict[str, Any]:
    held = dict(zip(COLUMNS, row, strict=True))
    held["command"] = msgspec.json.decode(held["command"])
    if "post" in held["command"]:
        # A post that is to be published later is shown as the post it will be.
        held["command"] = {**held["command"]["post"], "scheduled_at": held["command"]["scheduled_at"]}
    held["verdict"] = msgspec.json.decode(held["verdict"])
    return held


def waiting(limit: int = 100) -> list[dict[str, Any]]:
    """What waits for a person, oldest first."""
    return [_held(row) for row in sql.rows(f"{SELECT} WHERE state = 'held' ORDER BY id LIMIT %s", (limit,))]


def held_of(account_id: int, limit: int = 40) -> list[dict[str, Any]]:
    """What this account sent that was held, newest first, with what became of it."""
    return [
        _held(row) for row in sql.rows(f"{SELECT} WHERE account_id = %s ORDER BY id DESC LIMIT %s", (account_id, limit))
    ]


def read_held(held_id: int) -> dict[str, Any] | None:
    """One held command."""
    row = sql.row(f"{SELECT} WHERE id = %s", (held_id,))
    return None if row is None else _held(row)
