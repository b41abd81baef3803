"""Every test of a channel is watched: what a request does stands in the matrix of capture, and leaves its entry."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.capturing import watching


@pytest.fixture(autouse=True)
def _captured() -> Iterator[None]:
    """See `tests/capturing.py`."""
    with watching():
        yield
