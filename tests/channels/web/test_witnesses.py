"""The page of checkpoints and witnesses: how far the proof has left the house, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coffeehouse.channels.witnessing import cosigning
from coffeehouse.database import sql, transaction
from coffeehouse.delivery.periodic import sign_entries
from coffeehouse.domain.context import SYSTEM
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger.witnesses import keep_cosigned, keep_problem
from tests.cast import Cast
from tests.channels.web.reader import Reader
from tests.commands.witnesses import ADD, EVIDENCE, LOG_KEY, PREFIX, TRUST, WITNESS_KEYS

HERE = "/records/witnesses"


@pytest.fixture(autouse=True)
def _own_keys(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keys and a folder of its own, and one checkpoint."""
    settings.DATA = tmp_path
    cosigning.cosigners.cache_clear()
    sign_entries()
    yield
    cosigning.cosigners.cache_clear()


def newest() -> int:
    """The size of the newest checkpoint."""
    return int(sql.value("SELECT max(size) FROM ledger_checkpoint"))


def test_only_those_who_keep_the_records_see_it(cade: Reader, ada: Reader, visitor: Reader, wyn: Reader) -> None:
    """For everybody else there is no such page; visitors are asked to sign in."""
    evidence_id = act(EVIDENCE, SYSTEM, "worker").result["id"]
    for path in (HERE, f"{HERE}/evidence/{evidence_id}", f"{HERE}/evidence/{evidence_id}/known.txt"):
        for reader in (cade, ada):
            reader.open(path, status=404)
        assert "/sign-in" in visitor.open(path).where
        wyn.open(path)


def test_a_witness_is_added_and_removed(wyn: Reader) -> None:
    """With its address and keys; removed with a reason, which is asked for at its own field."""
    wyn.open(HERE).fill(HERE, button="add", url=PREFIX, keys="\n".join(WITNESS_KEYS))
    assert wyn.has("next.example/witness")
    assert wyn.has("On its way")
    witness_id = sql.value("SELECT id FROM ledger_witness")
    wyn.open(HERE).fill(HERE, button="remove", status=422, witness_id=str(witness_id))
    assert wyn.errors.endswith("Say why: it is recorded.")
    assert f'id="because-{witness_id}-error"' in wyn.html
    reason: dict[str, Any] = {f"because-{witness_id}": "Caeodd"}
    wyn.open(HERE).fill(HERE, button="remove", **reason)
    assert wyn.has("No witness yet.")


def test_what_is_wrong_with_a_witness_stands_at_its_field(wyn: Reader) -> None:
    """What was typed stays."""
    wyn.open(HERE).fill(HERE, button="add", status=422, url="nowhere", keys="x")
    assert "Write the witness" in wyn.errors
    assert 'value="nowhere"' in wyn.html
    wyn.open(HERE).fill(HERE, button="add", status=422, url=PREFIX, keys=LOG_KEY)
    assert "not the key of a witness" in wyn.errors


def test_how_far_a_witness_has_come(wyn: Reader) -> None:
    """Up to date, with its problem in words, or behind because nothing asks it."""
    witness_id = int(act(ADD, SYSTEM, "cli").result["id"])
    with transaction.write():
        keep_cosigned(witness_id, newest(), "— line\n", clock.now_ms())
    assert wyn.open(HERE).has("Up to date")
    assert wyn.has(f"{newest()} entries")
    with transaction.write():
        keep_problem(witness_id, "The witness could not be reached.", clock.now_ms())
    assert wyn.open(HERE).has("Problem The witness could not be reached.")
    sql.execute("UPDATE ledger_submission SET problem = '', size = 1, cosigned_at = 1")
    with clock.at(clock.now_ms() + clock.HOUR):
        assert wyn.open(HERE).has("Behind")


def test_a_ledger_is_trusted_and_distrusted(wyn: Reader) -> None:
    """By its key; with a reason."""
    wyn.open(HERE).fill(HERE, decision="trust", status=422, key="x")
    assert "not the key of a ledger" in wyn.errors
    wyn.open(HERE).fill(HERE, decision="trust", key=LOG_KEY)
    assert wyn.has("next.example/ledger")
    key_id = sql.value("SELECT id FROM ledger_trustedlog")
    reason: dict[str, Any] = {f"because-{key_id}": "Dygwyd"}
    wyn.open(HERE).fill(HERE, decision="distrust", key_id=str(key_id), **reason)
    assert wyn.has("This house is no witness yet.")


def test_what_another_house_needs(wyn: Reader, settings: Any) -> None:
    """The ledger's key, the address and keys as a witness: those that the doors themselves give."""
    wyn.open(HERE)
    assert wyn.has(f"{settings.BASE_URL}/witness")
    for line in wyn.client.get("/witness/keys").content.decode().splitlines():
        assert line in wyn.html
    assert f"{settings.LEDGER_ORIGIN}+" in wyn.html


def test_evidence_stands_first_until_it_is_explained(wyn: Reader) -> None:
    """Both notes side by side and as files, byte by byte; what was found out stands beside them."""
    evidence_id = act(EVIDENCE, SYSTEM, "worker").result["id"]
    assert wyn.open(HERE).has("Something does not fit together")
    path = f"{HERE}/evidence/{evidence_id}"
    assert wyn.open(path).has("Two histories of one ledger")
    for part, note in (("known", EVIDENCE.known), ("shown", EVIDENCE.shown)):
        answer = wyn.client.get(f"{path}/{part}.txt")
        assert answer.content.decode() == note
        assert answer["Content-Disposition"].startswith("attachment;")
    wyn.open(path).fill(path, status=422, explanation=" ")
    assert "Say why" in wyn.errors
    wyn.open(path).fill(path, explanation="Ymarfer <b>tân</b>")
    assert "Ymarfer &lt;b&gt;tân&lt;/b&gt;" in wyn.html
    assert not wyn.open(HERE).has("does not fit together")
    assert wyn.has("Explained")
    wyn.open(f"{HERE}/evidence/7", status=404)


@pytest.mark.parametrize("kind", ["split", "fork", "rollback", "behind", "contradicted"])
def test_every_kind_of_evidence_has_its_words(wyn: Reader, kind: str) -> None:
    """What it is, what it may mean, what to do."""
    evidence = msgspec.structs.replace(
        EVIDENCE, kind=kind, witness=PREFIX if kind in ("behind", "contradicted") else ""
    )
    evidence_id = act(evidence, SYSTEM, "worker").result["id"]
    wyn.open(f"{HERE}/evidence/{evidence_id}")
    assert wyn.has("What the witness holds") == (kind in ("behind", "contradicted"))
    assert len(wyn.words) > 300


def test_whether_it_is_posted_and_mailed(wyn: Reader, settings: Any) -> None:
    """Not set up, not yet, or when."""
    settings.RECORDS_ACCOUNT, settings.AUDITOR_EMAIL = "", ""
    assert wyn.open(HERE).has("RECORDS_ACCOUNT names no account")
    settings.RECORDS_ACCOUNT, settings.AUDITOR_EMAIL = "ada", "auditor@example.org"
    assert wyn.open(HERE).has("not yet")
    sql.execute("INSERT INTO ledger_notice (kind, day, size, sent_at) VALUES ('mail', '2026-11-22', 3, 1795305600000)")
    assert wyn.open(HERE).has("22 November 2026")


def test_a_ledger_that_is_trusted_and_seen(wyn: Reader) -> None:
    """Its size and when."""
    act(TRUST, SYSTEM, "cli")
    sql.execute(
        "INSERT INTO ledger_witnessed (origin, size, root, note, lines, cosigned_at) VALUES (%s, 77, %s, '', '', 1)",
        ("next.example/ledger", b"\0" * 32),
    )
    assert wyn.open(HERE).has("77 entries")


def test_the_records_begin_with_what_needs_somebody(wyn: Reader) -> None:
    """A witness in trouble and evidence nobody has explained are counted where the records begin."""
    witness_id = int(act(ADD, SYSTEM, "cli").result["id"])
    assert "Checkpoints and witnesses 2" not in wyn.open("/records").words
    with transaction.write():
        keep_problem(witness_id, "The witness could not be reached.", clock.now_ms())
    act(EVIDENCE, SYSTEM, "worker")
    assert "Checkpoints and witnesses 2" in wyn.open("/records").words


def test_everybody_learns_who_the_witnesses_are(visitor: Reader) -> None:
    """On the ledger's page, with their keys: whoever checks a cosignature needs them. Nothing of their troubles."""
    assert not visitor.open("/ledger").has("Witnesses of this ledger")
    witness_id = int(act(ADD, SYSTEM, "cli").result["id"])
    with transaction.write():
        keep_cosigned(witness_id, newest(), "— line\n", clock.now_ms())
        keep_problem(witness_id, "The witness could not be reached.", clock.now_ms())
    assert visitor.open("/ledger").has("next.example/witness")
    assert visitor.has(f"Cosigned: {newest()} entries")
    assert all(key in visitor.html for key in WITNESS_KEYS)
    assert not visitor.has("could not be reached")
    assert visitor.client.get("/ledger/cosigned").content.decode().endswith("— line\n")


def test_without_a_cosignature_there_is_no_such_file(visitor: Reader) -> None:
    """404, in words."""
    answer = visitor.client.get("/ledger/cosigned")
    assert (answer.status_code, b"No witness" in answer.content) == (404, True)
