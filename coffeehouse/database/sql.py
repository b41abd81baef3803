"""SQL written once, with `%s` placeholders, run as it stands on SQLite and PostgreSQL.

Hot reads and every write use this instead of the ORM: turning rows into model objects costs more than the query.
A percent sign of the statement's own is written twice. Errors come as `django.db` exceptions.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

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


class Version(NamedTuple):
    """What is equal as long as nothing was written: the connection, what others committed, what it wrote itself."""

    connection: Any
    others: int
    own: int


def version() -> Version | None:
    """Which state of the database a question would meet now (https://www.sqlite.org/pragma.html#pragma_data_version).

    None where that cannot be said: on PostgreSQL, within a transaction, before the first question of a connection.
    """
    database = wrapper()
    if database.vendor != "sqlite" or database.in_atomic_block or database.connection is None:
        return None
    others = int(value("PRAGMA data_version"))
    return Version(database.connection, others, database.connection.total_changes)


LIMIT = "LIMIT %s"


@lru_cache(maxsize=2048)
def _for_sqlite(statement: str, limit: int | None = None) -> str:
    if limit is not None:
        statement = f"{statement.removesuffix(LIMIT)}LIMIT {limit:d}"
    return statement.replace("%%", "\0").replace("%s", "?").replace("\0", "%")


def _run(statement: str, params: Sequence[Any]) -> Any:
    database = wrapper()
    # As Django's own cursor does: once in a request, where settings ask for it.
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    if database.vendor == "sqlite":
        if statement.endswith(LIMIT):
            # SQLite plans for the value of a bound LIMIT, so it would compile the statement anew every time.
            statement, params = _for_sqlite(statement, int(params[-1])), params[:-1]
        else:
            statement = _for_sqlite(statement)
    try:
        cursor = database.connection.cursor()
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
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        cursor = database.connection.cursor()
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


class Joined(NamedTuple):
    """A text that the database puts together: `template` with %s for each of the SQL expressions `parts`.

    One call of `format`, which both databases have: `||` would copy the whole for each part.
    """

    template: str
    parts: tuple[str, ...]

    def into(self, template: str, *others: Joined) -> Joined:
        """`template` with %s for this text and each of the others."""
        texts = (self, *others)
        return Joined(template % tuple(text.template for text in texts), sum((text.parts for text in texts), ()))

    @property
    def statement(self) -> str:
        """The expression as a part of a statement."""
        template = self.template.replace("%", "%%").replace("'", "''")
        return f"format('{template}', {', '.join(self.parts)})"
