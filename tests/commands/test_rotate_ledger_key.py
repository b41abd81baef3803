"""RotateLedgerKey: the ledger records by which keys it is signed from now on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from coffeehouse.domain.records.key_commands import RotateLedgerKey
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.ledger import key_files, queries
from coffeehouse.ledger.rotation import Statement
from tests.commands.house import House

ORIGIN = "town.example/ledger"


def keys(folder: Path) -> tuple[str, ...]:
    """The public halves of two new keys."""
    return tuple(signer.public.text() for signer in key_files.current(folder, ORIGIN))


def test_the_entry_names_the_hash_of_the_statement(house: House, tmp_path: Path) -> None:
    """So the tree proves who signs, whatever is erased; the statement is kept and vouched for."""
    text = Statement(ORIGIN, "planned", keys(tmp_path / "1"), keys(tmp_path / "2")).text()
    name = f"ledger-key/{hashlib.sha256(text.encode()).hexdigest()}"
    _, fact = house.records("system", RotateLedgerKey(statement=text), "ledger.key_rotated", name)
    assert [state[0] for state in fact.states()] == ["ledger_keystatement"]
    (rotation,) = queries.rotations()
    assert rotation.statement.text() == text
    assert queries.read_entry(rotation.sequence).object == name


def test_only_the_keys_in_use_are_retired_and_none_comes_back(house: House, tmp_path: Path) -> None:
    """Each change begins where the last one ended."""
    first, second, third = (keys(tmp_path / name) for name in "123")
    house.act("system", RotateLedgerKey(statement=Statement(ORIGIN, "planned", first, second).text()))
    for retired, current in ((first, third), (second, first)):
        again = Statement(ORIGIN, "compromised", retired, current).text()
        house.refuses("system", RotateLedgerKey(statement=again), Conflict)


def test_what_is_no_statement_is_refused(house: House, tmp_path: Path) -> None:
    """Other words, an unknown reason, a key twice, the key of another ledger."""
    old, new = keys(tmp_path / "1"), keys(tmp_path / "2")
    good = Statement(ORIGIN, "planned", old, new).text()
    for text in (
        "", good[:-1], good + "\n", good.replace("planned", "bored"), good.replace(ORIGIN, "other.example/x", 1),
        Statement(ORIGIN, "planned", old, old).text(), Statement(ORIGIN, "planned", (), new).text(),
        good.replace("current", "retired"), good.replace("because", "Because"),
    ):  # fmt: skip
        house.refuses("system", RotateLedgerKey(statement=text), Invalid)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys", "mair"])
def test_only_the_house_itself(house: House, tmp_path: Path, who: str) -> None:
    """Whoever has the machine, by the command line; not even an administrator in the browser."""
    text = Statement(ORIGIN, "planned", keys(tmp_path / "1"), keys(tmp_path / "2")).text()
    house.refuses(who, RotateLedgerKey(statement=text), Refused)
