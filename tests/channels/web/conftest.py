"""The cast, and a browser without script for each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast, assemble
from tests.channels.web.reader import Reader


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Pictures and the ledger's key of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in a fresh house."""
    return assemble()


@pytest.fixture
def visitor(cast: Cast) -> Reader:
    """Nobody the house knows."""
    return Reader()


@pytest.fixture
def ada(cast: Cast) -> Reader:
    return Reader(cast.ada)


@pytest.fixture
def sam(cast: Cast) -> Reader:
    return Reader(cast.sam)


@pytest.fixture
def eve(cast: Cast) -> Reader:
    return Reader(cast.eve)


@pytest.fixture
def faye(cast: Cast) -> Reader:
    return Reader(cast.faye)


@pytest.fixture
def wyn(cast: Cast) -> Reader:
    """The administrator."""
    return Reader(cast.wyn)


@pytest.fixture
def cade(cast: Cast) -> Reader:
    """The moderator."""
    return Reader(cast.cade)
