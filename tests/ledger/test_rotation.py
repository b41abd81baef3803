"""Two algorithms under each checkpoint, and keys that change: who may sign what, and who is found out. Attack W9."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.ledger import key_files, queries, sign, triggers
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.checkpoints import Checkpoint, CheckpointError, open_checkpoint
from coffeehouse.ledger.entries import Entry
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.key_files import LogSigner, Signers
from coffeehouse.ledger.log_keys import parse_log_key
from coffeehouse.ledger.notes import NoteError, parse_note
from coffeehouse.ledger.proof_file import ProofFile, verify_proof_file
from coffeehouse.ledger.receipts import read_changes_of_keys, read_receipt
from coffeehouse.ledger.rotation import KIND, KeyHistory, Statement, object_of
from coffeehouse.ledger.stored_tiles import tree_of
from coffeehouse.ledger.tree import leaf_hash, root_of
from coffeehouse.ledger.verify import Report, parse_key, read_note, verify
from coffeehouse.ledger.verify import main as verify_main
from tests.ledger.conftest import ORIGIN, Town

Keys = tuple[LogSigner, LogSigner]


def present(town: Town) -> Keys:
    return key_files.current(town.folder, ORIGIN)


def texts(keys: Keys) -> tuple[str, ...]:
    return tuple(signer.public.text() for signer in keys)


def record(town: Town, retired: tuple[str, ...], current: tuple[str, ...], because: str = "planned") -> int:
    """What the command does: the statement, and the entry that names it; its sequence."""
    text = Statement(ORIGIN, because, retired, current).text()
    appender = Appender(town.now)
    number = appender.new_id()
    sql.execute(
        "INSERT INTO ledger_keystatement (id, object, statement) VALUES (%s, %s, %s)", (number, object_of(text), text)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = {"object": object_of(text), "statement#sha256": digest}
    sequence = appender.append(
        kind=KIND,
        actor="system",
        capacity="system",
        channel="cli",
        object=object_of(text),
        body="house",
        policy="default@1",
        payload={"states": [{"table": "ledger_keystatement", "id": str(number), "row": row}]},
    )
    appender.close()
    return sequence


def rotate(town: Town) -> tuple[Keys, Keys, int]:
    """The old keys, the new ones, and the entry that changed them."""
    old, new = present(town), key_files.prepare_next(town.folder, ORIGIN)
    sequence = record(town, texts(old), texts(new))
    town.sign()
    return old, new, sequence


def checked(town: Town, *keys: str, notes: tuple[str, ...] = ()) -> Report:
    """The stand-alone verifier's report, trusting these keys alone."""
    return verify(town.source(), keys, log=town.log, notes=notes)


def note_by(*signers: LogSigner, checkpoint: Checkpoint) -> str:
    text = checkpoint.text()
    return text + "\n" + "".join(signer.line(text, 1_763_772_000) for signer in signers)


def latest_note() -> str:
    """The newest note as it is published, with both algorithms."""
    signed = queries.latest_checkpoint()
    assert signed is not None
    return signed.note + queries.ml_dsa_lines(signed.checkpoint.size)


def test_either_algorithm_alone_opens_a_checkpoint(town: Town) -> None:
    """Ed25519 for the tools of today, ML-DSA-44 for whoever trusts no other; the verifier of one file knows both."""
    town.notes(5)
    town.sign()
    note, keys = latest_note(), present(town)
    assert [signature.name for signature in parse_note(note).signatures] == [ORIGIN, ORIGIN]
    for signer in keys:
        key = parse_log_key(signer.public.text())
        assert key == signer.public
        assert open_checkpoint(note, [key], ORIGIN).size == 5
        assert read_note(note, [parse_key(key.text())], ORIGIN)[0] == 5
    assert checked(town, keys[0].public.text()).is_clean
    assert checked(town, *texts(keys)).is_clean


def test_a_false_ml_dsa_signature_spoils_the_note(town: Town) -> None:
    """One bit of its time or of its signature; another size under it; then the whole note is refused."""
    town.notes(5)
    town.sign()
    note, ml_dsa = latest_note(), present(town)[1].public
    text, line = note.partition("\n\n")[0] + "\n", note.rstrip("\n").rpartition("\n")[2]
    data = bytearray(parse_note(note).signatures[1].value)
    forged = [note.replace("\n5\n", "\n6\n", 1)]
    for at in (7, 8, 2000):
        changed = bytearray(data)
        changed[at] ^= 1
        forged.append(note.replace(line, sign_line(ml_dsa.key_id, bytes(changed))))
    for bad in [*forged, text + "\n" + sign_line(ml_dsa.key_id, bytes(data[:-1])) + "\n"]:
        with pytest.raises(CheckpointError):
            open_checkpoint(bad, [ml_dsa], ORIGIN)
        with pytest.raises(ValueError, match=r"signature|key"):
            read_note(bad, [parse_key(ml_dsa.text())], ORIGIN)


def sign_line(key_id: bytes, value: bytes) -> str:
    from coffeehouse.ledger.notes import Signature

    return Signature(ORIGIN, key_id, value).line().rstrip("\n")


def test_a_witness_key_is_not_a_key_of_the_ledger(town: Town) -> None:
    """Type 0x04 says what a witness saw, not what the ledger signed."""
    from coffeehouse.ledger.cosignatures import ED25519, CosignerKey

    with pytest.raises(NoteError):
        parse_log_key(CosignerKey(ORIGIN, ED25519, bytes(32)).text())


def test_a_receipt_has_room_for_ed25519_and_with_ml_dsa_on_request(town: Town) -> None:
    """At most 2 KiB as handed out; with the large signature it proves the same to whoever trusts only that."""
    town.notes(600)
    town.sign()
    short, long = read_receipt(7).text or "", read_receipt(7, with_all=True).text or ""
    assert len(short) <= 2048 < len(long)
    keys = [signer.public for signer in present(town)]
    assert verify_proof_file(short, keys[:1], ORIGIN) == verify_proof_file(long, keys[1:], ORIGIN)


def test_of_each_hour_one_large_signature_is_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of an hour vouches for all before it; the newest checkpoint always has one."""
    for minute in (0, 1, 59, 61, 62):
        monkeypatch.setattr(clock, "now_ms", lambda minute=minute: 500_000 * clock.HOUR + minute * clock.MINUTE)
        town.note()
        town.sign()
    assert sql.rows("SELECT size FROM ledger_mldsasignature ORDER BY size") == [(3,), (5,)]
    assert checked(town, *texts(present(town))).is_clean


def test_keys_change_and_whoever_knows_one_follows_to_the_others(town: Town) -> None:
    """The first checkpoint over the change is signed with both, later ones with the new keys alone."""
    town.notes(3)
    town.sign()
    receipt = read_receipt(1).text or ""
    old, new, sequence = rotate(town)
    assert len(parse_note(latest_note()).signatures) == 4
    assert texts(present(town)) == texts(new)
    assert not list((town.folder / "keys").glob("*.next"))
    town.notes(3)
    town.sign()
    later = rotate(town)[1]
    town.note()
    town.sign()
    assert len(parse_note(latest_note()).signatures) == 2
    for known in (old[0], new[0], new[1], later[0]):
        report = verify(town.source(), [known.public.text()], log=town.log, receipts=[receipt])
        assert report.findings == []
        assert report.counts["changes of keys"] == 2
    history = sign.key_history(town.folder, ORIGIN)
    assert [history.open(note, ORIGIN).size for (note,) in sql.rows("SELECT note FROM ledger_checkpoint")][1] == 4
    assert sequence == 3


def test_w9_a_retired_key_signs_nothing_that_counts(town: Town) -> None:
    """W9 key stolen: a checkpoint by the old key, of a size after the change, is refused by house and verifier."""
    town.notes(3)
    town.sign()
    thief, _, _ = rotate(town)
    town.notes(5)
    town.sign()
    fork = note_by(*thief, checkpoint=Checkpoint(ORIGIN, 9, b"\x66" * 32))
    with pytest.raises(CheckpointError, match="retired"):
        sign.key_history(town.folder, ORIGIN).open(fork, ORIGIN)
    findings = checked(town, town.key.text(), notes=(fork,)).findings
    assert any("retired" in finding.what for finding in findings), findings


def test_w9_a_thief_without_the_key_cannot_change_it(town: Town) -> None:
    """W9: with the database alone one can record a change of keys, but not sign the first checkpoint with both."""
    town.notes(3)
    town.sign()
    honest, stranger = present(town), key_files.current(town.folder / "elsewhere", ORIGIN)
    record(town, texts(honest), texts(stranger))
    integrate()
    size = 4
    checkpoint = Checkpoint(ORIGIN, size, tree_of(size).root())
    note = note_by(stranger[0], checkpoint=checkpoint)
    with sql_attack():
        sql.execute("INSERT INTO ledger_checkpoint (size, note, signed_at) VALUES (%s, %s, %s)", (size, note, 1))
    findings = verify(town.source(), [honest[0].public.text()]).findings
    assert [finding.where for finding in findings] == ["checkpoint 4"]
    assert "not signed with the keys that entry 3 retired" in findings[0].what
    town.note()
    integrate()
    with pytest.raises(sign.SigningRefusedError):
        sign.sign_checkpoint(town.folder, ORIGIN)


def sql_attack() -> Any:
    from django.db import connection

    return triggers.lifted(sql.execute, connection.vendor)


def test_w9_a_retired_key_put_back_is_not_signed_with(town: Town) -> None:
    """W9: an old backup's keys folder over a house that changed its keys: it says so and signs nothing."""
    town.notes(3)
    town.sign()
    saved = (town.folder / key_files.ED25519_FILE).read_bytes()
    rotate(town)
    (town.folder / key_files.ED25519_FILE).write_bytes(saved)
    town.note()
    integrate()
    with pytest.raises(sign.SigningRefusedError, match="entry 3 of the ledger retired"):
        sign.sign_checkpoint(town.folder, ORIGIN)


@pytest.mark.parametrize("file", [key_files.ED25519_FILE, key_files.MLDSA_FILE])
def test_w9_a_key_made_anew_signs_nothing(town: Town, file: Path) -> None:
    """W9: a lost key is not silently replaced by one nobody knows; the house asks for it back, and goes on with it."""
    town.notes(3)
    town.sign()
    own = (town.folder / file).read_bytes()
    (town.folder / file).unlink()
    present(town)
    town.note()
    integrate()
    with pytest.raises(sign.SigningRefusedError, match="from a backup"):
        sign.sign_checkpoint(town.folder, ORIGIN)
    (town.folder / file).write_bytes(own)
    assert sign.sign_checkpoint(town.folder, ORIGIN) is not None
    assert checked(town, *texts(present(town))).is_clean


@pytest.mark.parametrize("files_done", [0, 1])
def test_a_change_cut_off_by_a_crash_is_ended(town: Town, monkeypatch: pytest.MonkeyPatch, files_done: int) -> None:
    """The checkpoint was signed with both, the files were not all renamed: the next signing ends the change."""
    town.notes(3)
    town.sign()
    whole = Signers.put_in_place

    def partly(signers: Signers) -> None:
        whole(Signers(signers.ed25519, signers.ml_dsa, signers.changing[:files_done]))

    with monkeypatch.context() as crash:
        crash.setattr(Signers, "put_in_place", partly)
        _, new, _ = rotate(town)
    assert texts(present(town)) != texts(new)
    town.note()
    town.sign()
    assert texts(present(town)) == texts(new)
    assert checked(town, *texts(new)).is_clean


def test_until_the_change_is_in_the_tree_the_old_keys_sign(town: Town) -> None:
    """A checkpoint that does not cover the change is none of the new keys' business."""
    town.notes(3)
    integrate()
    old, new = present(town), key_files.prepare_next(town.folder, ORIGIN)
    record(town, texts(old), texts(new))
    sign.sign_checkpoint(town.folder, ORIGIN)
    assert texts(present(town)) == texts(old)
    town.sign()
    assert texts(present(town)) == texts(new)
    assert checked(town, texts(old)[0]).is_clean


def test_an_altered_statement_is_found(town: Town) -> None:
    """The entry names its hash: other keys cannot be put under it."""
    town.notes(3)
    town.sign()
    _, new, _ = rotate(town)
    stranger = key_files.current(town.folder / "elsewhere", ORIGIN)
    sql.execute(
        "UPDATE ledger_keystatement SET statement = replace(statement, %s, %s)", (texts(new)[0], texts(stranger)[0])
    )
    assert "entry 3" in [finding.where for finding in checked(town, texts(new)[0]).findings]


def test_w9_a_clock_set_back_never_makes_a_checkpoint_look_older(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """W9: the time of signing is at least that of the checkpoint before."""
    town.note()
    town.sign()
    (before,) = sql.rows("SELECT signed_at FROM ledger_checkpoint")[0]
    monkeypatch.setattr(clock, "now_ms", lambda: before - clock.DAY)
    town.note()
    town.sign()
    newest = queries.latest_checkpoint()
    assert newest is not None
    assert newest.signed_at == before
    stamp = parse_note(latest_note()).signatures[1].value[:8]
    assert int.from_bytes(stamp) == before // 1000


def test_a_history_without_changes_opens_as_before(tmp_path: Path) -> None:
    """Keys of today, no statement: any checkpoint they signed."""
    keys = key_files.current(tmp_path, ORIGIN)
    checkpoint = Checkpoint(ORIGIN, 3, b"\x07" * 32)
    history = KeyHistory([signer.public for signer in keys])
    assert history.open(note_by(*keys, checkpoint=checkpoint), ORIGIN) == checkpoint
    with pytest.raises(CheckpointError):
        history.open(note_by(*keys, checkpoint=checkpoint), "other.example/ledger")


def alone(town: Town, key: str, receipt: str) -> int:
    """The file of one, without a database: the key, the changes of keys as published, the receipt; its exit status."""
    changes = town.folder / "key-changes"
    lines = [json.dumps({"statement": text, "proof": proof}) + "\n" for text, proof in read_changes_of_keys()]
    changes.write_text("".join(lines), "utf-8")
    (town.folder / "a.tlog-proof").write_text(receipt, "utf-8")
    given = ["--vkey", key, "--receipt", str(town.folder / "a.tlog-proof"), "--key-changes", str(changes)]
    return verify_main(given)


def test_a_receipt_is_checked_alone_across_changes_of_keys(town: Town) -> None:
    """W9: the published changes lead from the key somebody wrote down once to the one under a receipt of today."""
    town.notes(3)
    town.sign()
    first, early = present(town), read_receipt(1).text or ""
    rotate(town)
    last = rotate(town)[1]
    town.note()
    town.sign()
    late = read_receipt(1).text or ""
    for key in (*first, *last):
        assert [alone(town, key.public.text(), receipt) for receipt in (early, late)] == [0, 0]
    fork = Checkpoint(ORIGIN, 2, root_of([leaf_hash(b"0"), leaf_hash(b"forged")]))
    forged = ProofFile(1, (leaf_hash(b"0"),), note_by(*last, checkpoint=fork), b"forged").text()
    assert alone(town, first[0].public.text(), forged) == 1


def test_w9_changes_of_keys_made_up_by_a_stranger_lead_nowhere(town: Town) -> None:
    """W9: a change to his own key, in a ledger he signs himself, is not signed with a key that is trusted."""
    town.notes(3)
    town.sign()
    trusted = present(town)[0].public.text()
    rogue = Keyring(town.folder / "rogue")
    statement = Statement(ORIGIN, "planned", texts(present(town)), texts(rogue.keys))
    entry = rogue.entry(statement)
    note = note_by(*rogue.keys, checkpoint=Checkpoint(ORIGIN, 1, leaf_hash(entry)))
    proof = ProofFile(0, (), note, entry).text()
    changes = town.folder / "key-changes"
    changes.write_text(json.dumps({"statement": statement.text(), "proof": proof}), "utf-8")
    (town.folder / "a.tlog-proof").write_text(proof, "utf-8")
    given = ["--vkey", trusted, "--receipt", str(town.folder / "a.tlog-proof"), "--key-changes", str(changes)]
    assert verify_main(given) == 2


class Keyring:
    """A stranger's keys under our name."""

    def __init__(self, folder: Path) -> None:
        self.keys = key_files.current(folder, ORIGIN)

    def entry(self, statement: Statement) -> bytes:
        """An entry of his own that names the statement."""
        return Entry(
            sequence=0, time="2026-11-22T12:00:00.000Z", body="house", actor="system", capacity="system",
            channel="cli", kind=KIND, object=object_of(statement.text()), policy="", payload_hash="0" * 64,
        ).canonical()  # fmt: skip
