"""C2SP tlog-tiles: the tree kept as rows of up to 256 hashes, and any hash or proof computed from them. Pure.

A tile at level l holds the roots of runs of 256^l leaves. `TileTree` reads tiles through a callable, so the same code
serves the database, a folder of files and a test. Specification: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coffeehouse.ledger.proofs import make_consistency, make_inclusion
from coffeehouse.ledger.tree import EMPTY_ROOT, HASH_SIZE, node_hash, root_of, split

WIDTH = 256
HEIGHT = 8
TILE_BYTES = WIDTH * HASH_SIZE

TileReader = Callable[[int, int], bytes]


class TileError(ValueError):
    """A tile that the tree of this size needs is missing or too short."""


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Where the specification serves a tile: `tile/0/x001/x234/067`, with `.p/17` for a partial one of 17 hashes."""
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.append(f"x{number % 1000:03d}")
    suffix = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{suffix}"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """(level, number, width) of every tile of a tree of `size` leaves, level by level."""
    level, count = 0, size
    while count:
        for number in range(count // WIDTH):
            yield level, number, WIDTH
        if count % WIDTH:
            yield level, count // WIDTH, count % WIDTH
        level, count = level + 1, count // WIDTH


def tile_root(hashes: bytes) -> bytes:
    """Root over the hashes of a tile; of a full tile it is one hash of the tile above."""
    return root_of(hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE))


class TileTree:
    """A tree of `size` leaves over tiles. Read tiles and inner nodes are kept for as long as this object lives."""

    def __init__(self, size: int, read_tile: TileReader) -> None:
        self.size = size
        self._read_tile = read_tile
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def root(self) -> bytes:
        """The root of the tree."""
        return self.hash_of(0, self.size)

    def inclusion(self, index: int) -> list[bytes]:
        """Inclusion proof of a leaf."""
        return make_inclusion(index, self.size, self.hash_of)

    def consistency(self, earlier: int) -> list[bytes]:
        """Consistency proof from the tree of `earlier` leaves to this one."""
        return make_consistency(earlier, self.size, self.hash_of)

    def leaf(self, index: int) -> bytes:
        """The leaf hash at `index`."""
        return self._stored(0, index)

    def hash_of(self, start: int, end: int) -> bytes:
        """Root over the leaves `[start, end)`, which must be a subtree as RFC 9162 cuts them."""
        if not 0 <= start <= end <= self.size:
            raise TileError(f"leaves {start} to {end} are not within the tree of {self.size}")
        if start == end:
            return EMPTY_ROOT
        width = end - start
        if width & (width - 1) == 0:
            return self._node(width.bit_length() - 1, start >> (width.bit_length() - 1))
        middle = start + split(width)
        return node_hash(self.hash_of(start, middle), self.hash_of(middle, end))

    def _node(self, height: int, number: int) -> bytes:
        """The root of the `number`th run of 2^height leaves: stored in a tile, or hashed from two below it."""
        if height % HEIGHT == 0:
            return self._stored(height // HEIGHT, number)
        key = height, number
        if key not in self._nodes:
            self._nodes[key] = node_hash(self._node(height - 1, 2 * number), self._node(height - 1, 2 * number + 1))
        return self._nodes[key]

    def _stored(self, level: int, number: int) -> bytes:
        key = level, number // WIDTH
        if key not in self._tiles:
            self._tiles[key] = self._read_tile(*key)
        at = number % WIDTH * HASH_SIZE
        value = self._tiles[key][at : at + HASH_SIZE]
        if len(value) != HASH_SIZE:
            raise TileError(f"tile {tile_path(*key)} has no hash {number % WIDTH}")
        return value
