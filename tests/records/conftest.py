"""The house that tests of records act in; after each, ledger, rows and counts must agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.house import House


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast in a house of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    settings.PACKS_FOLDER = tmp_path / "packs"
    found = House()
    yield found
    found.check()
