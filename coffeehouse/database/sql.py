"""SQL written once, with `%s` placeholders, run as it stands on SQLite and PostgreSQL.

Hot reads and every write use this instead of the ORM: turning rows into model objects costs more than the query.
A percent sign of the statement's own is written twice. Errors come as `django.db` exceptions.

Within `noting`, writes to the tables in `NOTED` are remembered by their keys, so that an act can say in the ledger how
it left those rows.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[Any, ...]


class _Here(threading.local):
    """The connection of this thread. Django's `connection` finds it anew at every attribute, which costs more than
    a query by primary key."""

    wrapper: BaseDatabaseWrapper | None = None
    # Rows written so far, as (table, key): a dictionary, because it keeps their order. None outside of `noting`.
    written: dict[tuple[str, int], None] | None = None


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


NOTED: dict[str, str] = {}
"""Table → the column whose values say which of its rows were written; "" where all its rows are one."""
WRITES = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)")


@lru_cache(maxsize=2048)
def _written_by(statement: str) -> str:
    """The table that a statement writes, or ""."""
    found = WRITES.match(statement)
    return "" if found is None else found[1]


@contextmanager
def noting() -> Iterator[None]:
    """Within the block, note which rows of the tables in `NOTED` are written."""
    before, _here.written = _here.written, {}
    try:
        yield
    finally:
        _here.written = before


def take_written() -> list[tuple[str, int]]:
    """(table, key) of what was written since this was last asked, in order."""
    written = _here.written
    if not written:
        return []
    _here.written = {}
    return list(written)


def note_written(found: Iterable[tuple[str, int]]) -> None:
    """Remember rows that a block within this one wrote, and told nobody."""
    if _here.written is not None:
        _here.written.update(dict.fromkeys(found))


def _noted(statement: str, params: Sequence[Any]) -> list[Row] | None:
    """The answer to a statement that writes a table of `NOTED`, whose rows are remembered; None for any other."""
    written = _here.written
    if written is None or (table := _written_by(statement)) not in NOTED:
        return None
    key = NOTED[table] or "0"
    cursor = _run(f"{statement}, {key}" if " RETURNING " in statement else f"{statement} RETURNING {key}", params)
    found: list[Row] = cursor.fetchall()
    cursor.close()
    written.update(((table, int(row[-1])), None) for row in found if row[-1] is not None)
    return [row[:-1] for row in found]


def execute(statement: str, params: Sequence[Any] = ()) -> int:
    """Run a statement; the number of rows it touched."""
    found = _noted(statement, params)
    if found is not None:
        return len(found)
    cursor = _run(statement, params)
    count = int(cursor.rowcount)
    cursor.close()
    return count


def execute_many(statement: str, params: Iterable[Sequence[Any]]) -> None:
    """Run one statement for each tuple of parameters."""
    if _here.written is not None and _written_by(statement) in NOTED:
        for each in params:
            _noted(statement, each)
        return
    database = wrapper()
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        cursor = database.connection.cursor()
        cursor.executemany(_for_sqlite(statement) if database.vendor == "sqlite" else statement, params)
    cursor.close()


def rows(statement: str, params: Sequence[Any] = ()) -> list[Row]:
    """Every row of the answer, as tuples."""
    noted = _noted(statement, params)
    if noted is not None:
        return noted
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
    noted = _noted(statement, params)
    if noted is not None:
        return noted[0] if noted else None
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
