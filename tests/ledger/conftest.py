"""A small ledger over one small table, for the tests that need a database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.ledger import sign
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.notes import VerifierKey
from coffeehouse.ledger.outside import OutsideCheckpoints
from coffeehouse.ledger.verify import PostgresSource, Report, Source, verify

ORIGIN = "town.example/ledger"
START = 1_763_772_000_000
TABLE = "ledger_test_note"


def row_of(text: str, edited_at: str | None) -> dict[str, Any]:
    """What an entry says of a note's row: numbers as text, the long column by its hash."""
    html = hashlib.sha256(f"<p>{text}</p>".encode()).hexdigest()
    return {"text": text, "is_loud": True, "edited_at": edited_at, "html#sha256": html}


class Town:
    """A ledger in the test database with a folder of its own, and a table of notes that its entries vouch for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = START
        sql.execute(
            f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, text text, is_loud boolean, edited_at bigint, html text)"
        )

    def note(self, text: str = "Bore da 🌞") -> int:
        """Write one note the way an act does; the sequence of its entry."""
        self.now += 40
        appender = Appender(self.now)
        number = appender.new_id()
        sql.execute(f"INSERT INTO {TABLE} VALUES (%s, %s, %s, NULL, %s)", (number, text, True, f"<p>{text}</p>"))
        return self._close(appender, "note.written", number, row_of(text, None))

    def edit(self, number: int, text: str) -> int:
        """Change a note the way an act does."""
        self.now += 40
        sql.execute(
            f"UPDATE {TABLE} SET text = %s, edited_at = %s, html = %s WHERE id = %s",
            (text, self.now, f"<p>{text}</p>", number),
        )
        return self._close(Appender(self.now), "note.edited", number, row_of(text, str(self.now)))

    def delete(self, number: int) -> int:
        """Remove a note the way an act does."""
        self.now += 40
        sql.execute(f"DELETE FROM {TABLE} WHERE id = %s", (number,))
        return self._close(Appender(self.now), "note.deleted", number, None)

    def _close(self, appender: Appender, kind: str, number: int, row: dict[str, Any] | None) -> int:
        states = [{"table": TABLE, "id": str(number), "row": row}]
        sequence = appender.append(
            kind=kind,
            actor="account/7",
            capacity="persona",
            channel="web",
            object=f"note/{number}",
            body="house",
            policy="default@1",
            payload={"command": {"note": str(number)}, "states": states},
        )
        appender.close()
        return sequence

    def notes(self, count: int) -> None:
        """Write so many notes."""
        for number in range(count):
            self.note(f'Nodyn "{number}"\n\\')

    def ids(self) -> list[int]:
        """Ids of the notes there are."""
        return [number for (number,) in sql.rows(f"SELECT id FROM {TABLE} ORDER BY id")]

    def sign(self) -> None:
        """Integrate and sign."""
        integrate()
        assert sign.sign_checkpoint(self.folder, ORIGIN) is not None

    @property
    def key(self) -> VerifierKey:
        """The public key."""
        return sign.verifier_key(self.folder, ORIGIN)

    @property
    def log(self) -> Path:
        """The log of checkpoints."""
        return OutsideCheckpoints(self.folder / "ledger").log

    def source(self) -> Source:
        """The test database, within the test's transaction."""
        from django.db import connection

        connection.ensure_connection()
        return (PostgresSource if sql.is_postgres() else Source)(connection.connection)

    def verify(self, notes: Sequence[str] = (), receipts: Sequence[str] = ()) -> Report:
        """The verifier's report, with the log of checkpoints if there is one."""
        log = self.log if self.log.exists() else None
        return verify(self.source(), [self.key.text()], log=log, notes=notes, receipts=receipts)


@pytest.fixture
def town(db: None, tmp_path: Path) -> Town:
    """An empty ledger."""
    return Town(tmp_path)
