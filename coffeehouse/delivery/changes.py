"""Notices cheaply that another process has committed something, so that the worker need not ask for jobs all day."""

from __future__ import annotations

from django.db import connection

from coffeehouse.database import sql

# Every act moves the head of the ledger; a job put off by another worker moves none, and is found when it is due.
POSTGRES = "SELECT (SELECT MAX(id) FROM engine_outbox), (SELECT size FROM ledger_head WHERE id = 1)"


class Changes:
    """Remembers the state seen last. On SQLite one pragma, some 5 µs, without touching a table."""

    def __init__(self) -> None:
        self._seen: object = None

    def happened(self) -> bool:
        """Whether anything was committed by others since the last call; True at first."""
        if connection.vendor == "sqlite":
            now: object = sql.value("PRAGMA data_version")
        else:
            now = sql.row(POSTGRES)
        changed = now != self._seen
        self._seen = now
        return changed
