"""The newest entries about one object and of one kind, for those who keep something in the ledger alone."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.ledger.queries import Recorded


def latest_of_kind(object: str, kind: str, *, since: int = 0, limit: int = 200) -> list[Recorded]:
    """Entries about `object` of this kind from the time `since` on, newest first."""
    found = sql.rows(
        "SELECT sequence, time_at, kind, actor, object, channel, entry FROM ledger_entry"
        " WHERE object = %s AND kind = %s AND time_at >= %s ORDER BY sequence DESC LIMIT %s",
        (object, kind, since, limit),
    )
    return [Recorded(*row) for row in found]
