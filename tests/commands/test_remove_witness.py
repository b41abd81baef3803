"""RemoveWitness: our checkpoints go there no longer."""

from __future__ import annotations

from coffeehouse.database import sql, transaction
from coffeehouse.domain.records.witness_commands import RemoveWitness
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.ledger.witnesses import keep_cosigned, list_witnesses
from tests.commands.house import House
from tests.commands.witnesses import ADD


def test_a_witness_is_removed_and_its_cosignatures_stay(house: House) -> None:
    """The row is gone, with the reason in the entry; what it cosigned proves as before."""
    witness_id = int(house.act("rhys", ADD).result["id"])
    with transaction.write():
        keep_cosigned(witness_id, 3, "— line\n", 1)
    command = RemoveWitness(witness_id=witness_id, because="Caeodd ei drysau")
    house.refuses("cade", command, Refused)
    _, fact = house.records("rhys", command, "witness.removed", f"witness/{witness_id}")
    assert fact.payload["command"]["because"] == "Caeodd ei drysau"
    assert fact.states() == {("ledger_witness", witness_id): None}
    assert list_witnesses() == []
    assert sql.value("SELECT count(*) FROM ledger_submission") == 0
    assert sql.rows("SELECT size, lines FROM ledger_cosignature") == [(3, "— line\n")]
    house.refuses("rhys", command, NotFound)


def test_a_reason_is_given(house: House) -> None:
    """It is recorded, so there must be one."""
    witness_id = int(house.act("rhys", ADD).result["id"])
    assert house.refuses("rhys", RemoveWitness(witness_id=witness_id, because=" "), Invalid).field == "because"
