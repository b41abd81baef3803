"""A filled house on a file of SQLite, and its parts as an attacker or a failing disk finds them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from coffeehouse.ledger import triggers
from coffeehouse.ledger.verify import Report, Source, verify

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class FilledTown:
    """Its folder, the ledger's public key, the environment of its commands, and the checkpoints somebody else keeps."""

    data: Path
    key: str
    environment: dict[str, str]
    notes: tuple[str, ...]

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.data / "house.sqlite3"

    @property
    def origin(self) -> str:
        """The name of its log."""
        return self.key.split("+")[0]

    def verify(self, connection: Any, *, is_outside: bool = True, has_log: bool = False) -> Report:
        """What the verifier says of a database that claims to be this house's, against checkpoints kept elsewhere."""
        return verify(
            Source(connection),
            [self.key],
            origin=self.origin,
            notes=self.notes if is_outside else (),
            log=self.data / "ledger" / "checkpoints.log" if has_log else None,
        )


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> FilledTown:
    """A house with some hundred acts of every kind."""
    data = tmp_path_factory.mktemp("town")
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")}
    environment = {**inherited, "COFFEEHOUSE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "coffeehouse.site.settings"}
    environment["RATE_LIMITS"] = "off"
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.town"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    log = (data / "ledger" / "checkpoints.log").read_text("utf-8").splitlines()
    return FilledTown(data, done.stdout.strip(), environment, tuple(json.loads(line)["note"] for line in log))


@pytest.fixture
def file(town: FilledTown) -> Iterator[Any]:
    """The database as an attacker opens it: without triggers."""
    connection = dbapi2.connect(town.database, isolation_level=None)
    for statement in triggers.drop_statements("sqlite"):
        connection.execute(statement)
    yield connection
    connection.close()
