"""A large database is verified by two processes, which must say what one would, whatever they meet and whatever happens
to the second of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from coffeehouse.ledger import verify
from coffeehouse.ledger.verify import Report, Second
from tests.faults.conftest import FilledTown

DEEDS = {
    "nothing": "SELECT 1",
    "a-row-changed": "UPDATE posts_post SET text = 'arall' WHERE id = (SELECT min(id) FROM posts_post)",
    "a-row-gone": "DELETE FROM posts_post WHERE id = (SELECT max(id) FROM posts_post)",
    "a-row-slipped-in": "CREATE TEMP TABLE t AS SELECT * FROM posts_post LIMIT 1; UPDATE t SET id = 1, text_hash = '';"
    " INSERT INTO posts_post SELECT * FROM t",
    "a-table-gone": "DROP TABLE posts_post",
    "a-column-of-an-entry": "UPDATE ledger_entry SET actor = 'account/1' WHERE sequence = 9",
    "an-entry-gone": "DELETE FROM ledger_entry WHERE sequence = 12",
    "a-payload-changed": "UPDATE ledger_vault SET payload = replace(payload, '\"row\"', '\"rows\"')",
    "a-payload-not-json": "UPDATE ledger_vault SET payload = '\"states\":[' WHERE sequence = 20",
    "a-payload-erased": "UPDATE ledger_vault SET payload = NULL, salt = NULL, erased_at = 1 WHERE sequence > 30",
    "text-that-is-not-text": "UPDATE ledger_vault SET payload = CAST(x'ff41' AS TEXT) WHERE sequence = 15",
    "a-row-that-is-not-text": "UPDATE posts_post SET text = CAST(x'ff41' AS TEXT)",
    "a-tile-changed": "UPDATE ledger_tile SET hashes = zeroblob(length(hashes)) WHERE level = 0",
    "no-head": "DROP TABLE ledger_head",
}


@pytest.fixture
def copy(town: FilledTown, file: Any, tmp_path: Path) -> Path:
    """The database of the town, for this test alone."""
    file.execute("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
    return tmp_path / "copy.sqlite3"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Second]]:
    """Two processes for any file, also on a machine of one processor; those that were begun, and none left behind."""
    begun: list[Second] = []
    init = Second.__init__

    def begin(self: Second, source: verify.Source) -> None:
        init(self, source)
        begun.append(self)

    monkeypatch.setattr(verify, "WORTH", 0)
    monkeypatch.setattr(verify, "_processors", lambda: 2)
    monkeypatch.setattr(Second, "__init__", begin)
    yield begun
    assert all(second._process.poll() is not None for second in begun)


def look(town: FilledTown, path: Path, driver: Any = dbapi2) -> Report:
    """What the verifier says of a file."""
    source = verify.open_source(str(path), driver)
    try:
        return verify.verify(source, [town.key], origin=town.origin, notes=town.notes)
    finally:
        source.connection.close()


@pytest.mark.parametrize("deed", DEEDS)
def test_two_say_what_one_says(
    town: FilledTown, copy: Path, two: list[Second], deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same findings in the same order, and the same counts."""
    connection = dbapi2.connect(copy, isolation_level=None)
    connection.executescript(DEEDS[deed])
    connection.close()
    together = look(town, copy)
    assert len(two) == 1
    monkeypatch.setattr(verify, "WORTH", 1 << 60)
    alone = look(town, copy)
    assert len(two) == 1
    assert together == alone
    assert list(together.counts) == list(alone.counts)
    assert together.is_clean is (deed == "nothing")


def test_rows_are_compared_by_the_second(town: FilledTown, copy: Path, two: list[Second]) -> None:
    """Where the ledger is whole, one pass is enough: what the second says of rows is what is reported."""
    said: list[Any] = []
    listen = Second.listen

    def overheard(self: Second) -> Any:
        said.append(listen(self))
        return said[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Second, "listen", overheard)
        patch.setattr(verify.States, "compare", lambda *given: pytest.fail("compared in the first process as well"))
        report = look(town, copy)
    assert report.is_clean
    assert said[-1]["counts"]["rows compared"] == report.counts["rows compared"] > 0


def test_a_second_that_is_killed_proves_nothing(
    town: FilledTown, copy: Path, two: list[Second], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said that it was ended, and what to do; never that nothing was found."""
    monkeypatch.setattr(Second, "tell", lambda self, word: self._process.kill() if word == "go" else tell(self, word))
    with pytest.raises(ChildProcessError, match=r"ended \(exit status -9\), so nothing is proved\. Verify again"):
        look(town, copy)


tell = Second.tell


@pytest.mark.parametrize("how", ["no-program", "it-ends-at-once"])
def test_without_a_second_one_does_all(
    town: FilledTown, copy: Path, two: list[Second], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no second process can be had, the report is the same."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python" if how == "no-program" else "/bin/true")
    report = look(town, copy)
    assert report.is_clean
    assert report.counts["rows compared"] > 0


def test_both_look_after_the_same_entry(
    town: FilledTown, copy: Path, two: list[Second], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside an open house: what was written between their looks makes both look again."""
    house = dbapi2.connect(copy, isolation_level=None)
    house.execute("PRAGMA journal_mode = WAL").fetchall()
    looks = 0

    def meanwhile(self: Second, word: str) -> None:
        nonlocal looks
        looks += word == "look"
        if word == "look" and looks == 1:
            house.execute("UPDATE ledger_head SET last_at = last_at + 1")
        elif word == "look" and looks == 2:
            house.execute("UPDATE ledger_head SET last_at = last_at - 1")
        tell(self, word)

    monkeypatch.setattr(Second, "tell", meanwhile)
    report = look(town, copy)
    house.close()
    assert looks == 3
    assert report.is_clean


def test_a_house_that_is_too_busy_is_looked_at_by_one(
    town: FilledTown, copy: Path, two: list[Second], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the two never see the same, one process does all, on one view."""
    monkeypatch.setattr(Second, "ask", lambda self, word: [[0, 0]])
    assert look(town, copy).is_clean


def test_the_command_line_of_the_file_alone(town: FilledTown, copy: Path, two: list[Second]) -> None:
    """The stand-alone file calls itself by its own path, on the interpreter's own SQLite, isolated where it is."""
    program = (
        f"import sys; sys.argv = ['verify.py', {str(copy)!r}, '--vkey', {town.key!r}, '--origin', {town.origin!r}]"
    )
    program += f"\nimport importlib.util as u; s = u.spec_from_file_location('alone', {verify.__file__!r})"
    program += "\nm = u.module_from_spec(s); sys.modules['alone'] = m; s.loader.exec_module(m)"
    program += "\nm.WORTH = 0; m._processors = lambda: 2; m.States.compare = None; raise SystemExit(m.main())"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rows compared" in done.stdout
