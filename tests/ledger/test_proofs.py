"""Inclusion and consistency proofs: RFC 9162, the published vectors, and attack W4."""

from __future__ import annotations

import json
import os
import tarfile
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.ledger import proofs
from coffeehouse.ledger.proofs import ProofError
from coffeehouse.ledger.tiles import TILE_BYTES, TileTree, tile_path, tile_root, tiles_of
from coffeehouse.ledger.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_of

MOST = 300
LEAVES = [leaf_hash(str(number).encode()) for number in range(MOST)]
ARCHIVE = "merkle_vectors/transparency_dev_merkle_testdata.tar.xz"


def vectors() -> list[tuple[str, dict[str, Any]]]:
    """The published vectors with their names, or nothing where the shared data is not at hand."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    file = Path(os.environ.get("COFFEEHOUSE_SHARED_DATA", default)) / ARCHIVE
    if not file.exists():
        return []
    found = []
    with tarfile.open(file) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None and member.name.endswith(".json"):
                found.append((member.name.removeprefix("testdata/"), json.load(content)))
    return found


def verdict(vector: dict[str, Any]) -> bool:
    """What our verifier says of a vector."""
    proof = [b64decode(item) for item in vector["proof"] or []]
    hashes = {name: b64decode(vector[name]) for name in ("root", "leafHash", "root1", "root2") if name in vector}
    try:
        if "leafIdx" in vector and "start" in vector:
            proofs.verify_subtree_inclusion(
                vector["leafIdx"], vector["start"], vector["end"], hashes["leafHash"], proof, hashes["root"]
            )
        elif "leafIdx" in vector:
            proofs.verify_inclusion(vector["leafIdx"], vector["treeSize"], hashes["leafHash"], proof, hashes["root"])
        elif "start" in vector:
            proofs.verify_subtree_consistency(
                vector["start"], vector["end"], vector["size"], hashes["root1"], hashes["root2"], proof
            )
        else:
            proofs.verify_consistency(vector["size1"], vector["size2"], hashes["root1"], hashes["root2"], proof)
    except ProofError:
        return False
    return True


@cache
def naive(start: int, end: int) -> bytes:
    """The tree hash exactly as RFC 9162 §2.1.1 defines it."""
    if start == end:
        return EMPTY_ROOT
    if end - start == 1:
        return LEAVES[start]
    width = 1
    while width * 2 < end - start:
        width *= 2
    return node_hash(naive(start, start + width), naive(start + width, end))


def test_w4_every_published_vector_gets_its_verdict() -> None:
    """W4: all 518 vectors (98 inclusion, 98 consistency, 322 of subtrees) are accepted or rejected as they state."""
    found = vectors()
    if not found:
        pytest.skip(f"LEFT OUT: no {ARCHIVE}; set COFFEEHOUSE_SHARED_DATA")
    assert len(found) == 518
    wrong = [name for name, vector in found if verdict(vector) is vector["wantErr"]]
    assert wrong == []


def test_the_roots_of_growing_trees_are_those_of_the_definition() -> None:
    """The frontier gives, after each leaf, the root that the recursive definition gives."""
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, 1):
        frontier.append(leaf)
        assert frontier.root() == naive(0, size)


def test_inclusion_proofs_verify_for_every_leaf_of_every_small_tree() -> None:
    """For each size up to 300, every seventh leaf and both ends are proved; another leaf with that proof is not."""
    for size in range(1, MOST + 1):
        for index in {*range(0, size, 7), size - 1}:
            proof = proofs.make_inclusion(index, size, naive)
            proofs.verify_inclusion(index, size, LEAVES[index], proof, naive(0, size))
            with pytest.raises(ProofError):
                proofs.verify_inclusion(index, size, leaf_hash(b"other"), proof, naive(0, size))


def test_consistency_proofs_verify_between_all_small_trees() -> None:
    """For each size up to 300, every fifth earlier size is proved to be its beginning."""
    for size2 in range(1, MOST + 1):
        for size1 in {1, *range(1, size2, 5), size2}:
            proof = proofs.make_consistency(size1, size2, naive)
            proofs.verify_consistency(size1, size2, naive(0, size1), naive(0, size2), proof)


@given(st.data())
def test_subtree_proofs_verify_and_a_changed_proof_does_not(data: st.DataObject) -> None:
    """Any subtree of any tree is proved to sit in it; with any one change to the proof it is not."""
    size = data.draw(st.integers(1, MOST))
    height = data.draw(st.integers(0, size.bit_length() - 1))
    start = data.draw(st.integers(0, (size - 1) >> height)) << height
    shortest = 1 if height == 0 else (1 << height - 1) + 1
    if start + shortest > size:
        start = 0
    end = data.draw(st.integers(start + shortest, min(size, start + (1 << height))))
    proof = proofs.make_subtree_consistency(start, end, size, naive)
    part, whole = naive(start, end), naive(0, size)
    proofs.verify_subtree_consistency(start, end, size, part, whole, proof)
    for changed in changes(data, proof):
        with pytest.raises(ProofError):
            proofs.verify_subtree_consistency(start, end, size, part, whole, changed)


def changes(data: st.DataObject, proof: list[bytes]) -> list[list[bytes]]:
    """The proof with a hash too many, too few, out of order, and with one bit flipped."""
    made = [[*proof, LEAVES[0]], [LEAVES[0], *proof]]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bit = data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(proof[at], "big") ^ (1 << bit)).to_bytes(32, "big")
        made += [[*proof[:at], *put, *proof[at + 1 :]] for put in ([], [flipped], [b""])]
    if len(set(proof)) > 1:
        made.append(proof[::-1])
    return made


def test_w4_a_node_never_passes_for_a_leaf() -> None:
    """W4 leaf/node confusion: an entry made of two child hashes does not hash to their parent."""
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)
    with pytest.raises(ProofError):
        proofs.verify_inclusion(0, 2, leaf_hash(left + right), [], naive(0, 2))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 5), (6, 5), (-1, 5), (0, 1 << 63)])
def test_w4_no_leaf_is_proved_outside_the_tree(index: int, size: int) -> None:
    """W4: an index at or beyond the size, a negative one, and an impossible size are refused, made or verified."""
    with pytest.raises(ProofError):
        proofs.verify_inclusion(index, size, LEAVES[0], [], LEAVES[0])
    with pytest.raises(ProofError):
        proofs.make_inclusion(index, size, naive)


@pytest.mark.parametrize(("size1", "size2"), [(0, 0), (0, 5), (6, 5), (-1, 5), (1, 1 << 63)])
def test_w4_no_consistency_from_nothing_or_backwards(size1: int, size2: int) -> None:
    """W4: size1 = 0 proves nothing and is refused, as is a first tree larger than the second."""
    with pytest.raises(ProofError):
        proofs.verify_consistency(size1, size2, EMPTY_ROOT, EMPTY_ROOT, [])
    with pytest.raises(ProofError):
        proofs.make_consistency(size1, size2, naive)


def test_w4_an_empty_proof_proves_only_a_tree_of_one() -> None:
    """W4 empty proof: it leads from the leaf to the root only where the leaf is the root."""
    proofs.verify_inclusion(0, 1, LEAVES[0], [], LEAVES[0])
    for size in range(2, 20):
        with pytest.raises(ProofError):
            proofs.verify_inclusion(0, size, LEAVES[0], [], naive(0, size))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 300])
def test_proofs_from_tiles_are_those_of_the_definition(size: int) -> None:
    """A tree kept as tiles gives the same root and proofs as the list of its leaves."""
    held = build(LEAVES[:size])
    tree = TileTree(size, lambda level, number: held[level, number])
    assert tree.root() == naive(0, size)
    for index in {0, size // 2, size - 1}:
        assert tree.leaf(index) == LEAVES[index]
        assert tree.inclusion(index) == proofs.make_inclusion(index, size, naive)
    for earlier in {1, size // 2 or 1, size}:
        assert tree.consistency(earlier) == proofs.make_consistency(earlier, size, naive)


def test_a_tree_of_many_levels_of_tiles_has_the_right_root() -> None:
    """Beyond 65,536 leaves there are three levels of tiles; root and proofs still verify."""
    size = 70_000
    leaves = [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]
    held = build(leaves)
    tree = TileTree(size, lambda level, number: held[level, number])
    root = root_of(leaves)
    assert tree.root() == root
    for index in (0, 65_535, 65_536, 69_999):
        proofs.verify_inclusion(index, size, leaves[index], tree.inclusion(index), root)
    proofs.verify_consistency(65_537, size, root_of(leaves[:65_537]), root, tree.consistency(65_537))


def test_tiles_are_those_of_the_specification() -> None:
    """tlog-tiles: a tree of 70,000 has 273 full and one 112 wide tile, then one full and 17 wide, then one 1 wide."""
    found = list(tiles_of(70_000))
    assert len(found) == 273 + 1 + 1 + 1 + 1
    assert [tile for tile in found if tile[2] < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert list(tiles_of(256)) == [(0, 0, 256), (1, 0, 1)]
    assert list(tiles_of(0)) == []
    assert tile_path(3, 1_234_067) == "tile/3/x001/x234/067"
    assert tile_path(0, 273, 112) == "tile/0/273.p/112"


def build(hashes: list[bytes]) -> dict[tuple[int, int], bytes]:
    """All tiles over leaf hashes, straight from the specification."""
    held: dict[tuple[int, int], bytes] = {}
    level = 0
    while hashes:
        for number in range(0, len(hashes), 256):
            held[level, number // 256] = b"".join(hashes[number : number + 256])
        hashes = [tile_root(held[level, number]) for number in range(len(hashes) // 256)]
        level += 1
    assert all(len(tile) <= TILE_BYTES for tile in held.values())
    return held
