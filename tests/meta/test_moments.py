"""Tests that ask for little time get it: what takes far too long fails, but what only meets a slow moment does not."""

from __future__ import annotations

import gc

import pytest

from tests import moments
from tests.moments import within, yardstick


def burn(times: int) -> None:
    """As much work as so many yardsticks, which takes longer where the yardstick does."""
    for _ in range(times):
        yardstick()


def test_what_takes_no_time_passes() -> None:
    """A block that does nothing."""
    with within(1):
        pass


def test_what_takes_far_too_long_fails() -> None:
    """A hundred times what is allowed, however fast the machine is; the message says how long all of it took."""
    said = r"^the page took \d+\.\d+ s, where 0\.001 s are allowed .* took \d+\.\d ms, ordinarily 20\.0 ms$"
    with pytest.raises(AssertionError, match=said), within(0.001, "the page"):
        burn(5)


@pytest.mark.parametrize("times", [(1000.0, 0.02), (0.02, 1000.0)], ids=["before", "after"])
def test_a_slow_moment_allows_more(monkeypatch: pytest.MonkeyPatch, times: tuple[float, float]) -> None:
    """Whether it was slow before or is slow after: the slower of both counts."""
    each = iter(times)
    monkeypatch.setattr(moments, "yardstick", lambda: next(each))
    with within(0.001):
        burn(5)


def test_a_fast_machine_allows_no_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for was measured on an ordinary one, and is never made smaller."""
    monkeypatch.setattr(moments, "yardstick", lambda: 0.000_001)
    with within(10):
        burn(1)


def test_what_goes_wrong_inside_is_what_fails() -> None:
    """Not the time it took; and garbage is collected again after that."""
    with pytest.raises(ValueError, match="first"), within(0):
        raise ValueError("first")
    assert gc.isenabled()
