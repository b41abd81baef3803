"""VouchForRows: the ledger begins to vouch for tables, for the rows they hold and those that somebody invents."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain import vouching
from coffeehouse.domain.capture.commands import VouchForRows
from coffeehouse.domain.capture.handlers import keeping
from coffeehouse.domain.capture.queries import vouched_tables
from coffeehouse.engine.act import Refused
from coffeehouse.site.setup import vouch
from tests.commands.house import House

ALL = tuple(map(vouching.name_of, vouching.KEYS))


def found(house: House) -> list[str]:
    """Where the verifier finds something."""
    return [finding.where for finding in house.verify().findings]


def test_empty_tables_are_vouched_for_as_well(house: House) -> None:
    """After it a row that nobody wrote through the engine is found, by whom it is about."""
    _, fact = house.records("system", VouchForRows(tables=ALL), "rows.vouched", "rows/vouched")
    assert fact.states()["records_holdobject/hold_id", 0] is None
    assert vouched_tables() == set(ALL)
    assert found(house) == []
    sql.execute("INSERT INTO records_holdobject (hold_id, object) VALUES (77, 'post/1')")
    assert found(house) == ["records_holdobject 77"]
    sql.execute("DELETE FROM records_holdobject")


def test_rows_from_before_are_told_as_they_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a house from before, rows no act told of get their state, in as many entries as it takes."""
    first, second = (house.post(f"@bevan {number}") for number in range(2))
    sql.execute("INSERT INTO posts_mention (post_id, account_id) VALUES (%s, %s)", (first, house.id("gwyn")))
    assert found(house) == [f"posts_mention {first}"]
    monkeypatch.setattr(keeping, "MOST_ROWS", 3)
    size = house.size()
    said: list[str] = []
    assert vouch(said.append) == len(ALL)
    assert house.size() > size + 1
    assert len(said) == house.size() - size - 1, "a line for each entry but the last"
    assert found(house) == []
    assert vouch(said.append) == 0
    sql.execute("DELETE FROM posts_mention WHERE post_id = %s", (second,))
    assert found(house) == [f"posts_mention {second}"]
    sql.execute("INSERT INTO posts_mention (post_id, account_id) VALUES (%s, %s)", (second, house.id("bevan")))


def test_nobody_but_the_house(house: House) -> None:
    """Nobody makes the ledger vouch for what somebody did behind its back."""
    house.refuses("mair", VouchForRows(tables=ALL), Refused)
