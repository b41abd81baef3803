"""ExplainEvidence: what was found out stands beside the evidence."""

from __future__ import annotations

from coffeehouse.domain.records.witness_commands import ExplainEvidence
from coffeehouse.domain.records.witness_queries import count_unexplained, find_evidence
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House
from tests.commands.witnesses import EVIDENCE


def test_words_are_written_beside_it(house: House) -> None:
    """By those who keep the records; they may be written anew, the evidence stays as it was."""
    evidence_id = int(house.act("system", EVIDENCE).result["id"])
    command = ExplainEvidence(evidence_id=evidence_id, explanation="Ymarfer adfer copi wrth gefn")
    house.refuses("cade", command, Refused)
    _, fact = house.records("rhys", command, "evidence.explained", f"evidence/{evidence_id}")
    house.leaves("rhys", command)
    house.records("mair", ExplainEvidence(evidence_id=evidence_id, explanation="Ail ymarfer"), "evidence.explained")
    found = find_evidence(evidence_id)
    assert found is not None
    assert (found.explanation, found.known, found.shown) == ("Ail ymarfer", EVIDENCE.known, EVIDENCE.shown)
    assert count_unexplained() == 0
    assert fact.payload["command"]["explanation"] == "Ymarfer adfer copi wrth gefn"


def test_what_cannot_be_explained(house: House) -> None:
    """Nothing about nothing."""
    house.refuses("rhys", ExplainEvidence(evidence_id=7, explanation="x"), NotFound)
    evidence_id = int(house.act("system", EVIDENCE).result["id"])
    problem = house.refuses("rhys", ExplainEvidence(evidence_id=evidence_id, explanation=""), Invalid)
    assert problem.field == "explanation"
