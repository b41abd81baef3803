"""After an erasure the words are in no file under the data folder, and every proof still holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from coffeehouse.ledger.verify import Source, verify
from tests.records.forgetful_house import WORD

ROOT = Path(__file__).resolve().parents[2]
# Where a person's words lie before: what the test would miss it could not find gone.
PLACES = {
    "table cases_report", "table cases_reportedpost", "table ledger_vault", "table people_account",
    "table people_accountnote", "table people_list", "table people_member", "table posts_filter", "table posts_media",
    "table posts_poll", "table posts_post", "table posts_postedit", "table posts_scheduled",
    "table posts_search_data", "table posts_tag", "table requests_request", "table requests_search",
    "file house.sqlite3-wal",
}  # fmt: skip


@dataclass(frozen=True)
class Forgetful:
    """The house afterwards, and what it said of itself."""

    data: Path
    told: dict[str, Any]


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Forgetful:
    """A person said everything, was forgotten, and the worker did its work."""
    data, out = tmp_path_factory.mktemp("forgetful"), tmp_path_factory.mktemp("told") / "told.json"
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")}
    environment = {
        **inherited, "COFFEEHOUSE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "coffeehouse.site.settings",
        "RATE_LIMITS": "off",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.records.forgetful_house", str(out)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Forgetful(data, json.loads(out.read_text("utf-8")))


def test_the_words_were_everywhere(forgetful: Forgetful) -> None:
    """Before, they lie in all the places that words of a person can lie in."""
    before = set(forgetful.told["before"])
    assert sorted(PLACES - before) == []
    assert any(place.startswith("file mail/") for place in before)


def test_no_byte_is_left(forgetful: Forgetful) -> None:
    """In no table, and in no file of the data folder: database, log, search index, letters, whatever the case."""
    assert forgetful.told["after"] == []
    files = [path for path in forgetful.data.rglob("*") if path.is_file()]
    assert any(path.name == "house.sqlite3" for path in files)
    found = [path for path in files if WORD.encode() in path.read_bytes().lower()]
    assert found == []


def test_no_byte_of_the_picture_is_left(forgetful: Forgetful) -> None:
    """Media as well: neither the file nor a piece of it."""
    piece = bytes.fromhex(forgetful.told["picture"])
    assert len(piece) == 400
    found = [path for path in forgetful.data.rglob("*") if path.is_file() and piece in path.read_bytes()]
    assert found == []


def test_all_proofs_hold(forgetful: Forgetful) -> None:
    """The verifier finds nothing wrong, though payloads are gone; a receipt of each erased post is accepted."""
    receipts = forgetful.told["receipts"]
    assert len(receipts) >= len(forgetful.told["posts"]) + 2
    log = forgetful.data / "ledger" / "checkpoints.log"
    notes = [json.loads(line)["note"] for line in log.read_text("utf-8").splitlines()]
    connection = dbapi2.connect(forgetful.data / "house.sqlite3")
    report = verify(
        Source(connection), [forgetful.told["key"]], notes=notes, log=log, receipts=receipts,
        media=forgetful.data / "media",
    )  # fmt: skip
    connection.close()
    assert report.findings == []
    assert report.counts["payloads erased"] >= len(receipts) - 1
    assert report.counts["checkpoints"] >= 2


def test_the_letter_says_what_was_done(forgetful: Forgetful) -> None:
    """Each class with its number; none of the words."""
    letter = forgetful.told["erasure"]["letter"]
    assert "- What members said: 4 records." in letter
    assert "Information Commissioner" in letter
    assert WORD not in letter.lower()


def test_the_letter_was_mailed_to_the_address_that_is_gone(forgetful: Forgetful) -> None:
    """Once for each request, the second by a house that has no byte of the address left."""
    earlier, mailed = forgetful.told["mailed"]
    assert f"To: {WORD}@example.org" in earlier
    assert f"To: {WORD}@example.org" in mailed
