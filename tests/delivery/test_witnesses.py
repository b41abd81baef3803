"""Our checkpoints go to witnesses, and what they answer is believed only as far as it proves itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from django.db import connection

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, periodic, worker
from coffeehouse.delivery.periodic import sign_entries
from coffeehouse.delivery.witnesses import KIND, ask_for_keys, ask_witnesses
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people.commands import AddMember
from coffeehouse.domain.records.witness_commands import AddWitness
from coffeehouse.domain.records.witness_queries import list_evidence
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from coffeehouse.ledger.checkpoints import parse_checkpoint
from coffeehouse.ledger.cosignatures import Cosigner, read_cosignatures
from coffeehouse.ledger.proofs import verify_consistency
from coffeehouse.ledger.queries import latest_checkpoint, latest_entries
from coffeehouse.ledger.sign import verifier_key
from coffeehouse.ledger.verify import PostgresSource, Source, verify
from coffeehouse.ledger.witness import Refused, parse_submission
from coffeehouse.ledger.witnesses import PACE, KnownWitness, cosigned_checkpoint, list_witnesses
from coffeehouse.site import options
from tests.delivery.web_server import Answer, Asked, WebServer, serving

NAME = "next.example/witness"
SIGNERS = [
    Cosigner(NAME, Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)),
    Cosigner(NAME, MLDSA44PrivateKey.from_seed_bytes(b"\x09" * 32)),
]
STRANGER = Cosigner("far.example/witness", Ed25519PrivateKey.from_private_bytes(b"\x0a" * 32))
SIZE = "text/x.tlog.size"


class Neighbour:
    """A witness of our own writing, that keeps the protocol until told otherwise: `answers` is asked first."""

    def __init__(self) -> None:
        self.size = 0
        self.root = b""
        self.held = ""
        self.answers: Callable[[bytes], Answer | None] = lambda _body: None
        self.signers: list[Cosigner] = list(SIGNERS)
        self.ahead = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/witness/keys":
            return Answer(200, "".join(f"{each.key.text()}\n" for each in SIGNERS).encode(), Content_Type="text/plain")
        if asked.path.endswith("/checkpoint"):
            return Answer(200 if self.held else 404, self.held.encode(), Content_Type="text/plain; charset=utf-8")
        return self.answers(asked.body) or self._cosign(asked.body)

    def _cosign(self, body: bytes) -> Answer:
        try:
            submission, checkpoint = parse_submission(body)
        except Refused as refused:
            return Answer(refused.status)
        if submission.old_size != self.size:
            return Answer(409, f"{self.size}\n".encode(), Content_Type=SIZE)
        if self.size:
            verify_consistency(self.size, checkpoint.size, self.root, checkpoint.root, submission.proof)
        self.size, self.root = checkpoint.size, checkpoint.root
        at = clock.now_ms() // 1000 + self.ahead
        lines = "".join(each.cosign(submission.text, at) for each in self.signers)
        self.held = submission.note + lines
        return Answer(200, lines.encode())


@pytest.fixture(autouse=True)
def _ready(db: None, settings: Any, tmp_path: Path) -> None:
    """A ledger of its own, which may ask this machine."""
    settings.DATA = tmp_path
    settings.OUTBOUND, settings.OUTBOUND_ALLOW = True, [ip_network("127.0.0.0/8")]
    deliveries.register_all()


@pytest.fixture
def neighbour() -> Neighbour:
    return Neighbour()


@pytest.fixture
def server(neighbour: Neighbour) -> Iterator[WebServer]:
    """The neighbour on loopback, added as our witness."""
    with serving(neighbour) as found:
        keys = tuple(each.key.text() for each in SIGNERS)
        act(AddWitness(url=f"http://127.0.0.1:{found.port}/witness", keys=keys), SYSTEM, "cli")
        yield found


def happens(name: str = "ada") -> None:
    """Something is recorded and signed."""
    act(AddMember(username=name, email=f"{name}@example.org", password_hash="!"), SYSTEM, "cli")
    sign_entries()


def turn(at: int | None = None) -> KnownWitness:
    """The worker's turn now, or so many ms from now; the witness then."""
    with clock.at(clock.now_ms() + (at or 0)):
        ask_witnesses()
        drain()
    return list_witnesses()[0]


def ours() -> int:
    """The size of our newest checkpoint."""
    signed = latest_checkpoint()
    assert signed is not None
    return signed.checkpoint.size


def test_every_checkpoint_goes_out_and_comes_back_cosigned(server: WebServer, neighbour: Neighbour) -> None:
    """With a proof that it continues the one before; the cosignatures verify, stand under the checkpoint, and are no
    entry: nothing new is to be signed because of them."""
    happens("ada")
    assert turn().size == ours()
    happens("bevan")
    entries = sql.value("SELECT size FROM ledger_head")
    witness = turn(PACE)
    assert (witness.size, witness.problem) == (ours(), "")
    signed = cosigned_checkpoint()
    assert signed is not None
    found = read_cosignatures(signed.note, [each.key for each in SIGNERS])
    assert [each.key.algorithm_name for each in found] == ["Ed25519", "ML-DSA-44"]
    assert parse_checkpoint(signed.note.partition("\n\n")[0] + "\n").size == ours()
    sign_entries()
    assert sql.value("SELECT size FROM ledger_head") == entries == ours()
    assert [asked.path for asked in server.asked] == ["/witness/add-checkpoint"] * 2


def test_a_checkpoint_with_cosignatures_is_taken_by_the_verifier(server: WebServer, settings: Any) -> None:
    """What a witness keeps serves an auditor as it is: `coffeehouse verify --checkpoint FILE`."""
    happens()
    turn()
    signed = cosigned_checkpoint()
    assert signed is not None
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text()
    source = (PostgresSource if sql.is_postgres() else Source)(connection.connection)
    report = verify(source, [key], notes=[signed.note])
    assert [str(finding) for finding in report.findings] == []


def test_nothing_goes_out_without_need(server: WebServer) -> None:
    """No new checkpoint, no request; and one witness is not asked again and again within seconds."""
    happens()
    turn()
    turn(clock.HOUR)
    assert len(server.asked) == 1
    happens("bevan")
    turn()
    turn(PACE // 2)
    assert len(server.asked) == 1
    turn(PACE)
    assert len(server.asked) == 2


def test_w9_a_clock_that_was_set_back(server: WebServer) -> None:
    """W9: what was to wait by the wrong time does not wait for a month; nor is a cosignature's old answer given."""
    with clock.at(clock.now_ms() + 30 * clock.DAY):
        happens("ada")
        ask_witnesses()
        drain()
    happens("bevan")
    assert turn().size == ours()


def test_a_turn_is_given_once(server: WebServer) -> None:
    """Two workers, or one in a hurry, make one job."""
    happens()
    ask_witnesses()
    ask_witnesses()
    assert sql.rows("SELECT kind FROM engine_outbox WHERE kind = %s", (KIND,)) == [(KIND,)]


def test_a_witness_that_stands_elsewhere_says_so(server: WebServer, neighbour: Neighbour) -> None:
    """409 with its size: the proof is made from there, in the same turn."""
    happens("ada")
    turn()
    sql.execute("UPDATE ledger_submission SET size = 0")
    happens("bevan")
    assert turn(PACE).size == ours() == neighbour.size
    assert len(server.asked) == 3


PROBLEMS: dict[str, tuple[Callable[[bytes], Answer], str]] = {
    "does not know us": (lambda _body: Answer(404), "does not know this ledger"),
    "does not know the key": (lambda _body: Answer(403), "does not know the key"),
    "is ill": (lambda _body: Answer(500), "not in the protocol"),
    "redirects": (lambda _body: Answer(302, Location="http://127.0.0.1:1/"), "not in the protocol"),
    "says nothing": (lambda _body: Answer(200), "without a cosignature"),
    "talks nonsense": (lambda _body: Answer(200, b"Bore da\n"), "without a cosignature"),
    "says no number": (lambda _body: Answer(409, b"many\n", Content_Type=SIZE), "not in the protocol"),
    "says nothing as size": (lambda _body: Answer(409, b"", Content_Type=SIZE), "not in the protocol"),
    "never stops": (lambda _body: Answer(200, b"x" * 100_000), "could not be reached"),
}


@pytest.mark.parametrize("how", PROBLEMS)
def test_a_witness_that_fails_is_asked_later(server: WebServer, neighbour: Neighbour, how: str) -> None:
    """The problem is shown in words, the pause grows, nothing is recorded and no job is left; when the witness is well
    again, so are we."""
    answer, words = PROBLEMS[how]
    neighbour.answers = answer
    happens()
    entries = sql.value("SELECT size FROM ledger_head")
    assert words in turn().problem
    assert turn(PACE // 2).failure_count == 1
    assert turn(PACE + 1000).failure_count == 2
    assert turn(2 * PACE).failure_count == 2
    assert sql.value("SELECT size FROM ledger_head") == entries
    assert sql.value("SELECT count(*) FROM engine_outbox WHERE kind = %s", (KIND,)) == 0
    neighbour.answers = lambda _body: None
    witness = turn(clock.HOUR)
    assert (witness.size, witness.problem, witness.failure_count) == (ours(), "", 0)


@pytest.mark.parametrize("who", ["stranger", "future"])
def test_only_cosignatures_by_its_keys_count(server: WebServer, neighbour: Neighbour, who: str) -> None:
    """A line by another key, or one from the future, is none."""
    neighbour.signers = [STRANGER] if who == "stranger" else SIGNERS
    neighbour.ahead = 0 if who == "stranger" else 3600
    happens()
    assert "without a cosignature" in turn().problem
    assert cosigned_checkpoint() is None


def test_a_forged_cosignature_is_refused(server: WebServer, neighbour: Neighbour) -> None:
    """The right name and key id over something else."""
    neighbour.answers = lambda _body: Answer(200, SIGNERS[0].cosign("far.example/ledger\n1\n", 5).encode())
    happens()
    assert "without a cosignature" in turn().problem


def test_strangers_lines_are_not_kept(server: WebServer, neighbour: Neighbour) -> None:
    """Beside the right ones they are passed over."""
    neighbour.signers = [*SIGNERS, STRANGER]
    happens()
    assert turn().problem == ""
    signed = cosigned_checkpoint()
    assert signed is not None
    assert "far.example" not in signed.note


def test_w3_a_restored_backup_is_found_by_the_witness(server: WebServer, neighbour: Neighbour) -> None:
    """W3: the witness has cosigned more entries than the ledger has: what it holds, signed by us, is kept as evidence,
    once; that entry's own checkpoint makes no further one."""
    happens()
    turn()
    size = neighbour.size
    neighbour.size = size + 1000
    sql.execute("UPDATE ledger_submission SET size = 0")
    happens("bevan")
    assert "has cosigned more entries" in turn(PACE).problem
    (found,) = list_evidence()
    assert (found.kind, found.size, found.shown) == ("behind", size + 1000, neighbour.held)
    assert found.witness.endswith("/witness")
    assert [each.kind for each in latest_entries(1)] == ["evidence.recorded"]
    for later in range(1, 4):
        sign_entries()
        turn(later * clock.HOUR)
    assert len(list_evidence()) == 1
    assert sql.value("SELECT size FROM ledger_head") == ours()


def test_w3_a_history_written_anew_is_found_by_the_witness(server: WebServer, neighbour: Neighbour) -> None:
    """W3: re-hashed and signed with the right key, it does not continue what the witness cosigned: 422 is evidence."""
    happens()
    turn()
    neighbour.answers = lambda _body: Answer(422, b"does not continue\n")
    happens("bevan")
    assert "does not continue" in turn(PACE).problem
    (found,) = list_evidence()
    assert (found.kind, found.size, found.shown) == ("contradicted", neighbour.size, neighbour.held)
    sign_entries()
    turn(clock.HOUR)
    assert len(list_evidence()) == 1


def test_a_house_that_makes_no_requests(server: WebServer, settings: Any) -> None:
    """OUTBOUND=off: nothing goes out, and the page of witnesses says so."""
    settings.OUTBOUND = False
    happens()
    assert "could not be reached" in turn().problem
    assert server.asked == []


def test_the_keys_of_a_house_are_asked_for(server: WebServer) -> None:
    """`coffeehouse witness add URL` without a key; an address that says none is refused."""
    prefix = f"http://127.0.0.1:{server.port}/witness"
    assert ask_for_keys(f"{prefix}/") == tuple(each.key.text() for each in SIGNERS)
    for wrong in (f"http://127.0.0.1:{server.port}", "http://127.0.0.1:1/witness", "nothing"):
        with pytest.raises(Invalid):
            ask_for_keys(wrong)


def test_of_a_days_cosignatures_the_last_is_kept(server: WebServer) -> None:
    """So that a busy ledger does not fill the disk with them."""
    start = clock.now_ms() - clock.now_ms() % clock.DAY + clock.DAY
    for hour in range(0, 48, 8):
        with clock.at(start + hour * clock.HOUR):
            happens(f"member{hour}")
            ask_witnesses()
            drain()
    assert sql.value("SELECT count(*) FROM ledger_cosignature") == 2


def test_a_checkpoint_leaves_the_machine_within_a_minute() -> None:
    """As the house is set up unless told otherwise: entry, checkpoint, a witness that was just asked, its turn."""
    signed = int(options.BY_NAME["CHECKPOINT_SECONDS"].default) + periodic.INTEGRATE_SECONDS
    assert signed + PACE / 1000 + periodic.WITNESSES_SECONDS + worker.POLL <= 60
