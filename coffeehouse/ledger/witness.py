"""C2SP tlog-witness: what a ledger sends to a witness, and how a witness judges it. Pure.

    POST <prefix>/add-checkpoint: old size, consistency proof, blank line, signed checkpoint → cosignature lines

A witness remembers, for each ledger it is asked to watch, the largest tree it has cosigned, and cosigns only what
continues that tree. Specification, with the status of every refusal: c2sp.org/tlog-witness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coffeehouse.ledger import base64_text
from coffeehouse.ledger.checkpoints import Checkpoint, CheckpointError, parse_checkpoint, parse_size
from coffeehouse.ledger.notes import NoteError, NoteKey, open_note, parse_note
from coffeehouse.ledger.proofs import ProofError, verify_consistency
from coffeehouse.ledger.tree import EMPTY_ROOT, HASH_SIZE

MAX_HASHES = 63
MAX_BODY = 64 * 1024
SIZE_TYPE = "text/x.tlog.size"

# What may show that a ledger has two histories: kept as evidence.
SPLIT = "split"  # another root for a size that was cosigned: two signed notes that cannot both be true
FORK = "fork"  # a larger tree that does not continue the one cosigned, as far as its sender could show
ROLLBACK = "rollback"  # a smaller tree than the one cosigned, which was never cosigned itself


class Refused(Exception):
    """The witness does not cosign: the status of the answer, its body, and the suspicion that this raises, if any."""

    def __init__(self, status: int, message: str, *, suspicion: str = "", size: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.suspicion = suspicion
        # The largest size cosigned: then it is all that the body says.
        self.size = size

    @property
    def body(self) -> str:
        """What is sent back."""
        return f"{self}\n" if self.size is None else f"{self.size}\n"

    @property
    def content_type(self) -> str:
        """Its type."""
        return "text/plain; charset=utf-8" if self.size is None else SIZE_TYPE


@dataclass(frozen=True, slots=True)
class Submission:
    """The body of add-checkpoint taken apart. note: the signed checkpoint, verbatim."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str

    def body(self) -> bytes:
        """The body."""
        lines = [f"old {self.old_size}", *(base64_text.encode(item) for item in self.proof), "", ""]
        return ("\n".join(lines) + self.note).encode()

    @property
    def text(self) -> str:
        """The checkpoint without its signatures: what a cosignature covers."""
        return parse_note(self.note).text


def parse_submission(body: bytes) -> tuple[Submission, Checkpoint]:
    """Take a body apart, strictly; Refused with 400."""
    if len(body) > MAX_BODY:
        raise Refused(400, f"more than {MAX_BODY} bytes")
    try:
        head, blank, note = body.decode().partition("\n\n")
        lines = head.split("\n")
        if not blank or not lines[0].startswith("old "):
            raise ValueError("expected the old size, proof lines, a blank line and a checkpoint")
        if len(lines) > 1 + MAX_HASHES:
            raise ValueError(f"more than {MAX_HASHES} proof lines")
        old_size = parse_size(lines[0].removeprefix("old "))
        proof = tuple(base64_text.decode(line) for line in lines[1:])
        if any(len(item) != HASH_SIZE for item in proof):
            raise ValueError(f"a proof line holds one hash of {HASH_SIZE} bytes")
        return Submission(old_size, proof, note), _checkpoint_of(parse_note(note).text)
    except ValueError as problem:  # those of UTF-8, base 64, notes and checkpoints among them
        raise Refused(400, str(problem)) from problem


def _checkpoint_of(text: str) -> Checkpoint:
    """The checkpoint; also one that gives the empty tree a root it cannot have, which is judged later (422)."""
    try:
        return parse_checkpoint(text)
    except CheckpointError:
        lines = text.split("\n")
        if len(lines) < 4 or lines[1] != "0":
            raise
        root = base64_text.decode(lines[2])
        lines[2] = base64_text.encode(EMPTY_ROOT)
        rest = parse_checkpoint("\n".join(lines))
        if len(root) != HASH_SIZE:
            raise
        return Checkpoint(rest.origin, 0, root, rest.extensions)


def check_signed(note: str, keys: Sequence[NoteKey]) -> None:
    """Refused unless the witness knows keys of this ledger (404), and one of them signed while none is abused (403)."""
    if not keys:
        raise Refused(404, "this witness does not watch a ledger of that origin")
    try:
        open_note(note, keys)
    except NoteError as problem:
        raise Refused(403, str(problem)) from problem


def check_sizes(submission: Submission, checkpoint: Checkpoint) -> None:
    """Refused with 400 where the old size is above that of the checkpoint."""
    if submission.old_size > checkpoint.size:
        raise Refused(400, "the old size is larger than the checkpoint's")


def check_continues(
    submission: Submission, checkpoint: Checkpoint, seen: Checkpoint | None, root_at: bytes | None = None
) -> None:
    """Refused unless the checkpoint continues `seen`, the largest cosigned (None: none yet).

    root_at: the root once cosigned at the checkpoint's own size, where the witness still knows it.
    """
    latest = 0 if seen is None else seen.size
    if submission.old_size != latest:
        raise Refused(409, "", suspicion=_suspicion_of_smaller(checkpoint, latest, root_at), size=latest)
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise Refused(422, "an empty tree has the empty root")
    if seen is None or latest == 0:
        if submission.proof:
            raise Refused(422, "from the empty tree there is nothing to prove")
        return
    if checkpoint.size == latest and checkpoint.root != seen.root:
        raise Refused(422, "another root was cosigned for this size", suspicion=SPLIT)
    try:
        verify_consistency(latest, checkpoint.size, seen.root, checkpoint.root, submission.proof)
    except ProofError as problem:
        # A right proof may have been replaced by another sender: of one size, though, nothing needs to be shown.
        raise Refused(422, str(problem), suspicion=FORK if checkpoint.size > latest else "") from problem


def _suspicion_of_smaller(checkpoint: Checkpoint, latest: int, root_at: bytes | None) -> str:
    """What a checkpoint raises that was sent with a wrong old size: mostly nothing, its sender is only behind."""
    if root_at is not None:
        return "" if root_at == checkpoint.root else SPLIT
    return ROLLBACK if checkpoint.size < latest else ""
