"""A database with every table and nothing in it, made once in a run of the tests and copied for each running house.

Making the tables is a quarter of what opening a new house costs. A house that must begin from nothing says so.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

COFFEEHOUSE = Path(sys.executable).with_name("coffeehouse")
FILE = "house.sqlite3"
# Where the processes of this run of the tests find it; empty (outside a run): every house begins from nothing.
folder = Path()


def remember(shared: Path) -> None:
    """Keep it in this folder, which the processes of one run have in common."""
    global folder
    folder = shared / "prepared-database"
    folder.mkdir(exist_ok=True)


def copy_into(data: Path) -> None:
    """Give a house on SQLite, which has not been opened yet, a database."""
    if folder == Path():
        return
    prepared = _made()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(prepared / FILE, data / FILE)
    (data / FILE).chmod(0o600)


def database_as(name: str, *, is_empty: bool) -> str:
    """A database of this name on the suite's PostgreSQL server, with or without tables; its address."""
    import psycopg

    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(server), autocommit=True) as connection:
        if is_empty or folder == Path():
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        else:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_made_on_postgres(connection)}"'.encode())
    return urlunsplit(server._replace(path=f"/{name}"))


def _made() -> Path:
    data = folder / "house"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            _migrate({"COFFEEHOUSE_DATA": str(data)})
            (folder / "made").touch()
    return data


def _made_on_postgres(connection: object) -> str:
    import psycopg

    assert isinstance(connection, psycopg.Connection)
    name = f"prepared_{folder.stat().st_ino}"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
            server = urlsplit(os.environ["DATABASE_URL"])
            address = urlunsplit(server._replace(path=f"/{name}"))
            _migrate({"COFFEEHOUSE_DATA": str(folder / "house"), "DATABASE_URL": address})
            (folder / "made").touch()
    return name


def _migrate(settings: dict[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("BASE_URL", "DJANGO_SETTINGS_MODULE")}
    subprocess.run(
        [COFFEEHOUSE, "migrate"], env={**kept, **settings}, check=True, stdout=subprocess.DEVNULL, timeout=300
    )
