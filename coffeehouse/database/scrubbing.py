"""Writing the database anew, so that no byte of what was deleted is left in free pages, logs or indexes.

SQLite zeroes what it deletes (`secure_delete`), but moving cells about leaves copies in the slack of pages, and the
write-ahead log holds what pages said before. VACUUM copies every living row into a fresh file, and a truncating
checkpoint empties the log. PostgreSQL's VACUUM FULL does the same table by table; its own log and its backups belong to
whoever runs the server.
"""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection, connections

from coffeehouse.database.transaction import turn_of_writers

READERS_WAIT = 10.0
TRIES = 60
PAUSE = 0.5


def scrub() -> None:
    """Write the database anew. Acts wait meanwhile; reads go on. Raises OperationalError when readers never pause."""
    if connection.vendor == "postgresql":
        _scrub_postgres()
    else:
        _scrub_sqlite()


def size() -> int:
    """How many bytes the database file has; 0 on a server."""
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if connection.vendor == "sqlite" and path.is_file() else 0


def _scrub_sqlite() -> None:
    from pysqlite3 import dbapi2

    # A connection of its own: VACUUM's copy goes to a temporary file there, not into memory.
    with closing(dbapi2.connect(str(connection.settings_dict["NAME"]), isolation_level=None)) as own:
        own.execute(f"PRAGMA busy_timeout = {int(READERS_WAIT * 1_000)}")
        with turn_of_writers():
            own.execute("VACUUM")
        _empty_log(own)


def _empty_log(own: Any) -> None:
    """Bring the log home and cut it to nothing. An older reader holds it up; writers go between the tries."""
    own.execute("PRAGMA busy_timeout = 1000")
    for _ in range(TRIES):
        with turn_of_writers():
            if own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                return
        time.sleep(PAUSE)
    raise OperationalError("the write-ahead log could not be emptied: somebody reads for very long")


def _scrub_postgres() -> None:
    fresh = connections["default"].copy()
    try:
        fresh.ensure_connection()
        with fresh.cursor() as cursor:
            cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
            for (table,) in cursor.fetchall():
                cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
    finally:
        fresh.close()
