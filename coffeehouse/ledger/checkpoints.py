"""C2SP tlog-checkpoint: origin, size and root of the tree as the text of a signed note. Pure.

Specification: c2sp.org/tlog-checkpoint. Extension lines are read and kept, never written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coffeehouse.ledger import base64_text
from coffeehouse.ledger.notes import NoteError, NoteKey, open_note
from coffeehouse.ledger.tree import EMPTY_ROOT, HASH_SIZE


class CheckpointError(ValueError):
    """The text is not a checkpoint, or not one of the log we asked about."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits to: at this size its tree has this root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The note text to sign."""
        lines = [self.origin, str(self.size), base64_text.encode(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def parse_size(text: str) -> int:
    """A tree size or index: ASCII decimal digits without leading zeros, below 2^63; or CheckpointError."""
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0") or len(text) > 19:
        raise CheckpointError(f"not a number without leading zeros: {text[:30]!r}")
    number = int(text)
    if number >= 1 << 63:
        raise CheckpointError("the number is too large")
    return number


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a note text as a checkpoint, strictly."""
    if not text.endswith("\n"):
        raise CheckpointError("a checkpoint ends in a newline")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise CheckpointError("a checkpoint has an origin, a size and a root line, none of them empty")
    try:
        root = base64_text.decode(lines[2])
    except ValueError as problem:
        raise CheckpointError("the root is not base 64") from problem
    size = parse_size(lines[1])
    if len(root) != HASH_SIZE or (size == 0 and root != EMPTY_ROOT):
        raise CheckpointError("the root is not a SHA-256 root of a tree of this size")
    return Checkpoint(lines[0], size, root, tuple(lines[3:]))


def open_checkpoint(note: str, keys: Sequence[NoteKey], origin: str) -> Checkpoint:
    """The checkpoint of a note signed by one of `keys`, about the log `origin`; or CheckpointError."""
    try:
        opened = open_note(note, keys)
    except NoteError as problem:
        raise CheckpointError(str(problem)) from problem
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != origin:
        raise CheckpointError(f"the checkpoint is about {checkpoint.origin!r}, not {origin!r}")
    return checkpoint
