"""The witness's door (c2sp.org/tlog-witness): what it cosigns, and every refusal with its status. Attack W6."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.records.witness_commands import TrustLog
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger import base64_text
from coffeehouse.ledger.checkpoints import Checkpoint
from coffeehouse.ledger.cosignatures import read_cosignatures
from coffeehouse.ledger.notes import open_note
from coffeehouse.ledger.witness import MAX_BODY, Submission
from tests.channels.witnessing.conftest import Witness
from tests.channels.witnessing.other_ledger import ORIGIN, OtherLedger

WATCHED = f"/witness/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
NOISE = b"\x5a" * 32


def remembered() -> list[tuple[str, int]]:
    """What the house has cosigned."""
    return sql.rows("SELECT origin, size FROM ledger_witnessed ORDER BY origin, size")


def test_a_step_forward_is_cosigned(witness: Witness, ledger: OtherLedger) -> None:
    """200, with a line of each of the witness's keys, Ed25519 and ML-DSA-44, that verify over this checkpoint and say
    when; the largest tree is remembered, and nothing is recorded: a cosignature is no act."""
    entries = sql.value("SELECT size FROM ledger_head")
    answer = witness.send(ledger.submission(3))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = answer.content.decode()
    found = read_cosignatures(ledger.note() + lines, witness.signs_with())
    assert [each.key.algorithm_name for each in found] == ["Ed25519", "ML-DSA-44"]
    assert all(abs(each.timestamp - clock.now_ms() // 1000) < 60 for each in found)
    assert lines.count("\n") == 2
    assert remembered() == [(ORIGIN, 5)]
    assert sql.value("SELECT size FROM ledger_head") == entries


def test_the_largest_is_shown_to_those_who_watch(witness: Witness, ledger: OtherLedger) -> None:
    """GET <SHA-256 of the origin>/checkpoint: the checkpoint with the signatures of its ledger and of the witness."""
    witness.cosigns(ledger, 3)
    note = witness.client.get(WATCHED).content.decode()
    assert open_note(note, [ledger.signer.verifier]).text == ledger.text()
    assert len(read_cosignatures(note, witness.signs_with())) == 2
    assert witness.client.get(WATCHED.replace("a", "b")).status_code == 404


def test_nothing_is_shown_before_the_first(witness: Witness) -> None:
    """404."""
    assert witness.client.get(WATCHED).status_code == 404


def test_the_same_again_is_answered_again(witness: Witness, ledger: OtherLedger) -> None:
    """200 with the same lines within a minute, then with a new time; what strangers signed is not repeated."""
    first = witness.send(ledger.submission(3, 3)).content
    assert witness.send(ledger.submission(3, 3)).content == first
    stranger = OtherLedger(ledger.words, seed=9).note(3).rpartition("\n\n")[2]
    assert witness.send(ledger.submission(3, 3) + stranger.encode()).content == first
    assert stranger not in witness.client.get(WATCHED).content.decode()
    with clock.at(clock.now_ms() + 2 * clock.MINUTE):
        assert witness.send(ledger.submission(3, 3)).content != first


def test_w9_a_clock_that_was_set_back(witness: Witness, ledger: OtherLedger) -> None:
    """W9: an answer from the future is not given again: the lines say the time that it is now."""
    with clock.at(clock.now_ms() + clock.DAY):
        witness.cosigns(ledger, 3)
    lines = witness.send(ledger.submission(5)).content.decode()
    for found in read_cosignatures(ledger.note() + lines, witness.signs_with()):
        assert abs(found.timestamp - clock.now_ms() // 1000) < 60
    assert remembered()[-1] == (ORIGIN, 5)


def test_w6_a_wrong_old_size_is_told_the_right_one(witness: Witness, ledger: OtherLedger) -> None:
    """W6: 409, the size it has cosigned and nothing else, as text/x.tlog.size; also when asked from nothing."""
    for old in (0, 2, 4):
        answer = witness.send(ledger.submission(old, 5))
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (409, b"3\n", "text/x.tlog.size")
    assert remembered() == [(ORIGIN, 3)]


def test_w6_it_never_goes_back(witness: Witness, ledger: OtherLedger) -> None:
    """W6: after five, a checkpoint of four is refused: 400 where the old size says five, 409 where it says less."""
    witness.cosigns(ledger, 3)
    assert witness.status(ledger.submission(5, 4)) == 400
    assert witness.status(ledger.submission(4, 4)) == 409
    assert remembered() == [(ORIGIN, 5)]


def test_w6_one_size_has_one_root(witness: Witness, ledger: OtherLedger) -> None:
    """W6: another root for the size that was cosigned: 422."""
    assert witness.status(ledger.forked(1, 2).submission(3, 3)) == 422
    assert remembered() == [(ORIGIN, 3)]


def test_w6_what_does_not_continue_is_refused(witness: Witness, ledger: OtherLedger) -> None:
    """W6: 422 for another history, however well it proves itself, and for any wrong proof of the right one."""
    fork = ledger.forked(2, 4)
    assert witness.status(fork.submission(3)) == 422
    right = ledger.proof(3)
    for wrong in ((), right[:-1], (*right, NOISE), (NOISE, *right[1:]), tuple(reversed(right))):
        assert witness.status(ledger.submission(3, proof=wrong)) == 422
    assert witness.status(ledger.submission(3, 3, proof=(NOISE,))) == 422
    assert remembered() == [(ORIGIN, 3)]


def test_w6_from_nothing_there_is_nothing_to_prove(witness: Witness) -> None:
    """W6: the first checkpoint comes without a proof, and an empty tree has the empty root; else 422."""
    ledger = OtherLedger().grow(4)
    act(TrustLog(key=ledger.key), SYSTEM, "cli")
    assert witness.status(ledger.submission(0, proof=(NOISE,))) == 422
    impossible = Checkpoint(ORIGIN, 0, NOISE).text()
    assert witness.status(Submission(0, (), ledger.signer.sign(impossible)).body()) == 422
    assert witness.status(ledger.submission(0, 0)) == 200
    assert witness.status(ledger.submission(0)) == 200
    assert remembered() == [(ORIGIN, 4)]


def test_w6_more_than_63_proof_lines(witness: Witness, ledger: OtherLedger) -> None:
    """W6: 64 hashes: 400. 63 are read, and do not prove anything here: 422."""
    assert witness.status(ledger.submission(3, proof=[NOISE] * 64)) == 400
    assert witness.status(ledger.submission(3, proof=[NOISE] * 63)) == 422


def test_an_unknown_origin(witness: Witness, ledger: OtherLedger) -> None:
    """404: also where a key the house trusts signs for another name."""
    stranger = OtherLedger(origin="far.example/ledger").grow(2)
    assert witness.status(stranger.submission(0)) == 404
    text = Checkpoint("far.example/ledger", 3, ledger.root(3)).text()
    assert witness.status(Submission(3, (), ledger.signer.sign(text)).body()) == 404


def test_a_key_nobody_trusts(witness: Witness, ledger: OtherLedger) -> None:
    """403: another key under the same name; and the right name and key id with a signature that does not fit, also
    beside one that does."""
    other = OtherLedger(ledger.words, seed=9)
    assert witness.status(other.submission(3)) == 403
    body = ledger.submission(3)
    forged = ledger.note(4).rpartition("\n\n")[2].encode()
    good = body.rpartition(b"\n\n")[2]
    assert witness.status(body.replace(good, forged)) == 403
    assert witness.status(body + forged) == 403
    assert witness.status(body + other.note().rpartition("\n\n")[2].encode()) == 200


def test_a_second_key_of_a_ledger(witness: Witness, ledger: OtherLedger) -> None:
    """While a ledger changes its key, either is enough."""
    fresh = OtherLedger(ledger.words, seed=9)
    act(TrustLog(key=fresh.key), SYSTEM, "cli")
    assert witness.status(ledger.submission(3, 4)) == 200
    assert witness.status(fresh.submission(4, 5)) == 200


MALFORMED: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _body: b"",
    "no old size": lambda body: body.partition(b"\n")[2],
    "leading zero": lambda body: body.replace(b"old 3", b"old 03"),
    "a sign": lambda body: body.replace(b"old 3", b"old +3"),
    "beyond 2^63": lambda body: body.replace(b"old 3", b"old 9223372036854775808"),
    "two blanks": lambda body: body.replace(b"old 3", b"old  3"),
    "carriage returns": lambda body: body.replace(b"\n", b"\r\n"),
    "no blank line": lambda body: body.replace(b"\n\n", b"\n", 1),
    "short hash": lambda body: body.replace(b"\n\n", b"\nAAAA\n\n", 1),
    "not base 64": lambda body: body.replace(b"\n\n", b"\n*\n\n", 1),
    "no newline at the end": lambda body: body[:-1],
    "no signature": lambda body: body.rpartition(b"\n\n")[0] + b"\n",
    "not UTF-8": lambda body: b"\xff" + body,
    "size with zero": lambda body: body.replace(b"\n5\n", b"\n05\n"),
    "too long": lambda body: body + b"x" * MAX_BODY,
}


@pytest.mark.parametrize("how", MALFORMED)
def test_a_malformed_body(witness: Witness, ledger: OtherLedger, how: str) -> None:
    """400 with the reason; nothing is remembered."""
    answer = witness.send(MALFORMED[how](ledger.submission(3)))
    assert answer.status_code == 400
    assert answer.content.strip()
    assert remembered() == [(ORIGIN, 3)]


def test_only_the_right_method(witness: Witness, ledger: OtherLedger) -> None:
    """405, with the method that would do; and no session, no cookie, no form token."""
    answer = witness.client.get("/witness/add-checkpoint")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert witness.client.post(WATCHED).status_code == 405
    done = witness.send(ledger.submission(3))
    assert not done.cookies


def test_the_keys_can_be_asked_for(witness: Witness) -> None:
    """One a line, under the witness's name; none of them the ledger's own."""
    lines = witness.client.get("/witness/keys").content.decode().splitlines()
    assert lines == [key.text() for key in witness.signs_with()]
    assert {base64_text.decode(line.split("+", 2)[2])[:1] for line in lines} == {b"\x04", b"\x06"}


def test_of_older_ones_one_a_day_is_kept(witness: Witness, ledger: OtherLedger) -> None:
    """A busy ledger does not fill the disk; yet a history from before is recognised (`test_evidence`)."""
    start = clock.now_ms() - clock.now_ms() % clock.DAY + 2 * clock.DAY
    for hour in range(40):
        with clock.at(start + hour * clock.HOUR):
            witness.cosigns(ledger.grow(), 3 if hour == 0 else ledger.size - 1)
    assert remembered() == [(ORIGIN, 3), (ORIGIN, 5 + 24), (ORIGIN, 5 + 40)]
