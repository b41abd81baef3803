"""RecordEvidence: the house keeps signed words that do not fit together."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.records.witness_commands import RecordEvidence
from coffeehouse.domain.records.witness_queries import count_unexplained, list_evidence
from coffeehouse.engine.act import Refused
from tests.commands.house import House
from tests.commands.witnesses import EVIDENCE, LOG


def test_only_the_house_itself_keeps_it(house: House) -> None:
    """People explain evidence, they do not make it; the entry vouches for both notes."""
    command = RecordEvidence(**{name: getattr(EVIDENCE, name) for name in EVIDENCE.__struct_fields__})
    house.refuses("mair", command, Refused)
    _, fact = house.records("system", command, "evidence.recorded")
    (found,) = list_evidence()
    assert (found.kind, found.known, found.shown, found.explained_at) == ("split", EVIDENCE.known, EVIDENCE.shown, None)
    row = fact.states()["ledger_evidence", found.id]
    assert row is not None
    assert {"known#sha256", "shown#sha256"} <= row.keys()


def test_the_same_words_once(house: House) -> None:
    """Signed again, or by more, they are the same; of another size, kind or ledger they are not."""
    house.act("system", EVIDENCE)
    house.leaves("system", msgspec.structs.replace(EVIDENCE, shown=EVIDENCE.shown + LOG.sign("x\n").split("\n\n")[1]))
    for change in ({"size": 3}, {"kind": "fork"}, {"origin": "far.example/ledger"}, {"shown": LOG.sign("three\n")}):
        house.records("system", msgspec.structs.replace(EVIDENCE, **change), "evidence.recorded")
    assert count_unexplained() == 5
