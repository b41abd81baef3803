"""Inclusion and consistency proofs of RFC 9162 §2.1.3 and §2.1.4, for whole trees and for subtrees.

A proof is made from a callable that gives the hash of any run of leaves `[start, end)`: `tiles.py` has one. Making and
verifying walk the tree by the very recursion of the RFC, so that the definition can be read off the code; the walk is
at most 63 steps deep. A subtree `[start, end)` starts at a multiple of the next power of two of its width
(Merkle Tree Certificates, §4): a witness signs such subtrees. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from coffeehouse.ledger.tree import EMPTY_ROOT, HASH_SIZE, node_hash, split

RangeHash = Callable[[int, int], bytes]

MAX_SIZE = 1 << 63


class ProofError(ValueError):
    """The proof does not show what it claims, or nothing can be proved about these numbers."""


def make_inclusion(index: int, size: int, hash_of: RangeHash) -> list[bytes]:
    """Hashes from the leaf's sibling up to the root's child, for leaf `index` of a tree of `size` leaves."""
    if not 0 <= index < size < MAX_SIZE:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    return make_subtree_consistency(index, index + 1, size, hash_of)


def make_consistency(size1: int, size2: int, hash_of: RangeHash) -> list[bytes]:
    """Hashes that show the tree of `size1` leaves to be the beginning of the tree of `size2` leaves."""
    if not 0 < size1 <= size2 < MAX_SIZE:
        raise ProofError(f"no consistency proof from size {size1} to size {size2}")
    return make_subtree_consistency(0, size1, size2, hash_of)


def make_subtree_consistency(start: int, end: int, size: int, hash_of: RangeHash) -> list[bytes]:
    """Hashes that show the subtree `[start, end)` to sit in the tree of `size` leaves."""
    check_subtree(start, end, size)
    if start == end:
        return []
    return [hash_of(*run) for run in _runs(start, end, 0, size, True)]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless `leaf` (a leaf hash) is leaf `index` of the tree with this size and root."""
    if not 0 <= index < size < MAX_SIZE:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    _need_hashes([leaf, root])
    if _climb(index, index + 1, size, leaf, proof) != (leaf, root):
        raise ProofError("the proof does not lead from the leaf to the root")


def verify_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Raise ProofError unless the tree (size1, root1) is the beginning of the tree (size2, root2)."""
    if size1 == 0:
        raise ProofError("every tree continues the empty one: there is nothing to prove from size 0")
    verify_subtree_consistency(0, size1, size2, root1, root2, proof)


def verify_subtree_inclusion(
    index: int, start: int, end: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise ProofError unless `leaf` is leaf `index` of the log, within the subtree `[start, end)` of that root."""
    check_subtree(start, end, end)
    verify_inclusion(index - start, end - start, leaf, proof, root)


def verify_subtree_consistency(
    start: int, end: int, size: int, root1: bytes, root2: bytes, proof: Sequence[bytes]
) -> None:
    """Raise ProofError unless the subtree `[start, end)` with `root1` sits in the tree of `size` with `root2`."""
    check_subtree(start, end, size)
    if start == end:
        if proof or root1 != EMPTY_ROOT:
            raise ProofError("an empty subtree has the empty root and an empty proof")
        return
    if _climb(start, end, size, root1, proof) != (root1, root2):
        raise ProofError("the proof does not lead from the first root to the second")


def check_subtree(start: int, end: int, size: int) -> None:
    """Raise ProofError unless `[start, end)` is a subtree by the definition and lies within `size` leaves."""
    if not 0 <= start <= end <= size < MAX_SIZE:
        raise ProofError(f"no run of leaves from {start} to {end} in a tree of {size}")
    width = end - start
    if width and start % (1 << (width - 1).bit_length()):
        raise ProofError(f"leaves {start} to {end} are not one subtree")


def _runs(start: int, end: int, first: int, size: int, known: bool) -> Iterator[tuple[int, int]]:
    """The runs of leaves whose hashes make the proof; `first` is where the part of the tree under view begins.

    `known` says that the verifier has the hash of the whole wanted part, so it need not be in the proof.
    """
    if start == 0 and end == size:
        if not known:
            yield first, first + size
        return
    middle = split(size)
    if end <= middle:
        yield from _runs(start, end, first, middle, known)
        yield first + middle, first + size
    elif start >= middle:
        yield from _runs(start - middle, end - middle, first + middle, size - middle, known)
        yield first, first + middle
    else:
        yield from _runs(0, end - middle, first + middle, size - middle, False)
        yield first, first + middle


def _climb(start: int, end: int, size: int, known: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """(hash of the part, hash of the tree) as the proof has them; the mirror image of `_runs`."""
    _need_hashes(proof)
    rest = iter(proof)

    def climb(start: int, end: int, size: int, here: bytes | None) -> tuple[bytes, bytes]:
        if start == 0 and end == size:
            whole = _next(rest) if here is None else here
            return whole, whole
        middle = split(size)
        if end <= middle:
            part, tree = climb(start, end, middle, here)
            return part, node_hash(tree, _next(rest))
        if start >= middle:
            part, tree = climb(start - middle, end - middle, size - middle, here)
            return part, node_hash(_next(rest), tree)
        part, tree = climb(0, end - middle, size - middle, None)
        left = _next(rest)
        return node_hash(left, part), node_hash(left, tree)

    result = climb(start, end, size, known)
    if next(rest, None) is not None:
        raise ProofError("the proof has more hashes than the tree has levels")
    return result


def _next(rest: Iterator[bytes]) -> bytes:
    value = next(rest, None)
    if value is None:
        raise ProofError("the proof has too few hashes")
    return value


def _need_hashes(values: Sequence[bytes]) -> None:
    if any(len(value) != HASH_SIZE for value in values):
        raise ProofError("every hash of a proof has 32 bytes")
