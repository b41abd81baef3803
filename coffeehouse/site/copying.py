"""Consistent copies of the database while the house is open, and putting them back. For `backup` and `restore`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection


class CannotCopy(Exception):
    """The database could not be copied or put back; the message says what to do."""


def copy_sqlite(target: Path) -> None:
    """SQLite's online backup into `target`, then checked. Writers go on meanwhile."""
    from pysqlite3 import dbapi2

    connection.ensure_connection()
    copy = dbapi2.connect(str(target))
    try:
        # All pages in one step: a step-wise copy starts again whenever another process writes.
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        copy.close()
    if said != "ok":
        raise CannotCopy(f"The database is damaged ({said}). Restore the last good backup; run `coffeehouse check`.")


def copy_postgres(target: Path) -> None:
    """pg_dump in its own format, of one snapshot, into `target`."""
    _run_client("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def restore_postgres(source: Path) -> None:
    """pg_restore into the database of DATABASE_URL, which must be empty; all or nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()")
        tables = cursor.fetchone()[0]
    if tables:
        raise CannotCopy("The database of DATABASE_URL is not empty. Make a new one, and name that.")
    name = str(connection.settings_dict["NAME"])
    arguments = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={name}"]
    _run_client("pg_restore", [*arguments, str(source)])


def _run_client(program: str, arguments: list[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise CannotCopy(f"{program} is missing. Install PostgreSQL's client (Debian: apt install postgresql-client).")
    done = subprocess.run(  # noqa: S603  # our own arguments
        [found, *arguments], env={**os.environ, **_client_environment(connection.settings_dict)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotCopy(f"{program} failed: {done.stderr.strip()}")


def _client_environment(settings: dict[str, Any]) -> dict[str, str]:
    """The connection in the environment: a password among the arguments could be seen by every user."""
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
    return {variable: str(settings[name]) for name, variable in names.items() if settings.get(name)}
