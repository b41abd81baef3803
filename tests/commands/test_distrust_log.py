"""DistrustLog: nothing more that a key signs is cosigned."""

from __future__ import annotations

from coffeehouse.domain.records.witness_commands import DistrustLog
from coffeehouse.domain.records.witness_queries import list_watched_logs
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House
from tests.commands.witnesses import TRUST


def test_a_key_is_trusted_no_longer(house: House) -> None:
    """The row goes, the reason is recorded; what was cosigned is remembered (tests/channels/witnessing)."""
    key_id = int(house.act("rhys", TRUST).result["id"])
    command = DistrustLog(key_id=key_id, because="Dygwyd yr allwedd")
    house.refuses("ada", command, Refused)
    assert house.refuses("rhys", DistrustLog(key_id=key_id, because=""), Invalid).field == "because"
    _, fact = house.records("rhys", command, "log.distrusted", f"trusted-log/{key_id}")
    assert fact.states() == {("ledger_trustedlog", key_id): None}
    assert list_watched_logs() == []
    house.refuses("rhys", command, NotFound)
