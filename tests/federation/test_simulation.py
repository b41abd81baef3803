"""Whatever the network does, houses end alike: 200 seeded runs of three houses (`simulation`), and two worse ones.

`python -m tests.federation.simulation SEED` plays one again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.federation.simulation import Town, crossed

SEEDS = 200
A_BLOCK = 10


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """Three houses, begun once and put back for each run."""
    town = Town()
    yield town
    town.stop()


def test_a_short_walk(town: Town) -> None:
    """Some runs with every change; and much of what was done did reach other houses."""
    reached = 0
    for seed in range(3):
        assert town.play(seed) == []
        reached += crossed(town.states)
    assert reached > 30


@pytest.mark.slow
@pytest.mark.parametrize("block", range(SEEDS // A_BLOCK))
def test_houses_end_alike(town: Town, block: int) -> None:
    """Loss, doubling, delay and partition; then follower sets converge, no post is double, ledgers fold to states."""
    seeds = range(block * A_BLOCK, (block + 1) * A_BLOCK)
    assert {seed: wrong for seed in seeds if (wrong := town.play(seed))} == {}


def test_a_run_can_be_had_again(town: Town) -> None:
    """The same seed, the same end: else a fault could not be looked at."""
    first = (town.play(7), town.states)
    assert (town.play(7), town.states) == first
