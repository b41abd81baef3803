"""Django's SQLite backend, on the SQLite that pysqlite3 carries, set up for several processes writing one file.

SQLite below 3.51.3 can corrupt a write-ahead log that several processes share; the interpreter's own is often older,
so this backend refuses anything less. Models with a composite primary key become WITHOUT ROWID tables: a home feed
is then one clustered range.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import pysqlite3
import pysqlite3._sqlite3 as driver

# Django's backend says `from sqlite3 import dbapi2`; it is imported here once with pysqlite3 standing in its place.
_saved = {name: sys.modules.get(name) for name in ("sqlite3", "sqlite3.dbapi2")}
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
try:
    from django.db.backends.sqlite3 import base as django_sqlite
finally:
    for _name, _module in _saved.items():
        if _module is None:
            sys.modules.pop(_name, None)
        else:
            sys.modules[_name] = _module

from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as DjangoSchemaEditor  # noqa: E402
from django.db.models import CompositePrimaryKey, Model  # noqa: E402

Database = pysqlite3.dbapi2
OLDEST_SAFE = (3, 51, 3)

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # `transaction.write` flushes the log itself, once for all acts that wait, before anything is acknowledged.
    "PRAGMA synchronous = NORMAL",
    # 16 MB of log before its pages go home: a checkpoint costs more than many acts.
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA busy_timeout = 10000",
    # An index built for one query hides a missing index until the table is large.
    "PRAGMA automatic_index = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
    # 256 GiB, of addresses and not of memory: the newest posts stand at the end of the file, and what is beyond the
    # mapped part is read by a system call and copied, page by page.
    "PRAGMA mmap_size = 274877906944",
    "PRAGMA trusted_schema = OFF",
    # What is deleted is overwritten with zeros where that costs no page more; `scrubbing` sees to all copies. ON makes
    # every post an eighth dearer.
    "PRAGMA secure_delete = FAST",
)


CONFIG_MULTITHREAD = 2
CONFIG_MEMSTATUS = 9


def _stop_locking() -> None:
    """Ask SQLite not to lock each call of a connection, nor to count its memory (sqlite3_config, "multi-thread").

    A connection here is used by one thread; the locks were a tenth of what a home page costs. Only possible before
    the first connection; where the library does not let us, it goes on locking, which is right as well.
    """
    library = ctypes.CDLL(driver.__file__)
    if library.sqlite3_shutdown() == 0:
        library.sqlite3_config(CONFIG_MULTITHREAD)
        library.sqlite3_config(CONFIG_MEMSTATUS, 0)
    library.sqlite3_initialize()


_stop_locking()


class DatabaseSchemaEditor(DjangoSchemaEditor):
    """Adds WITHOUT ROWID where the primary key is composite."""

    def table_sql(self, model: type[Model]) -> tuple[str, list[Any]]:
        sql, params = super().table_sql(model)
        if isinstance(model._meta.pk, CompositePrimaryKey):
            sql += " WITHOUT ROWID"
        return sql, params


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """One connection, with the pragmas above; every transaction takes the write lock at its start."""

    SchemaEditorClass = DatabaseSchemaEditor
    Database = Database
    # "integer PRIMARY KEY" is the row's own key in SQLite; "bigint PRIMARY KEY" would be a second tree to walk.
    data_types = {**django_sqlite.DatabaseWrapper.data_types, "BigIntegerField": "integer"}

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        # The driver would look up a converter for every column of every statement; Django converts by itself.
        params["detect_types"] = 0
        params["cached_statements"] = 512
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if Database.sqlite_version_info < OLDEST_SAFE:
            raise ImproperlyConfigured(
                f"SQLite {Database.sqlite_version} can corrupt a shared write-ahead log. "
                "Install the locked requirements again: they carry a current one (pysqlite3)."
            )
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        # IMMEDIATE: a transaction that starts as a reader and then writes can fail for good with SQLITE_BUSY.
        # Not through Django's cursor, whose wrapping costs more than the statement.
        with self.wrap_database_errors:
            self.connection.execute("BEGIN IMMEDIATE")
