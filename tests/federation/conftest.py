"""The house that other servers talk to; after each test, ledger, rows and counts must agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.federation import remembering, waiting
from tests.commands.house import House
from tests.federation.other_server import OtherServer, other_server


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast in a house of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    waiting.budget.forget()
    remembering.forget()
    found = House()
    yield found
    found.check()


@pytest.fixture
def patient() -> Iterator[None]:
    """There is time to wait for other machines, as in the worker."""
    waiting.budget.forget()
    with waiting.patiently():
        yield
    waiting.budget.forget()


@pytest.fixture
def there(settings: Any) -> Iterator[OtherServer]:
    """Another server."""
    with other_server(settings) as server:
        yield server
