"""Checkpoints and witnesses, for those who keep the records: how far the proof has left the house, who holds it, and
what did not fit together.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.administration import number
from coffeehouse.channels.web.forms import Form
from coffeehouse.channels.web.receipts import recorded_of
from coffeehouse.domain.context import Command
from coffeehouse.domain.records.witness_commands import (
    AddWitness,
    DistrustLog,
    ExplainEvidence,
    RemoveWitness,
    TrustLog,
)
from coffeehouse.domain.records.witness_queries import KeptEvidence, find_evidence, list_evidence, list_watched_logs
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound, Problem
from coffeehouse.ledger.key_files import current
from coffeehouse.ledger.queries import SignedCheckpoint, counts, latest_checkpoint
from coffeehouse.ledger.witness import FORK, ROLLBACK, SPLIT
from coffeehouse.ledger.witnesses import KnownWitness, last_notice, list_witnesses
from coffeehouse.ledger.witnessing import ensure_cosigners

KEEPERS = ("records", "admin")
HERE = "/records/witnesses"
LONGEST_KEYS = 20_000
LINE = 140
# A witness that has not cosigned for so long although there were checkpoints is shown as behind.
LATE = 5 * clock.MINUTE


@dataclass(frozen=True, slots=True)
class ShownWitness:
    """A witness as the page shows it. standing: well, waiting, late or problem."""

    witness: KnownWitness
    standing: str
    problem: str


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """Evidence with what it is called and what it means."""

    evidence: KeptEvidence
    title: str
    meaning: str

    @property
    def known(self) -> str:
        """The note we had, for reading."""
        return brief(self.evidence.known)

    @property
    def shown(self) -> str:
        """The note that does not fit, for reading."""
        return brief(self.evidence.shown)


def brief(note: str) -> str:
    """A note with its long signatures cut off; the file has them whole."""
    return "\n".join(line if len(line) <= LINE else f"{line[: LINE - 1]}…" for line in note.rstrip("\n").split("\n"))


@role(*KEEPERS, methods=("GET", "POST"))
def show_witnesses(request: HttpRequest) -> HttpResponse:
    """GET: how it stands. POST: add or remove a witness, trust or distrust the key of a ledger."""
    form, at = Form(), ""
    if request.method == "POST":
        form, at = Form.typed(request.POST), request.POST.get("decision", "")
        try:
            act(_command(request), actor_of(request), "web")
        except Problem as problem:
            if isinstance(problem, NotFound):
                raise
            form.fails(problem, {"because": _reason_field(request)})
        else:
            return answers.to(HERE, done="saved")
    signed = latest_checkpoint()
    pieces = [shown(each) for each in list_evidence()]
    return answers.page(
        request,
        "records/witnesses.html",
        status=422 if form.errors else 200,
        heading=_("Checkpoints and witnesses"),
        tab="witnesses",
        form=form,
        at=at,
        signed=signed,
        counts=counts(),
        witnesses=[_shown_witness(each, signed) for each in list_witnesses()],
        logs=list_watched_logs(),
        pieces=pieces,
        unexplained=[each for each in pieces if each.evidence.explained_at is None],
        posted=last_notice("post"),
        not_posted=last_notice("refused"),
        mailed=last_notice("mail"),
        records_account=settings.RECORDS_ACCOUNT,
        auditor=settings.AUDITOR_EMAIL,
        prefix=f"{settings.BASE_URL}/witness",
        ledger_key=current(settings.DATA, settings.LEDGER_ORIGIN)[0].public.text(),
        witness_keys=[each.key for each in ensure_cosigners(settings.DATA, settings.WITNESS_NAME)],
    )


def _command(request: HttpRequest) -> Command:
    """What the pressed button asks for. Raises NotFound for none."""
    decision = request.POST.get("decision", "")
    if decision == "add":
        keys = request.POST.get("keys", "")[:LONGEST_KEYS].split()
        return AddWitness(url=request.POST.get("url", ""), keys=tuple(keys))
    if decision == "trust":
        return TrustLog(key=request.POST.get("key", "")[:LONGEST_KEYS])
    because = request.POST.get(_reason_field(request), "")
    if decision == "remove":
        return RemoveWitness(witness_id=number(request, "witness_id"), because=because)
    if decision == "distrust":
        return DistrustLog(key_id=number(request, "key_id"), because=because)
    raise NotFound


def _reason_field(request: HttpRequest) -> str:
    """Each row has a field for the reason of its own."""
    return f"because-{request.POST.get('witness_id') or request.POST.get('key_id', '')}"


def _shown_witness(witness: KnownWitness, signed: SignedCheckpoint | None) -> ShownWitness:
    if witness.problem:
        return ShownWitness(witness, "problem", _(witness.problem))
    if signed is None or witness.size >= signed.checkpoint.size:
        return ShownWitness(witness, "well" if witness.size else "waiting", "")
    since = max(witness.cosigned_at or witness.added_at, signed.signed_at - LATE)
    return ShownWitness(witness, "late" if clock.now_ms() - since > LATE else "waiting", "")


@role(*KEEPERS, methods=("GET", "POST"))
def show_evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """GET: the two notes side by side. POST: write what was found out."""
    found = find_evidence(evidence_id)
    if found is None:
        raise NotFound
    form = Form({"explanation": found.explanation})
    if request.method == "POST":
        form = Form.typed(request.POST)
        try:
            words = str(form.values.get("explanation", ""))
            act(ExplainEvidence(evidence_id=evidence_id, explanation=words), actor_of(request), "web")
        except Problem as problem:
            form.fails(problem)
        else:
            return answers.to(f"{HERE}/evidence/{evidence_id}", done="saved")
    return answers.page(
        request,
        "records/evidence.html",
        status=422 if form.errors else 200,
        heading=shown(found).title,
        tab="witnesses",
        form=form,
        piece=shown(found),
        entries=recorded_of(actor_of(request), f"evidence/{evidence_id}"),
    )


@role(*KEEPERS, methods=("GET",))
def send_evidence(_request: HttpRequest, evidence_id: int, part: str) -> HttpResponse:
    """One of the two notes as a file, byte by byte as it came."""
    found = find_evidence(evidence_id)
    if found is None or part not in ("known", "shown"):
        raise NotFound
    response = HttpResponse(found.known if part == "known" else found.shown, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{found.id}-{part}.txt"'
    return response


def shown(evidence: KeptEvidence) -> ShownEvidence:
    """Evidence in words: what it is, what it may mean and what to do."""
    title, meaning = _words(evidence.kind)
    return ShownEvidence(evidence, title, meaning)


def _words(kind: str) -> tuple[str, str]:
    if kind == SPLIT:
        return _("Two histories of one ledger"), _(
            "The ledger has signed two different trees of the same size. They cannot both be true, and anybody can see"
            " that from the two files. Keep them, and tell its people and whoever relies on it."
        )
    if kind == FORK:
        return _("A larger tree that was not shown to continue ours"), _(
            "A ledger that was written anew looks like this. So does a right checkpoint that somebody sent with a wrong"
            " proof, which anybody can do. Ask its people; when the ledger goes on to be cosigned, it was the latter."
        )
    if kind == ROLLBACK:
        return _("A smaller tree than the one we cosigned"), _(
            "A ledger that was restored from an older copy looks like this. So does an old checkpoint that somebody"
            " sent again. Ask its people whether they restored a backup, and from when."
        )
    if kind == "behind":
        return _("A witness holds more of our ledger than we do"), _(
            "Entries at the end are gone, as after restoring an older backup, or cutting the end off. Find the newest"
            " backup, and verify it against the file of the witness: coffeehouse verify --checkpoint FILE"
        )
    return _("A witness holds another history of our ledger"), _(
        "Entries that were signed before have been changed, or somebody else signs with this ledger’s key. Verify"
        " against the file of the witness, which names where: coffeehouse verify --checkpoint FILE"
    )
