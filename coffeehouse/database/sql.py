"""SQL written once, with `%s` placeholders, run as it stands on SQLite and PostgreSQL.

Hot reads and every write use this instead of the ORM: turning rows into model objects costs more than the query.
Statements must hold no other percent sign. Errors come as `django.db` exceptions.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[Any, ...]


class _Here(threading.local):
    """The connection of this thread. Django's `connection` finds it anew at every attribute, which costs more than
    a query by primary key."""

    wrapper: BaseDatabaseWrapper | None = None


_here = _Here()


def wrapper() -> BaseDatabaseWrapper:
    """Django's connection of this thread."""
    found = _here.wrapper
    if found is None:
        found = _here.wrapper = connections["default"]
    return found


def is_postgres() -> bool:
    """True when DATABASE_URL names a PostgreSQL server."""
    return wrapper().vendor == "postgresql"


LIMIT = "LIMIT %s"


@lru_cache(maxsize=2048)
def _for_sqlite(statement: str, limit: int | None = None) -> str:
    if limit is not None:
        statement = f"{statement.removesuffix(LIMIT)}LIMIT {limit:d}"
    return statement.replace("%s", "?")


def _run(statement: str, params: Sequence[Any]) -> Any:
    database = wrapper()
    if database.connection is None:
        database.ensure_connection()
    cursor = database.connection.cursor()
    if database.vendor == "sqlite":
        if statement.endswith(LIMIT):
            # SQLite plans for the value of a bound LIMIT, so it would compile the statement anew every time.
            statement, params = _for_sqlite(statement, int(params[-1])), params[:-1]
        else:
            statement = _for_sqlite(statement)
    try:
        cursor.execute(statement, params)
    except Exception:
        # Raised again as one of django.db's exceptions.
        with database.wrap_database_errors:
            raise
    return cursor


def execute(statement: str, params: Sequence[Any] = ()) -> int:
    """Run a statement; the number of rows it touched."""
    cursor = _run(statement, params)
    count = int(cursor.rowcount)
    cursor.close()
    return count


def execute_many(statement: str, params: Iterable[Sequence[Any]]) -> None:
    """Run one statement for each tuple of parameters."""
    database = wrapper()
    database.ensure_connection()
    cursor = database.connection.cursor()
    with database.wrap_database_errors:
        cursor.executemany(_for_sqlite(statement) if database.vendor == "sqlite" else statement, params)
    cursor.close()


def rows(statement: str, params: Sequence[Any] = ()) -> list[Row]:
    """Every row of the answer, as tuples."""
    cursor = _run(statement, params)
    try:
        found: list[Row] = cursor.fetchall()
    except Exception:
        with wrapper().wrap_database_errors:
            raise
    cursor.close()
    return found


def row(statement: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row of the answer, or None."""
    cursor = _run(statement, params)
    try:
        found: Row | None = cursor.fetchone()
    except Exception:
        with wrapper().wrap_database_errors:
            raise
    cursor.close()
    return found


def value(statement: str, params: Sequence[Any] = ()) -> Any:
    """The first column of the first row, or None."""
    found = row(statement, params)
    return None if found is None else found[0]


def marks(count: int) -> str:
    """`%s, %s, %s`: placeholders for an IN list of `count` members (at least one)."""
    return ", ".join(["%s"] * count)
