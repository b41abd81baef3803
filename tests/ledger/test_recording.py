"""Appending, integrating, signing, receipts and erasure, on the real database."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from coffeehouse.database import sql
from coffeehouse.kernel.errors import Conflict, NotFound
from coffeehouse.ledger import proof_file, queries, sign, triggers, vault
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.checkpoints import open_checkpoint
from coffeehouse.ledger.entries import EntryError, payload_hash
from coffeehouse.ledger.integrate import IntegrationError, integrate
from coffeehouse.ledger.receipts import read_receipt
from coffeehouse.ledger.stored_tiles import integrated_size, tree_of
from coffeehouse.ledger.tiles import tiles_of
from coffeehouse.ledger.tree import root_of
from coffeehouse.ledger.verify import check_receipt as check_receipt_alone
from coffeehouse.ledger.verify import parse_key, read_note
from tests.ledger.conftest import ORIGIN, START, Town
from tests.moments import within


def lifted() -> object:
    from django.db import connection

    return triggers.lifted(sql.execute, connection.vendor)


def test_sequences_have_no_gaps_and_payloads_match_their_commitment(town: Town) -> None:
    """Entries are numbered from 0 without gaps; each vault row is what its entry committed to."""
    assert [town.note() for _ in range(5)] == [0, 1, 2, 3, 4]
    for sequence in range(5):
        recorded, sealed = queries.read_entry(sequence), vault.read(sequence)
        assert sealed is not None
        assert recorded.entry.sequence == sequence
        assert recorded.entry.payload_hash == payload_hash(sealed.salt, sealed.payload.encode())
        assert recorded.entry.time == "2025-11-22T00:40:00.040Z" or sequence > 0
    assert [entry.kind for entry in queries.entries_of(queries.read_entry(3).object)] == ["note.written"]


def test_one_appender_records_several_facts_and_reads_back_nothing(town: Town) -> None:
    """An act may record several entries; the head is written once, at the end."""
    appender = Appender(START)
    said = {"kind": "a.b", "actor": "", "capacity": "", "channel": "", "object": "", "body": "", "policy": ""}
    assert [appender.append(**said, payload={}) for _ in range(3)] == [0, 1, 2]
    appender.close()
    assert queries.counts().entries == 3
    assert town.verify().is_clean


def test_ids_rise_also_when_the_clock_goes_back(town: Town) -> None:
    """Ids are strictly increasing within and across transactions, whatever the clock does."""
    given = []
    for now in (START, START, START - 5_000, START + 1):
        appender = Appender(now)
        given += [appender.new_id(), appender.new_id()]
        appender.close()
    assert given == sorted(set(given))
    assert given[0] == START << 16
    assert given[-2] == (START + 1) << 16


def test_w7_a_payload_without_one_encoding_is_not_recorded(town: Town) -> None:
    """W7: a number beyond 2^53 is refused, and nothing is written."""
    appender = Appender(START)
    with pytest.raises(EntryError):
        appender.append(
            kind="a", actor="", capacity="", channel="", object="", body="", policy="", payload={"id": 2**53 + 1}
        )
    appender.close()
    assert queries.counts().entries == 0


def test_integration_in_any_batches_gives_the_tree_of_the_entries(town: Town) -> None:
    """Whatever the batches, the tiles are those of the specification and the root is that of the leaves."""
    town.notes(530)
    leaves = [queries.read_entry(sequence).entry.leaf() for sequence in range(530)]
    for batch in (1, 100, 200, 211, 5, 50):
        integrate(max_entries=batch)
        size = integrated_size()
        assert tree_of(size).root() == root_of(leaves[:size])
        stored = sql.rows("SELECT level, position, length(hashes) / 32 FROM ledger_tile ORDER BY level, position")
        assert stored == list(tiles_of(size))
    assert integrate() == 0
    assert size == 530


def test_w3_a_changed_entry_is_not_integrated(town: Town) -> None:
    """W3: what was altered before it reached the tree stops integration with its position."""
    town.notes(3)
    with lifted():  # type: ignore[attr-defined]
        sql.execute("UPDATE ledger_entry SET entry = replace(entry, 'account/7', 'account/8') WHERE sequence = 1")
    with pytest.raises(IntegrationError, match="entry 1 "):
        integrate()


def test_checkpoints_are_signed_and_kept_in_three_places(town: Town) -> None:
    """Signing writes the row, a line of the log and the newest note; without new entries it writes nothing."""
    assert sign.sign_checkpoint(town.folder, ORIGIN) is None
    town.notes(2)
    town.sign()
    town.notes(2)
    town.sign()
    assert sign.sign_checkpoint(town.folder, ORIGIN) is None
    newest = queries.latest_checkpoint()
    assert newest is not None
    further = queries.ml_dsa_lines(newest.checkpoint.size)
    assert newest.note + further == (town.log.parent / "checkpoint").read_text("utf-8")
    assert len(town.log.read_text("utf-8").splitlines()) == 2
    opened = open_checkpoint(newest.note, [town.key], ORIGIN)
    assert (opened.size, opened.root) == (4, tree_of(4).root())
    assert queries.latest_checkpoint(including=4) is None
    assert queries.counts() == queries.Counts(4, 4, 4)


def test_the_keys_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    """keys/ledger.key has mode 0600 and stays the same key; so has the one of ML-DSA-44."""
    first = sign.verifier_key(tmp_path, ORIGIN).public
    file = tmp_path / "keys" / "ledger.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sign.verifier_key(tmp_path, ORIGIN).public == first
    assert sorted(file.parent.iterdir()) == [file.with_name("ledger-mldsa.key"), file]
    assert stat.S_IMODE(file.with_name("ledger-mldsa.key").stat().st_mode) == 0o600


def test_a_crash_between_database_and_log_is_mended(town: Town) -> None:
    """A log that lacks its last line, or has half of it, is completed from the database before the next signing."""
    town.notes(2)
    town.sign()
    town.notes(2)
    town.sign()
    whole = town.log.read_bytes()
    for kept in (whole[: whole.index(b"\n") + 1], whole[:-20], whole[: whole.index(b"\n") + 9]):
        town.log.write_bytes(kept)
        assert sign.sign_checkpoint(town.folder, ORIGIN) is None
        assert town.log.read_bytes() == whole
    assert town.verify().is_clean


def test_w3_nothing_is_signed_over_an_older_database(town: Town) -> None:
    """W3 restore old backup: when the log outside knows a checkpoint that the database lacks, signing is refused."""
    town.notes(2)
    town.sign()
    with transaction.atomic():
        town.notes(1)
        town.sign()
        transaction.set_rollback(True)
    town.notes(3)
    integrate()
    with pytest.raises(sign.SigningRefusedError, match="older copy"):
        sign.sign_checkpoint(town.folder, ORIGIN)
    assert any(finding.where == "checkpoint 3" for finding in town.verify().findings)


def test_w3_nothing_is_signed_over_altered_tiles(town: Town) -> None:
    """W3: when the tiles no longer lead to the root signed before, signing is refused."""
    town.notes(5)
    town.sign()
    town.notes(5)
    integrate()
    with lifted():  # type: ignore[attr-defined]
        sql.execute("UPDATE ledger_tile SET hashes = %s WHERE level = 0", (bytes(320),))
    with pytest.raises(sign.SigningRefusedError, match="checkpoint of 5"):
        sign.sign_checkpoint(town.folder, ORIGIN)


def test_an_origin_is_never_changed(town: Town) -> None:
    """Witnesses know the ledger by its origin: another one is refused."""
    town.notes(1)
    town.sign()
    town.notes(1)
    integrate()
    with pytest.raises(sign.SigningRefusedError, match="LEDGER_ORIGIN"):
        sign.sign_checkpoint(town.folder, "other.example/ledger")


def test_a_receipt_is_pending_until_the_next_checkpoint_and_then_proves(town: Town) -> None:
    """Before: no text. After: a small proof file that both verifiers accept, and that proves this entry."""
    town.notes(700)
    assert read_receipt(699).is_pending
    town.sign()
    with within(0.05):
        receipt = read_receipt(333)
    assert receipt.text is not None
    assert len(receipt.text.encode()) <= 2048
    entry, checkpoint = proof_file.verify_proof_file(receipt.text, [town.key], ORIGIN)
    assert (entry, checkpoint.size) == (receipt.entry.canonical(), 700)
    key = parse_key(town.key.text())
    assert check_receipt_alone(receipt.text, lambda note: read_note(note, [key], ORIGIN)) == entry
    assert town.verify(receipts=[receipt.text]).is_clean


def test_a_sealed_receipt_proves_its_entry_without_saying_what_is_in_it(town: Town) -> None:
    """The leaf hash stands in place of the entry; both verifiers accept it, for that entry and no other."""
    town.notes(700)
    town.sign()
    receipt = read_receipt(333, sealed=True)
    assert receipt.text is not None
    leaf, checkpoint = proof_file.verify_proof_file(receipt.text, [town.key], ORIGIN)
    assert (leaf, checkpoint.size) == (receipt.entry.leaf(), 700)
    assert proof_file.is_sealed(leaf)
    key = parse_key(town.key.text())
    assert check_receipt_alone(receipt.text, lambda note: read_note(note, [key], ORIGIN)) == leaf
    assert town.verify(receipts=[receipt.text]).is_clean
    other = proof_file.parse_proof_file(receipt.text)
    forged = proof_file.ProofFile(334, other.proof, other.checkpoint, leaf).text()
    with pytest.raises(proof_file.ProofFileError):
        proof_file.verify_proof_file(forged, [town.key], ORIGIN)
    with pytest.raises(ValueError, match="does not lead"):
        check_receipt_alone(forged, lambda note: read_note(note, [key], ORIGIN))


@pytest.mark.parametrize("sequence", [-1, 1, 2**53, 2**63, 2**80])
def test_there_is_no_receipt_of_what_was_not_recorded(town: Town, sequence: int) -> None:
    """W4: an index outside the ledger is not found."""
    town.note()
    with pytest.raises(NotFound):
        read_receipt(sequence)


def test_erasing_leaves_every_proof_whole(town: Town) -> None:
    """An erased payload is gone with its salt; receipts and the whole ledger still verify; the erasure is recorded."""
    town.notes(3)
    town.sign()
    before = read_receipt(1).text
    number = vault.erase(1, "asked for by the author")
    assert vault.read(1) is None
    assert read_receipt(1).text == before
    assert queries.read_entry(number).kind == "payload.erased"
    assert [entry.sequence for entry in queries.entries_of("entry/1")] == [number]
    report = town.verify(receipts=[before or ""])
    assert report.findings == []
    assert report.counts["payloads erased"] == 1


def test_what_an_erased_payload_vouched_for_is_said_to_be_unchecked(town: Town) -> None:
    """After erasure a change of that row can no longer be told from the truth; the report counts it."""
    town.notes(2)
    first, second = town.ids()
    vault.erase(0, "retention period over")
    sql.execute("UPDATE ledger_test_note SET text = 'other' WHERE id = %s", (first,))
    report = town.verify()
    assert report.findings == []
    assert report.counts["rows whose last state was erased"] == 1
    sql.execute("UPDATE ledger_test_note SET text = 'other' WHERE id = %s", (second,))
    assert [finding.where for finding in town.verify().findings] == [f"ledger_test_note {second}"]


def test_a_payload_is_erased_once_and_an_erasure_never(town: Town) -> None:
    """Erasing again, erasing the record of an erasure, and erasing nothing are refused."""
    town.notes(1)
    number = vault.erase(0, "asked for")
    for sequence in (0, number):
        with pytest.raises(Conflict):
            vault.erase(sequence, "again")
    with pytest.raises(NotFound):
        vault.erase(99, "nothing there")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x' WHERE sequence = 0",
        "DELETE FROM ledger_entry WHERE sequence = 0",
        "UPDATE ledger_checkpoint SET signed_at = 0",
        "DELETE FROM ledger_checkpoint",
        "DELETE FROM ledger_tile",
        "UPDATE ledger_tile SET position = 9",
        "UPDATE ledger_tile SET hashes = salt FROM ledger_vault WHERE sequence = 0",
        "DELETE FROM ledger_vault WHERE sequence = 0",
        "UPDATE ledger_vault SET payload = '{}' WHERE sequence = 0",
        "UPDATE ledger_vault SET payload = NULL WHERE sequence = 0",
        "UPDATE ledger_vault SET payload = NULL, salt = NULL WHERE sequence = 0",
    ],
)
def test_w3_the_database_refuses_to_change_the_ledger(town: Town, statement: str) -> None:
    """W3: UPDATE and DELETE are refused by triggers; so is half an erasure, or one without its time."""
    town.notes(2)
    town.sign()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        sql.execute(statement)
    assert town.verify().is_clean


def test_appending_costs_little(town: Town) -> None:
    """A whole append with its head takes 15 µs of CPU with SQLite, 200 µs with PostgreSQL; a millisecond is allowed."""
    town.note()
    with within(200 * 0.001):
        for _ in range(200):
            appender = Appender(START)
            appender.append(
                kind="note.written",
                actor="account/7",
                capacity="persona",
                channel="web",
                object="note/1",
                body="house",
                policy="default@1",
                payload={"command": {"text": "x" * 300}},
            )
            appender.close()
