"""TrustLog: the house cosigns the checkpoints of a ledger."""

from __future__ import annotations

import pytest

from coffeehouse.domain.records.witness_commands import TrustLog
from coffeehouse.domain.records.witness_queries import list_watched_logs
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House
from tests.commands.witnesses import LOG_KEY, TRUST, WITNESS_KEYS


def test_a_ledger_is_watched_from_now_on(house: House) -> None:
    """A row the entry vouches for, under the name in the key; the same key again changes nothing."""
    house.refuses("cade", TrustLog(key=LOG_KEY), Refused)
    done, fact = house.records("rhys", TRUST, "log.trusted")
    (log,) = list_watched_logs()
    assert (log.origin, [key.key for key in log.keys], log.seen) == ("next.example/ledger", [LOG_KEY], None)
    assert done.result == {"id": str(log.keys[0].id), "origin": "next.example/ledger"}
    assert ("ledger_trustedlog", log.keys[0].id) in fact.states()
    house.leaves("mair", TrustLog(key=f" {LOG_KEY}\n"))


@pytest.mark.parametrize("key", ["", "next.example/ledger", WITNESS_KEYS[0], LOG_KEY[:-4] + "AAAA"])
def test_what_is_no_key_of_a_ledger(house: House, key: str) -> None:
    """Nothing, a name alone, a witness's key, a key with a wrong end."""
    assert house.refuses("rhys", TrustLog(key=key), Invalid).field == "key"
