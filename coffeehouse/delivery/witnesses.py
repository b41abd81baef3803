"""Sends our newest checkpoint to each witness and keeps what it cosigns (tlog-witness). Jobs of kind `witness.submit`.

    sign → ask_witnesses, every two seconds → a job for each witness that is behind → deliver_submission

A witness that does not answer is asked again later each time; the job itself never fails, since by then there is a
newer checkpoint to send. An answer that only a changed history explains is kept as evidence, once, by an act; that
act's own checkpoint is refused like the one before and adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext_noop

from coffeehouse import outbound
from coffeehouse.database.transaction import write
from coffeehouse.domain.context import SYSTEM, Job
from coffeehouse.domain.records.witness_commands import RecordEvidence
from coffeehouse.engine import outbox
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.checkpoints import CheckpointError, parse_size
from coffeehouse.ledger.cosignatures import CosignatureError, Cosigned, parse_cosigner_key, read_cosignatures
from coffeehouse.ledger.queries import SignedCheckpoint, latest_checkpoint
from coffeehouse.ledger.stored_tiles import tree_of
from coffeehouse.ledger.witness import SIZE_TYPE, Submission
from coffeehouse.ledger.witnesses import (
    KnownWitness,
    due_witnesses,
    find_witness,
    give_turn,
    keep_cosigned,
    keep_problem,
)
from coffeehouse.outbound import Fetched, OutboundFailed, OutboundRefused

log = structlog.get_logger("coffeehouse.witnesses")

KIND = "witness.submit"
CHANNEL = "worker"
# Evidence about our own ledger: a witness holds more of it than we do, or something else.
BEHIND = "behind"
CONTRADICTED = "contradicted"
LARGEST_NOTE = 32_000
# A witness's clock may be ahead of ours by so much, seconds.
CLOCKS_DIFFER = 300

UNKNOWN_HERE = gettext_noop("The witness does not know this ledger. Give its people this ledger's key.")
KEY_UNKNOWN = gettext_noop("The witness does not know the key that signs. Give its people the present key.")
NO_COSIGNATURE = gettext_noop("The witness answered without a cosignature by its key.")
HOLDS_MORE = gettext_noop("The witness has cosigned more entries than this ledger has. See the evidence.")
REFUSED = gettext_noop("The witness says that this ledger does not continue what it cosigned. See the evidence.")
UNREADABLE = gettext_noop("The witness gave an answer that is not in the protocol.")
NOT_REACHED = gettext_noop("The witness could not be reached.")


class _Problem(Exception):
    """Why this turn came to nothing, as it is shown; details only for the log."""

    def __init__(self, words: str, details: str = "") -> None:
        super().__init__(words)
        self.details = details


def ask_for_keys(url: str) -> tuple[str, ...]:
    """The keys a house says it cosigns with, at the address given for it. Raises Invalid when it does not say so."""
    try:
        answer = outbound.fetch_text(f"{url.rstrip('/')}/keys", limit_bytes=LARGEST_NOTE, accept=("text/plain",))
        return tuple(parse_cosigner_key(line).text() for line in answer.text.splitlines()[:4])
    except (OutboundRefused, OutboundFailed, CosignatureError) as problem:
        raise Invalid(
            f"The address does not say which keys it signs with ({problem}). Check it, or give the keys yourself.",
            field="url",
        ) from problem


def ask_witnesses() -> None:
    """Give a turn to each witness that is behind and was not asked a moment ago."""
    now = clock.now_ms()
    if not due_witnesses(now):
        return
    with write():
        turns = [witness_id for witness_id in due_witnesses(now) if give_turn(witness_id, now)]
        appender = Appender(now)
        outbox.enqueue([Job(KIND, {"witness_id": str(each)}) for each in turns], now, appender.new_id)
        appender.close()


def deliver_submission(payload: Mapping[str, Any]) -> None:
    """One turn of a witness: send the newest checkpoint, keep the cosignatures or the problem."""
    witness, signed = find_witness(int(payload["witness_id"])), latest_checkpoint()
    if witness is None or signed is None:
        return
    try:
        lines = _ask(witness, signed)
    except _Problem as problem:
        log.warning("witness_problem", witness=witness.url, problem=str(problem), details=problem.details)
        with write():
            keep_problem(witness.id, str(problem), clock.now_ms())
        return
    with write():
        keep_cosigned(witness.id, signed.checkpoint.size, lines, clock.now_ms())


def _ask(witness: KnownWitness, signed: SignedCheckpoint) -> str:
    """The cosignature lines. Where the witness stands at another size than we thought, it says so and is asked anew."""
    size = signed.checkpoint.size
    old_size = witness.size if witness.size <= size else 0
    for _turn in range(3):
        answer = _submit(witness, signed, old_size)
        if answer.status == 409 and answer.content_type.partition(";")[0].strip() == SIZE_TYPE:
            known = _size_in(answer)
            if known > size:
                _record(BEHIND, witness, signed, known, _what_it_holds(witness) or f"{witness.name}: {known}")
                raise _Problem(HOLDS_MORE, f"{known} entries, we have {size}")
            old_size = known
            continue
        break
    if answer.status == 200:
        return _cosigned(witness, signed, answer.text)
    raise _refusal(witness, signed, answer, old_size)


def _submit(witness: KnownWitness, signed: SignedCheckpoint, old_size: int) -> Fetched:
    size = signed.checkpoint.size
    proof = tree_of(size).consistency(old_size) if old_size else []
    body = Submission(old_size, tuple(proof), signed.note).body()
    try:
        return outbound.exchange(
            f"{witness.url}/add-checkpoint", body, {"Content-Type": "text/plain; charset=utf-8"}, limit_bytes=64_000
        )
    except (OutboundRefused, OutboundFailed) as problem:
        raise _Problem(NOT_REACHED, str(problem)) from problem


def _size_in(answer: Fetched) -> int:
    try:
        return parse_size(answer.text.removesuffix("\n"))
    except (CheckpointError, IndexError) as problem:
        raise _Problem(UNREADABLE, answer.text[:100]) from problem


def _cosigned(witness: KnownWitness, signed: SignedCheckpoint, lines: str) -> str:
    """The lines by this witness's keys, each of them verified; what else was sent is not kept."""
    try:
        found = read_cosignatures(signed.note + lines, witness.keys)
    except CosignatureError as problem:
        raise _Problem(NO_COSIGNATURE, str(problem)) from problem
    if not found or any(_is_of_the_future(each) for each in found):
        raise _Problem(NO_COSIGNATURE, lines[:200])
    return "".join(each.line for each in found)


def _is_of_the_future(cosigned: Cosigned) -> bool:
    return cosigned.timestamp > clock.now_ms() // 1000 + CLOCKS_DIFFER


def _refusal(witness: KnownWitness, signed: SignedCheckpoint, answer: Fetched, held: int) -> _Problem:
    """What to show for a refusal; one that only another history explains is kept as evidence first.

    held: the size the witness stands at. Evidence is named by it, not by ours, which grows with the evidence itself.
    """
    details = f"{answer.status}: {answer.text[:200]}"
    if answer.status == 422:
        _record(CONTRADICTED, witness, signed, held, _what_it_holds(witness) or f"{witness.name}: 422")
        return _Problem(REFUSED, details)
    return _Problem({404: UNKNOWN_HERE, 403: KEY_UNKNOWN}.get(answer.status, UNREADABLE), details)


def _what_it_holds(witness: KnownWitness) -> str:
    """The checkpoint of ours that the witness serves, signed by us and by it; "" where it serves none."""
    name = hashlib.sha256(settings.LEDGER_ORIGIN.encode()).hexdigest()
    try:
        found = outbound.fetch_text(f"{witness.url}/{name}/checkpoint", limit_bytes=LARGEST_NOTE, accept=("text/*",))
        return found.text if read_cosignatures(found.text, witness.keys) else ""
    except (OutboundRefused, OutboundFailed, CosignatureError):
        return ""


def _record(kind: str, witness: KnownWitness, signed: SignedCheckpoint, size: int, shown: str) -> None:
    """Keep what the witness showed us beside what we have. The same again adds nothing."""
    act(
        RecordEvidence(
            kind=kind,
            origin=signed.checkpoint.origin,
            size=size,
            known=signed.note,
            shown=shown,
            witness=witness.url,
        ),
        SYSTEM,
        CHANNEL,
    )
