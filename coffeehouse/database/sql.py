"""SQL written once, with `%s` placeholders, run as it stands on SQLite and PostgreSQL.

Hot reads and every write use this instead of the ORM: turning rows into model objects costs more than the query.
Statements must hold no other percent sign. Errors come as `django.db` exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

Row = tuple[Any, ...]


def is_postgres() -> bool:
    """True when DATABASE_URL names a PostgreSQL server."""
    return connection.vendor == "postgresql"


@lru_cache(maxsize=2048)
def _for_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")


def _run(statement: str, params: Sequence[Any]) -> Any:
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            cursor.execute(_for_sqlite(statement), params)
        else:
            cursor.execute(statement, params)
    return cursor


def execute(statement: str, params: Sequence[Any] = ()) -> int:
    """Run a statement; the number of rows it touched."""
    cursor = _run(statement, params)
    count = int(cursor.rowcount)
    cursor.close()
    return count


def execute_many(statement: str, params: Iterable[Sequence[Any]]) -> None:
    """Run one statement for each tuple of parameters."""
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            cursor.executemany(_for_sqlite(statement), params)
        else:
            cursor.executemany(statement, params)
    cursor.close()


def rows(statement: str, params: Sequence[Any] = ()) -> list[Row]:
    """Every row of the answer, as tuples."""
    cursor = _run(statement, params)
    with connection.wrap_database_errors:
        found: list[Row] = cursor.fetchall()
    cursor.close()
    return found


def row(statement: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row of the answer, or None."""
    cursor = _run(statement, params)
    with connection.wrap_database_errors:
        found: Row | None = cursor.fetchone()
    cursor.close()
    return found


def value(statement: str, params: Sequence[Any] = ()) -> Any:
    """The first column of the first row, or None."""
    found = row(statement, params)
    return None if found is None else found[0]


def marks(count: int) -> str:
    """`%s, %s, %s`: placeholders for an IN list of `count` members (at least one)."""
    return ", ".join(["%s"] * count)
