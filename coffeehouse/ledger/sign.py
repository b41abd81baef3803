"""Signing checkpoints: the worker asks for one at most every 60 seconds while there are new entries.

    integrate → sign_checkpoint → a row of ledger_checkpoint, a line of checkpoints.log, the file checkpoint

The log of checkpoints lives in the data folder, beside the database and not in it. Nothing is signed that would
contradict an earlier checkpoint, in the database or in that log.
"""

from __future__ import annotations

from pathlib import Path

from coffeehouse.database import sql, transaction
from coffeehouse.kernel import clock
from coffeehouse.ledger import key_files
from coffeehouse.ledger.checkpoints import Checkpoint, parse_checkpoint
from coffeehouse.ledger.key_files import KeyFileError
from coffeehouse.ledger.notes import NoteError, VerifierKey, open_note, parse_note, parse_verifier_key
from coffeehouse.ledger.outside import OutsideCheckpoints
from coffeehouse.ledger.proofs import ProofError, verify_consistency
from coffeehouse.ledger.queries import SignedCheckpoint, latest_checkpoint, ml_dsa_lines, rotations
from coffeehouse.ledger.rotation import KeyHistory
from coffeehouse.ledger.stored_tiles import integrated_size, tree_of
from coffeehouse.ledger.tiles import TileError

LEDGER_FOLDER = "ledger"
FOR_GOOD = 0
"""In place of an hour: a change of keys, whose signatures lead from the old keys to the new."""


class SigningRefusedError(Exception):
    """The tree contradicts what was signed before. The message says which checkpoint and what to do."""


def verifier_key(folder: Path, origin: str) -> VerifierKey:
    """The public Ed25519 key of today, under the ledger's origin as its name."""
    return parse_verifier_key(key_files.current(folder, origin)[0].public.text())


def key_history(folder: Path, origin: str) -> KeyHistory:
    """Every key that ever signed this ledger, and when."""
    return KeyHistory([signer.public for signer in key_files.current(folder, origin)], rotations())


def sign_checkpoint(folder: Path, origin: str) -> Checkpoint | None:
    """Sign the tree as integrated so far. None when nothing is new. SigningRefusedError on any contradiction."""
    outside = OutsideCheckpoints(folder / LEDGER_FOLDER)
    with outside.locked():
        previous = latest_checkpoint()
        _catch_up(outside, previous)
        size = integrated_size()
        if size == (previous.checkpoint.size if previous is not None else 0):
            return None
        checkpoint = _next_checkpoint(previous, size, origin)
        signers = _signers(folder, origin, size)
        if previous is not None:
            _require_same_keys(signers, previous)
        # A clock that was set back never makes a checkpoint look older than the one before it.
        now = max(clock.now_ms(), previous.signed_at if previous is not None else 0)
        text = checkpoint.text()
        note = text + "\n" + "".join(signer.line(text, now // 1000) for signer in signers.ed25519)
        ml_dsa = "".join(signer.line(text, now // 1000) for signer in signers.ml_dsa)
        with transaction.write():
            sql.execute("INSERT INTO ledger_checkpoint (size, note, signed_at) VALUES (%s, %s, %s)", (size, note, now))
            _keep_ml_dsa(size, FOR_GOOD if signers.changing else now // clock.HOUR, ml_dsa)
        # After the commit: a crash in between leaves the log behind, and `_catch_up` mends that; never ahead.
        outside.append(note, now, ml_dsa)
        signers.put_in_place()
    return checkpoint


def _signers(folder: Path, origin: str, size: int) -> key_files.Signers:
    try:
        return key_files.signers(folder, origin, next(reversed(rotations()), None), size)
    except KeyFileError as problem:
        raise SigningRefusedError(str(problem)) from problem


def _require_same_keys(signers: key_files.Signers, previous: SignedCheckpoint) -> None:
    """A key that was lost and made anew, or put there by somebody, signs nothing: readers know the one before."""
    lines = ml_dsa_lines(previous.checkpoint.size)
    further = f"{previous.checkpoint.text()}\n{lines}" if lines else ""
    for note, keys, file in (
        (previous.note, signers.ed25519, key_files.ED25519_FILE), (further, signers.ml_dsa, key_files.MLDSA_FILE),
    ):  # fmt: skip
        try:
            if note:
                open_note(note, [signer.public for signer in keys])
        except NoteError:
            raise SigningRefusedError(
                f"{file} is not the key that signed the checkpoint before. Put the ledger's own key back from a backup;"
                " to change keys, use `coffeehouse ledger rotate-key`"
            ) from None


def _keep_ml_dsa(size: int, hour: int, lines: str) -> None:
    """Of each hour the last is kept: a checkpoint vouches for all entries of those before it."""
    sql.execute("DELETE FROM ledger_mldsasignature WHERE hour = %s AND size < %s", (hour, size))
    sql.execute("INSERT INTO ledger_mldsasignature (size, hour, lines) VALUES (%s, %s, %s)", (size, hour, lines))


def _next_checkpoint(previous: SignedCheckpoint | None, size: int, origin: str) -> Checkpoint:
    """The checkpoint of the tree at `size`, once it is shown to continue the previous one."""
    try:
        tree = tree_of(size)
        root = tree.root()
        if previous is not None:
            earlier = previous.checkpoint
            if earlier.origin != origin:
                raise SigningRefusedError(
                    f"the ledger was signed as {earlier.origin!r} and is now set to {origin!r}: set LEDGER_ORIGIN back"
                )
            verify_consistency(earlier.size, size, earlier.root, root, tree.consistency(earlier.size))
    except (ProofError, TileError) as problem:
        at = f"the checkpoint of {previous.checkpoint.size} entries" if previous else "the stored tiles"
        raise SigningRefusedError(f"the tree contradicts {at} ({problem}): run `coffeehouse verify`") from problem
    return Checkpoint(origin, size, root)


def _catch_up(outside: OutsideCheckpoints, previous: SignedCheckpoint | None) -> None:
    """Write to the log what a crash kept out of it; refuse when the log knows more than the database."""
    last = outside.last_note()
    known = parse_checkpoint(parse_note(last).text).size if last is not None else 0
    size = previous.checkpoint.size if previous is not None else 0
    if known > size or (known == size and previous is not None and last != previous.note):
        raise SigningRefusedError(
            f"{outside.log} has a checkpoint of {known} entries that the database does not have: an older copy of the"
            " database was put in place. Restore the database and this folder from the same backup."
        )
    if previous is not None and known < size:
        outside.append(previous.note, previous.signed_at, ml_dsa_lines(size))
