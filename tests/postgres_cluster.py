"""A PostgreSQL server of the tests' own: made in a temporary folder on a free port, gone afterwards.

    with cluster() as url: ...          or          python -m tests.postgres_cluster -- COMMAND ...

PostgreSQL refuses to run as root; where the tests do, the server runs as the user postgres or nobody.
"""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REMEDY = "PostgreSQL 15 or newer is not installed (Debian and Ubuntu: apt install postgresql)"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    # It is thrown away: what makes data survive a crash only costs time here.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}


def binaries() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest; None when there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(Path(path).parts[-3]))
    return Path(found[-1]).parent if found else None


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _other_user() -> dict[str, Any]:
    """Arguments for subprocess that give up root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root and there is no user `postgres` or `nobody`")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server; gives the DATABASE_URL of an empty database on it."""
    programs = binaries()
    if programs is None:
        raise RuntimeError(REMEDY)
    user = _other_user()
    with tempfile.TemporaryDirectory(prefix="coffeehouse-postgres-") as name:
        folder = Path(name)
        if user:
            os.chown(folder, user["user"], user["group"])
        data, port = folder / "data", free_port()
        _run([programs / "initdb", "-D", data, "-U", "coffeehouse", "-A", "trust", "-E", "UTF8", "--no-sync",
              "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8"], user, folder)  # fmt: skip
        arguments = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
        for setting, value in SETTINGS.items():
            arguments += ["-c", f"{setting}={value}"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(arguments, stdout=log, stderr=log, cwd=folder, **user)
        try:
            _await(programs, port, server, folder / "log")
            url = f"postgresql://coffeehouse@127.0.0.1:{port}/"
            _run([programs / "psql", "-q", "-c", "CREATE DATABASE coffeehouse", f"{url}postgres"], {}, folder)
            yield f"{url}coffeehouse"
        finally:
            _stop(server)


def _run(arguments: list[Any], user: dict[str, Any], folder: Path) -> None:
    done = subprocess.run([str(part) for part in arguments], capture_output=True, text=True, cwd=folder, **user)
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed: {done.stderr}")


def _await(programs: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        ready = subprocess.run(
            [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False, capture_output=True
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    # SIGINT is PostgreSQL's "fast" shutdown: ends sessions, then itself.
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main() -> int:
    """Run a command with DATABASE_URL set to a server of its own."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    with cluster() as url:
        return subprocess.run(arguments, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
