"""Signing checkpoints: the worker asks for one at most every 60 seconds while there are new entries.

    integrate → sign_checkpoint → a row of ledger_checkpoint, a line of checkpoints.log, the file checkpoint

The log of checkpoints lives in the data folder, beside the database and not in it. Nothing is signed that would
contradict an earlier checkpoint, in the database or in that log.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from coffeehouse.database import sql, transaction
from coffeehouse.kernel import clock
from coffeehouse.ledger.checkpoints import Checkpoint, parse_checkpoint
from coffeehouse.ledger.notes import Signer, VerifierKey, parse_note
from coffeehouse.ledger.outside import OutsideCheckpoints
from coffeehouse.ledger.proofs import ProofError, verify_consistency
from coffeehouse.ledger.queries import SignedCheckpoint, latest_checkpoint
from coffeehouse.ledger.stored_tiles import integrated_size, tree_of
from coffeehouse.ledger.tiles import TileError

KEY_FILE = Path("keys") / "ledger.key"
LEDGER_FOLDER = "ledger"


class SigningRefusedError(Exception):
    """The tree contradicts what was signed before. The message says which checkpoint and what to do."""


def ensure_key(folder: Path) -> Ed25519PrivateKey:
    """The ledger's private key in `<folder>/keys/ledger.key` (PEM); made on first use, readable by the owner only."""
    file = folder / KEY_FILE
    if not file.exists():
        _make_key(file)
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningRefusedError(f"{file} does not hold an Ed25519 key: put the ledger's own key back")
    return key


def verifier_key(folder: Path, origin: str) -> VerifierKey:
    """The public key to publish, under the ledger's origin as its name."""
    return Signer(origin, ensure_key(folder)).verifier


def sign_checkpoint(folder: Path, origin: str) -> Checkpoint | None:
    """Sign the tree as integrated so far. None when nothing is new. SigningRefusedError on any contradiction."""
    signer = Signer(origin, ensure_key(folder))
    outside = OutsideCheckpoints(folder / LEDGER_FOLDER)
    with outside.locked():
        previous = latest_checkpoint()
        _catch_up(outside, previous)
        size = integrated_size()
        if size == (previous.checkpoint.size if previous is not None else 0):
            return None
        checkpoint = _next_checkpoint(previous, size, origin)
        note, now = signer.sign(checkpoint.text()), clock.now_ms()
        with transaction.write():
            sql.execute("INSERT INTO ledger_checkpoint (size, note, signed_at) VALUES (%s, %s, %s)", (size, note, now))
        # After the commit: a crash in between leaves the log behind, and `_catch_up` mends that; never ahead.
        outside.append(note, now)
    return checkpoint


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
        outside.append(previous.note, previous.signed_at)


def _make_key(file: Path) -> None:
    """Write a new key; when two processes start at once, the first one's key stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
