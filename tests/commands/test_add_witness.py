"""AddWitness: our checkpoints go to somebody who cosigns them."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.records.handlers.witnesses import MOST_WITNESSES
from coffeehouse.domain.records.witness_commands import AddWitness
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.ledger.witnesses import list_witnesses
from tests.commands.house import House
from tests.commands.witnesses import ADD, LOG_KEY, PREFIX, WITNESS_KEYS


def test_keepers_of_records_choose_witnesses(house: House) -> None:
    """A row the entry vouches for, and a first turn at once; administrators may too, nobody else."""
    for who in ("ada", "cade"):
        house.refuses(who, AddWitness(url=PREFIX, keys=WITNESS_KEYS), Refused)
    done, fact = house.records("rhys", ADD, "witness.added")
    (witness,) = list_witnesses()
    assert done.object == f"witness/{witness.id}"
    assert (witness.url, [key.text() for key in witness.keys]) == (PREFIX, list(WITNESS_KEYS))
    assert (witness.size, witness.problem, witness.name) == (0, "", "next.example/witness")
    row = fact.states()["ledger_witness", witness.id]
    assert row is not None
    assert row["keys"] == "\n".join(WITNESS_KEYS)
    house.records("mair", msgspec.structs.replace(ADD, url=f"{PREFIX}2"), "witness.added")


def test_one_witness_once(house: House) -> None:
    """The same address, with or without a slash, is a conflict; so is one too many for a readable note."""
    house.act("rhys", ADD)
    house.refuses("rhys", msgspec.structs.replace(ADD, url=f"{PREFIX}/"), Conflict)
    for number in range(1, MOST_WITNESSES):
        house.act("rhys", msgspec.structs.replace(ADD, url=f"{PREFIX}/{number}"))
    house.refuses("rhys", msgspec.structs.replace(ADD, url=f"{PREFIX}/more"), Conflict)
    assert sql.value("SELECT count(*) FROM ledger_submission") == MOST_WITNESSES


@pytest.mark.parametrize(
    ("url", "keys", "field"),
    [
        ("ftp://next.example", WITNESS_KEYS, "url"),
        ("next.example/witness", WITNESS_KEYS, "url"),
        ("https://next.example/?a=b", WITNESS_KEYS, "url"),
        (f"https://next.example/{'x' * 500}", WITNESS_KEYS, "url"),
        (PREFIX, (), "keys"),
        (PREFIX, WITNESS_KEYS * 3, "keys"),
        (PREFIX, (LOG_KEY,), "keys"),
        (PREFIX, ("next.example/witness+00000000+AAAA",), "keys"),
    ],
)
def test_what_cannot_be_a_witness(house: House, url: str, keys: tuple[str, ...], field: str) -> None:
    """An address that is none, no key, the key of a ledger, nonsense: the field says which."""
    assert house.refuses("rhys", AddWitness(url=url, keys=keys), Invalid).field == field
