"""The Merkle tree of RFC 9162 §2.1: how leaves and nodes are hashed, and the root of a growing list of leaves.

Pure: knows neither database nor network. Proofs, tiles and checkpoints all rest on these few functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry. The 0x00 before it keeps a leaf from ever passing for a node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two smaller than `size` (at least 2): where RFC 9162 cuts a list of leaves."""
    return 1 << (size - 1).bit_length() - 1


class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first; O(log n) memory."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash. Two equal subtrees merge as often as the old size has trailing ones."""
        carry, node = self.size, leaf
        while carry & 1:
            node = node_hash(self._roots.pop(), node)
            carry >>= 1
        self._roots.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._roots:
            return EMPTY_ROOT
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes (or over the roots of complete, equal subtrees, as in a tile)."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()
