"""What does not fit together is kept: two signed notes side by side, recorded once, and it stays. Attacks W6, W9."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.records.handlers.witnesses import MOST_UNEXPLAINED
from coffeehouse.domain.records.witness_commands import DistrustLog, ExplainEvidence, TrustLog
from coffeehouse.domain.records.witness_queries import KeptEvidence, list_evidence, list_watched_logs
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger.checkpoints import open_checkpoint
from coffeehouse.ledger.queries import latest_entries
from tests.channels.witnessing.conftest import Witness
from tests.channels.witnessing.other_ledger import ORIGIN, OtherLedger


def only() -> KeptEvidence:
    """The one piece there is."""
    (found,) = list_evidence()
    return found


def test_w6_a_split_view_is_proved(witness: Witness, ledger: OtherLedger) -> None:
    """W6: two roots for one size: both notes are kept, signed by the ledger's key, so that anybody can see it; and the
    entry tells of it once, however often the same is sent."""
    fork = ledger.forked(1, 2)
    for _time in range(3):
        assert witness.status(fork.submission(3, 3)) == 422
    found = only()
    assert (found.kind, found.origin, found.size) == ("split", ORIGIN, 3)
    known, shown = (open_checkpoint(note, [ledger.signer.verifier], ORIGIN) for note in (found.known, found.shown))
    assert known.size == shown.size == 3
    assert (known.root, shown.root) == (ledger.root(3), fork.root(3))
    newest = latest_entries(2)
    assert (newest[0].kind, newest[0].object, newest[0].channel) == (
        "evidence.recorded", f"evidence/{found.id}", "witnessing",
    )  # fmt: skip
    assert newest[1].kind != "evidence.recorded"


def test_w9_another_history_from_a_stolen_key(witness: Witness, ledger: OtherLedger) -> None:
    """W9: whoever has the key signs a larger tree that does not continue ours: refused and kept. The right ledger goes
    on as if nothing had been."""
    assert witness.status(ledger.forked(2, 9).submission(3)) == 422
    assert (only().kind, only().size) == ("fork", 11)
    witness.cosigns(ledger, 3)


def test_w6_an_older_copy_is_noticed(witness: Witness, ledger: OtherLedger) -> None:
    """W6: a smaller tree than the one cosigned, as after restoring a backup: refused and kept."""
    witness.cosigns(ledger, 3)
    assert witness.status(ledger.submission(4, 4)) == 409
    assert (only().kind, only().size) == ("rollback", 4)


def test_w6_a_smaller_tree_that_was_cosigned_otherwise(witness: Witness, ledger: OtherLedger) -> None:
    """W6: where the house still knows what it cosigned at that size, on an earlier day, another root is a split view;
    the same one is nobody's fault."""
    with clock.at(clock.now_ms() + 2 * clock.DAY):
        witness.cosigns(ledger, 3)
        assert witness.status(ledger.submission(0, 3)) == 409
        assert list_evidence() == []
        assert witness.status(ledger.forked(1, 2).submission(0, 3)) == 409
    assert (only().kind, only().size) == ("split", 3)
    assert only().known.startswith(ledger.text(3))


@pytest.mark.parametrize("how", ["wrong old size", "unknown key", "old above size", "malformed"])
def test_what_shows_nothing_is_not_kept(witness: Witness, ledger: OtherLedger, how: str) -> None:
    """A ledger that is only behind, strangers, and nonsense leave no row and no entry."""
    entries = sql.value("SELECT size FROM ledger_head")
    bodies = {
        "wrong old size": ledger.submission(0),
        "unknown key": OtherLedger(ledger.words, seed=9).submission(3),
        "old above size": ledger.submission(4, 3, proof=()),
        "malformed": b"old 3\n\nx\n",
    }
    assert witness.status(bodies[how]) in (400, 403, 409)
    assert list_evidence() == []
    assert sql.value("SELECT size FROM ledger_head") == entries


def test_nobody_fills_the_record_with_suspicions(witness: Witness, ledger: OtherLedger) -> None:
    """Anybody may send a checkpoint with a wrong proof: of a kind no more is kept than people can look at, until they
    have explained what there is."""
    for more in range(MOST_UNEXPLAINED + 5):
        assert witness.status(ledger.grow().submission(3, proof=())) == 422, more
    found = list_evidence()
    assert len(found) == MOST_UNEXPLAINED
    act(ExplainEvidence(evidence_id=found[0].id, explanation="Camgymeriad"), SYSTEM, "cli")
    witness.status(ledger.grow().submission(3, proof=()))
    assert len(list_evidence()) == MOST_UNEXPLAINED + 1
    assert list_evidence()[-1].explanation == "Camgymeriad"


def test_a_ledger_cannot_begin_anew(witness: Witness, ledger: OtherLedger) -> None:
    """Its key taken away and trusted again, the house still knows what it cosigned."""
    (log,) = list_watched_logs()
    act(DistrustLog(key_id=log.keys[0].id, because="Prawf"), SYSTEM, "cli")
    assert witness.status(ledger.submission(3)) == 404
    act(TrustLog(key=ledger.key), SYSTEM, "cli")
    assert witness.status(ledger.forked(0, 9).submission(0)) == 409
    witness.cosigns(ledger, 3)
