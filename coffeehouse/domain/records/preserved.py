"""What is kept out of everybody's sight: deleted while on hold, or restricted. Those who keep the records read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql

COLUMNS = "id, object, account_id, class_id, reason, content, created_at"


class Preserved(NamedTuple):
    """An object as it was. reason: hold, restriction. content: JSON, by the kind of object (`handlers.removing`)."""

    id: int
    name: str
    account_id: int | None
    class_id: str
    reason: str
    content: str
    created_at: int

    def value(self) -> dict[str, Any]:
        """What it was, as members."""
        found: dict[str, Any] = msgspec.json.decode(self.content)
        return found


def list_preserved(limit: int = 200) -> list[Preserved]:
    """All there is, latest first."""
    found = sql.rows(f"SELECT {COLUMNS} FROM records_preserved ORDER BY id DESC LIMIT %s", (limit,))
    return [Preserved(*row) for row in found]


def preserved_of(name: str) -> list[Preserved]:
    """What is kept of one object."""
    found = sql.rows(f"SELECT {COLUMNS} FROM records_preserved WHERE object = %s ORDER BY id", (name,))
    return [Preserved(*row) for row in found]


def preserved_files(keys: Iterable[str]) -> set[str]:
    """Which of these files something preserved has: nothing may remove them."""
    wanted = [key for key in keys if key] or [""]
    found = sql.rows(f"SELECT file FROM records_preservedfile WHERE file IN ({sql.marks(len(wanted))})", wanted)
    return {row[0] for row in found}


def count_preserved() -> int:
    """How many."""
    return int(sql.value("SELECT COUNT(*) FROM records_preserved"))
